import { Button, Group, NativeSelect, TextInput } from "@mantine/core";
import { IconSearch, IconX } from "@tabler/icons-react";
import type { Mapped } from "./documents";
import { sourceNames } from "./row";
import { levelName } from "../../components/target-view";

/** What narrows the list, as the fields have it: an empty text narrows nothing. */
export type Choice = { search: string; level: Mapped["target"]["level"] | ""; source: Mapped["source"] | ""; family: string };

const levels = ["PRODUCT", "PRODUCT_OPTION", "SIZE_OPTION"] as const;
const sources = ["IMPORT", "CUSTOM", "DOWNLOAD"] as const;

/** The choice in the page's address. */
export function choiceOf(params: URLSearchParams): Choice {
  return {
    search: params.get("search") ?? "",
    level: levels.find((level) => level === params.get("level")) ?? "",
    source: sources.find((source) => source === params.get("source")) ?? "",
    family: params.get("family") ?? "",
  };
}

/** Narrows the list by a search, the level, the source and the family. */
export function Filters({ choice, onChange }: { choice: Choice; onChange: (change: Partial<Choice>) => void }) {
  const any = Object.values(choice).some((value) => value !== "");
  return (
    <Group align="flex-end" gap="sm">
      <TextInput
        type="search"
        label="Search"
        placeholder="SKU, ASIN, title, Code or Barcode"
        leftSection={<IconSearch size={16} />}
        value={choice.search}
        onChange={(event) => onChange({ search: event.currentTarget.value })}
        w={{ base: "100%", sm: 300 }}
      />
      <NativeSelect
        label="Level"
        value={choice.level}
        onChange={(event) => onChange({ level: levels.find((level) => level === event.currentTarget.value) ?? "" })}
        data={[{ value: "", label: "Any" }, ...levels.map((value) => ({ value, label: levelName(value) }))]}
      />
      <NativeSelect
        label="Source"
        value={choice.source}
        onChange={(event) => onChange({ source: sources.find((source) => source === event.currentTarget.value) ?? "" })}
        data={[{ value: "", label: "Any" }, ...sources.map((value) => ({ value, label: sourceNames[value] }))]}
      />
      <TextInput label="Family" placeholder="Parent's SKU, exactly" value={choice.family} onChange={(event) => onChange({ family: event.currentTarget.value })} />
      {any && (
        <Button variant="subtle" leftSection={<IconX size={14} />} onClick={() => onChange({ search: "", level: "", source: "", family: "" })}>
          Clear
        </Button>
      )}
    </Group>
  );
}
