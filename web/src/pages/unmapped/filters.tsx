import { Chip, Group, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "urql";
import { UnmappedReasons, type Reason } from "./documents";
import { reasonNames, reasons } from "./reasons";

type Props = {
  integrationId: string;
  search: string;
  onSearch: (search: string) => void;
  chosen: readonly Reason[];
  onChosen: (chosen: Reason[]) => void;
  /** Another number queries the counts again. */
  version: number;
};

/** Narrows the list by a search and by reasons, each with its number. */
export function Filters({ integrationId, search, onSearch, chosen, onChosen, version }: Props) {
  return (
    <Group align="flex-end" gap="md">
      <TextInput
        type="search"
        label="Search"
        placeholder="SKU, ASIN or title"
        leftSection={<IconSearch size={16} />}
        value={search}
        onChange={(event) => onSearch(event.currentTarget.value)}
        w={{ base: "100%", sm: 260 }}
      />
      <div role="group" aria-labelledby="reasons">
        <Text id="reasons" size="sm" fw={500} mb={4}>
          Reason
        </Text>
        <Chip.Group multiple value={[...chosen]} onChange={(values) => onChosen(reasons.filter((reason) => values.includes(reason)))}>
          <Group gap={6}>
            <ReasonChips key={version} integrationId={integrationId} />
          </Group>
        </Chip.Group>
      </div>
    </Group>
  );
}

function ReasonChips({ integrationId }: { integrationId: string }) {
  const [{ data }] = useQuery({ query: UnmappedReasons, variables: { integrationId } });
  return reasons.map((reason) => (
    <Chip key={reason} value={reason} size="sm" variant="outline">
      {reasonNames[reason]}{" "}
      <span className="numeric">{data ? data[reason].totalCount.toLocaleString() : "…"}</span>
    </Chip>
  ));
}
