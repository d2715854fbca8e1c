import { Badge, Button, ScrollArea, Stack, Table, Text } from "@mantine/core";
import { useState } from "react";
import { RejectedRows } from "../../components/rejected-rows";
import { counted } from "../../components/counted";
import { Sku } from "../../components/sku";
import { TargetView } from "../../components/target-view";
import type { Outcome, Pair } from "./documents";

const atFirst = 50;

/** What a remap does, row by row: new links, lost ones, and those that stay. */
export function OutcomeTable({ outcome, stale }: { outcome: Outcome; stale: boolean }) {
  const [all, setAll] = useState(false);
  if (outcome.rejectedRows.length > 0) {
    return (
      <Stack gap="xs">
        <Text size="sm" role="status">
          {outcome.rejectedRows.length === 1 ? "A pair would be refused; while it is" : `${counted(outcome.rejectedRows.length, "pair")} would be refused; while they are`}, nothing can be changed.
        </Text>
        <RejectedRows rows={outcome.rejectedRows} />
      </Stack>
    );
  }
  const rows = [
    ...outcome.created.map((pair) => ({ pair, kind: "new" as const })),
    ...outcome.lost.map((pair) => ({ pair, kind: "lost" as const })),
    ...outcome.kept.map((pair) => ({ pair, kind: "kept" as const })),
  ];
  const shown = all ? rows : rows.slice(0, atFirst);
  const changed = outcome.created.length + outcome.deleted > 0;
  return (
    <Stack gap="xs" style={{ opacity: stale ? 0.6 : 1 }} aria-busy={stale}>
      <Text size="sm" role="status" className="numeric">
        {outcome.created.length.toLocaleString()} new, {outcome.kept.length.toLocaleString()} kept, {outcome.lost.length.toLocaleString()} lost; {counted(outcome.deleted, "former link")} deleted.
        {!changed && " So nothing changes: pick an item at a listing to link it."}
      </Text>
      {rows.length > 0 && (
        <ScrollArea viewportProps={{ tabIndex: 0, role: "region", "aria-label": "Rows of the remap" }}>
          <Table withTableBorder miw={560}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={90}>What</Table.Th>
                <Table.Th>SKU</Table.Th>
                <Table.Th>Before</Table.Th>
                <Table.Th>After</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map(({ pair, kind }) => (
                <Row key={pair.sku} pair={pair} kind={kind} />
              ))}
            </Table.Tbody>
          </Table>
        </ScrollArea>
      )}
      {shown.length < rows.length && (
        <div>
          <Button size="xs" variant="default" onClick={() => setAll(true)}>
            Show all {rows.length.toLocaleString()}
          </Button>
        </div>
      )}
    </Stack>
  );
}

const labels = { new: { label: "New", color: "blue" }, kept: { label: "Kept", color: "gray" }, lost: { label: "Lost", color: "red" } } as const;

function Row({ pair, kind }: { pair: Pair; kind: keyof typeof labels }) {
  const before = kind === "lost" ? pair.target : pair.formerTarget;
  return (
    <Table.Tr>
      <Table.Td>
        <Badge color={labels[kind].color} variant="light" tt="none">
          {labels[kind].label}
        </Badge>
      </Table.Td>
      <Table.Th scope="row" fw={400} ta="start">
        <Sku>{pair.sku}</Sku>
      </Table.Th>
      <Table.Td>{before ? <TargetView target={before} withLevel={false} /> : <None />}</Table.Td>
      <Table.Td>{kind === "lost" ? <None /> : <TargetView target={pair.target} />}</Table.Td>
    </Table.Tr>
  );
}

function None() {
  return (
    <Text size="sm" c="dimmed">
      not mapped
    </Text>
  );
}
