import { Loader, Text } from "@mantine/core";
import { useQuery } from "urql";
import { graphql } from "../../gql";
import { Problem } from "../../components/problem";
import { RejectedRows } from "../../components/rejected-rows";

const OperationRejectedRows = graphql(`
  query OperationRejectedRows($id: ID!) {
    node(id: $id) {
      ... on Operation {
        rejectedRows {
          sheet
          row
          sku
          cin7Code
          code
          message
        }
      }
    }
  }
`);

/** The rejected rows of an operation, which are queried when this is first shown. */
export function RejectedRowsOf({ operationId, total }: { operationId: string; total?: number }) {
  const [{ data, error }, refetch] = useQuery({ query: OperationRejectedRows, variables: { id: operationId } });
  if (error) return <Problem title="The refused rows could not be read" error={error} onRetry={() => refetch()} />;
  if (!data) return <Loader size="sm" aria-label="Loading the refused rows" />;
  const rows = data.node && "rejectedRows" in data.node ? data.node.rejectedRows : [];
  if (rows.length === 0) return <Text size="sm">No row was refused.</Text>;
  return <RejectedRows rows={rows} total={total} />;
}
