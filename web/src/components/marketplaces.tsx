import { Select, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { marketplaces } from "../api/marketplaces";

const countries = new Map(marketplaces.map(([id, country]) => [id, country]));

const other = "other";

/** A field for a marketplace's id: its country is chosen from a list, and only on purpose an id is given that is not in it. */
export function MarketplaceField({ value, error, onChange }: { value: string; error?: string; onChange: (id: string) => void }) {
  const [byId, setById] = useState(value !== "" && !countries.has(value));
  const choose = (chosen: string | null) => {
    setById(chosen === other);
    onChange(chosen === null || chosen === other ? "" : chosen);
  };
  return (
    <Stack gap="xs">
      <Select
        label="Marketplace"
        description="Where this account sells"
        placeholder="Choose a country"
        required
        searchable
        allowDeselect={false}
        nothingFoundMessage="No such country"
        data={[...marketplaces.map(([id, country]) => ({ value: id, label: country })), { value: other, label: "Another one, by its id" }]}
        value={byId ? other : value || null}
        error={byId ? undefined : error}
        onChange={choose}
      />
      {byId && (
        <TextInput
          label="Marketplace ID"
          description="Amazon's id of the marketplace. Dates of its reports are read as UTC."
          required
          maxLength={255}
          value={value}
          error={error}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Stack>
  );
}
