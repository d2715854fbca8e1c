import { Loader, Text } from "@mantine/core";
import { useQuery } from "urql";
import { graphql } from "../../gql";
import { Problem } from "../../components/problem";
import { RejectedRows } from "../../components/rejected-rows";

const RefusedRows = graphql(`
  query RefusedRows($id: ID!) {
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

/** The rows that an operation refused; they are asked for only once somebody wants to see them. */
export function Refused({ operationId, total }: { operationId: string; total?: number }) {
  const [{ data, error }, ask] = useQuery({ query: RefusedRows, variables: { id: operationId } });
  if (error) return <Problem title="The refused rows could not be read" error={error} onRetry={() => ask()} />;
  if (!data) return <Loader size="sm" aria-label="Loading the refused rows" />;
  const rows = data.node && "rejectedRows" in data.node ? data.node.rejectedRows : [];
  if (rows.length === 0) return <Text size="sm">No row was refused.</Text>;
  return <RejectedRows rows={rows} total={total} />;
}
