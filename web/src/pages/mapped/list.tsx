import { Checkbox, Paper, Stack, Table, VisuallyHidden } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useRights } from "../../api/viewer";
import type { Mapped } from "./documents";
import { Row, type RowActions } from "./row";

type Props = {
  rows: readonly Mapped[];
  selected: ReadonlySet<string>;
  onSelectAll: (on: boolean) => void;
  busy: boolean;
  actions: RowActions;
};

/** The mappings of the page. */
export function List({ rows, selected, onSelectAll, busy, actions }: Props) {
  const asCards = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false }) ?? false;
  const chosen = rows.filter((row) => selected.has(row.id)).length;
  const { edits } = useRights();
  const all = (label: string | undefined) => (
    <Checkbox
      label={label}
      aria-label={label ? undefined : "Select all of the page"}
      checked={chosen === rows.length}
      indeterminate={chosen > 0 && chosen < rows.length}
      onChange={(event) => onSelectAll(event.currentTarget.checked)}
    />
  );
  const rowElements = rows.map((mapping) => <Row key={mapping.id} mapping={mapping} selected={selected.has(mapping.id)} busy={busy} actions={actions} asCard={asCards} />);
  if (asCards) {
    return (
      <Stack gap="sm">
        {edits && all("Select all of the page")}
        <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: "none" }}>
          {rowElements}
        </Stack>
      </Stack>
    );
  }
  return (
    <Paper withBorder style={{ overflow: "clip" }}>
      <Table layout="fixed">
        <Table.Thead>
          <Table.Tr>
            {edits && <Table.Th w={44}>{all(undefined)}</Table.Th>}
            <Table.Th>Listing</Table.Th>
            <Table.Th>Omni target</Table.Th>
            <Table.Th w={190}>Source</Table.Th>
            <Table.Th w={170}>Created</Table.Th>
            {edits && (
              <Table.Th w={64}>
                <VisuallyHidden>Delete</VisuallyHidden>
              </Table.Th>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{rowElements}</Table.Tbody>
      </Table>
    </Paper>
  );
}
