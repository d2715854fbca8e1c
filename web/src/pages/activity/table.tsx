import { Table } from "@mantine/core";
import type { Operation } from "../../api/operations";
import { Row } from "./row";
import classes from "./table.module.css";

/** Operations, a row each; details are in a row below it. */
export function OperationTable({ operations, onRestored }: { operations: readonly Operation[]; onRestored: () => void }) {
  return (
    <Table role="table" verticalSpacing="sm" className={classes.table}>
      <Table.Thead role="rowgroup">
        <Table.Tr role="row">
          <Table.Th role="columnheader">When</Table.Th>
          <Table.Th role="columnheader">What</Table.Th>
          <Table.Th role="columnheader">By</Table.Th>
          <Table.Th role="columnheader">State</Table.Th>
          <Table.Th role="columnheader">Result</Table.Th>
          <Table.Th role="columnheader">Actions</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody role="rowgroup">
        {operations.map((operation) => (
          <Row key={operation.id} operation={operation} onRestored={onRestored} />
        ))}
      </Table.Tbody>
    </Table>
  );
}
