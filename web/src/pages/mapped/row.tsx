import { ActionIcon, Badge, Button, Checkbox, Group, Paper, Stack, Table, Text, Tooltip } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { memo } from "react";
import { useRights } from "../../api/viewer";
import { Sku } from "../../components/sku";
import { TargetView } from "../../components/target-view";
import type { Mapped } from "./documents";

const sources: Record<Mapped["source"], string> = { IMPORT: "Import", CUSTOM: "Custom", DOWNLOAD: "Download" };

/** The names of sources for users. */
export const sourceNames: Readonly<Record<string, string>> = sources;

/** The actions of rows. The object stays the same, so that rows are not rendered again. */
export type RowActions = { select: (id: string, on: boolean) => void; remove: (id: string) => void; removeProduct: (id: string) => void };

type Props = { mapping: Mapped; selected: boolean; busy: boolean; actions: RowActions; asCard: boolean };

/** A mapping: a row of the table, or a card on a small screen. */
export const Row = memo(function Row({ mapping, selected, busy, actions, asCard }: Props) {
  const { listing, target } = mapping;
  const { edits } = useRights();
  const select = edits && <Checkbox aria-label={`Select ${listing.sku}`} checked={selected} onChange={(event) => actions.select(mapping.id, event.currentTarget.checked)} />;
  const remove = edits && (
    <Tooltip label="Delete this mapping">
      <ActionIcon variant="subtle" color="red" size="lg" disabled={busy} aria-label={`Delete the mapping of ${listing.sku}`} onClick={() => actions.remove(mapping.id)}>
        <IconTrash size={16} />
      </ActionIcon>
    </Tooltip>
  );
  const removeProduct = edits && target.product.downloaded && (
    <Button
      size="compact-xs"
      variant="subtle"
      color="red"
      disabled={busy}
      aria-label={`Delete the downloaded product ${target.product.code ?? ""}, to which ${listing.sku} is mapped`}
      onClick={() => actions.removeProduct(target.product.id)}
    >
      Delete the downloaded product
    </Button>
  );
  const how = (
    <Group gap={6}>
      <Badge variant="default" size="sm" tt="none" fw={500}>
        {sources[mapping.source]}
      </Badge>
      <Text size="xs" c="dimmed">
        {matchedOn(mapping)}
      </Text>
    </Group>
  );
  if (asCard) {
    return (
      <Paper component="li" withBorder p="sm" fz="sm">
        <Group wrap="nowrap" align="flex-start" gap="sm">
          {select}
          <Stack gap="xs" flex={1} miw={0}>
            <What mapping={mapping} />
            <TargetView target={target} />
            <div>{removeProduct}</div>
            {how}
            <Created at={mapping.createdAt} />
          </Stack>
          {remove}
        </Group>
      </Paper>
    );
  }
  return (
    <Table.Tr bg={selected ? "var(--mantine-color-blue-light)" : undefined}>
      {edits && <Table.Td>{select}</Table.Td>}
      <Table.Th scope="row" fw={400} ta="start">
        <What mapping={mapping} />
      </Table.Th>
      <Table.Td>
        <TargetView target={target} />
        {removeProduct}
      </Table.Td>
      <Table.Td>{how}</Table.Td>
      <Table.Td>
        <Created at={mapping.createdAt} />
      </Table.Td>
      {edits && <Table.Td>{remove}</Table.Td>}
    </Table.Tr>
  );
});

function What({ mapping: { listing } }: { mapping: Mapped }) {
  return (
    <div>
      <Sku>{listing.sku}</Sku>
      <Text size="xs" lineClamp={2}>
        {listing.title || "No title"}
      </Text>
      {listing.asin && (
        <Text size="xs" c="dimmed" className="numeric">
          {listing.asin}
        </Text>
      )}
    </div>
  );
}

function Created({ at }: { at: string }) {
  const date = new Date(at);
  return (
    <Text component="time" dateTime={at} title={date.toUTCString()} size="xs" className="numeric">
      {date.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" })}
    </Text>
  );
}

function matchedOn({ matchedOn: field }: Mapped): string {
  if (field === "CODE") return "on the Code";
  if (field === "BARCODE") return "on the Barcode";
  return "by hand";
}
