import { Box, Paper, Stack, Table, Text } from "@mantine/core";
import type { ErrorCode } from "../gql/graphql";
import { Sku } from "./sku";

/** A rejected row. */
export interface RejectedRow {
  sheet?: string | null;
  row: number;
  sku?: string | null;
  cin7Code?: string | null;
  code?: ErrorCode;
  message: string;
}

interface RowTableProps {
  rows: readonly RejectedRow[];
  caption: string;
  /** Whether the columns Sheet and Code are shown. */
  sheets: boolean;
  codes: boolean;
}

/** Rejected rows as a table. */
export function RowTable({ rows, caption, sheets, codes }: RowTableProps) {
  return (
    <Table.ScrollContainer minWidth={640} maxHeight={480} scrollAreaProps={{ viewportProps: { tabIndex: 0, role: "region", "aria-label": caption } }}>
      <Table stickyHeader verticalSpacing="xs" aria-label={caption}>
        <Table.Thead>
          <Table.Tr>
            {sheets && <Table.Th>Sheet</Table.Th>}
            <Table.Th ta="right">Row</Table.Th>
            <Table.Th miw={160}>SKU</Table.Th>
            {codes && <Table.Th miw={120}>Code</Table.Th>}
            <Table.Th>Reason</Table.Th>
            <Table.Th>What to do</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row, i) => (
            <Table.Tr key={`${row.sheet ?? ""} ${row.row} ${i}`}>
              {sheets && <Table.Td>{row.sheet}</Table.Td>}
              <Table.Td ta="right" className="numeric">
                {row.row}
              </Table.Td>
              <Table.Td>{row.sku && <Sku>{row.sku}</Sku>}</Table.Td>
              {codes && <Table.Td>{row.cin7Code && <Sku>{row.cin7Code}</Sku>}</Table.Td>}
              <Table.Td style={{ whiteSpace: "nowrap" }}>{row.code && reasonOf(row.code)}</Table.Td>
              <Table.Td miw={260} style={{ overflowWrap: "anywhere" }}>
                {row.message}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** Rejected rows one below the other, for screens too narrow for the table. */
export function RowCards({ rows, caption, sheets }: Omit<RowTableProps, "codes">) {
  return (
    <Box mah="70vh" style={{ overflowY: "auto" }} tabIndex={0} role="region" aria-label={caption}>
      <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: "none" }}>
        {rows.map((row, i) => (
          <Paper component="li" withBorder p="xs" key={`${row.sheet ?? ""} ${row.row} ${i}`}>
            <Text size="sm" c="dimmed">
              Row {row.row}
              {sheets && row.sheet && ` of ${row.sheet}`}
              {row.code && `: ${reasonOf(row.code)}`}
            </Text>
            {row.sku && (
              <Text size="sm">
                SKU <Sku>{row.sku}</Sku>
              </Text>
            )}
            {row.cin7Code && (
              <Text size="sm">
                Code <Sku>{row.cin7Code}</Sku>
              </Text>
            )}
            <Text size="sm" style={{ overflowWrap: "anywhere" }}>
              {row.message}
            </Text>
          </Paper>
        ))}
      </Stack>
    </Box>
  );
}

/** The error code in words: UNKNOWN_SKU is "Unknown SKU". */
export function reasonOf(code: ErrorCode): string {
  const words = code.toLowerCase().replaceAll("_", " ").replace(/\bsku\b/, "SKU").replace(/\bcode\b/, "Code");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
