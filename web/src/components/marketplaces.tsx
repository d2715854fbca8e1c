import { Select, Stack, TextInput } from "@mantine/core";
import { useState } from "react";

// Amazon's ids, by country. Others can be given on purpose.
const marketplaces: readonly [id: string, country: string][] = [
  ["A39IBJ37TRP1C6", "Australia"],
  ["AMEN7PMS3EDWL", "Belgium"],
  ["A2Q3Y263D00KWC", "Brazil"],
  ["A2EUQ1WTGCTBG2", "Canada"],
  ["ARBP9OOSHTCHU", "Egypt"],
  ["A13V1IB3VIYZZH", "France"],
  ["A1PA6795UKMFR9", "Germany"],
  ["A21TJRUUN4KGV", "India"],
  ["A28R8C7NBKEWEA", "Ireland"],
  ["APJ6JRA9NG5V4", "Italy"],
  ["A1VC38T7YXB528", "Japan"],
  ["A1AM78C64UM0Y8", "Mexico"],
  ["A1805IZSGTT6HS", "Netherlands"],
  ["A1C3SOZRARQ6R3", "Poland"],
  ["A17E79C6D8DWNP", "Saudi Arabia"],
  ["A19VAU5U5O7RUS", "Singapore"],
  ["AE08WJ6YKNBMC", "South Africa"],
  ["A1RKKUPIHCS9HS", "Spain"],
  ["A2NODRKZP88ZB9", "Sweden"],
  ["A33AVAJ2PDY3EV", "Turkey"],
  ["A2VIGQ35RCS4UG", "United Arab Emirates"],
  ["A1F83G8C2ARO7P", "United Kingdom"],
  ["ATVPDKIKX0DER", "United States"],
];

const countries = new Map(marketplaces);

/** The marketplace of an id: its country, or the id where it is none of Amazon's. */
export function marketplaceName(id: string): string {
  return countries.get(id) ?? `marketplace ${id}`;
}

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
