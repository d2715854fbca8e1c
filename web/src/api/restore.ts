import type { Client, CombinedError } from "urql";
import { graphql } from "../gql";
import type { RestoreMappingsMutation } from "../gql/graphql";

const RestoreMappings = graphql(`
  mutation RestoreMappings($operationId: ID!) {
    restoreMappings(input: { operationId: $operationId }) {
      operation {
        id
      }
      restored
      notRestored
      rejectedRows {
        sheet
        row
        sku
        cin7Code
        code
        message
      }
      userErrors {
        code
        message
      }
    }
  }
`);

type Payload = RestoreMappingsMutation["restoreMappings"];

/** What a restore did, or why it did nothing. */
export interface RestoreResult {
  summary?: Pick<Payload, "restored" | "notRestored" | "rejectedRows">;
  error?: CombinedError;
  userErrors?: Payload["userErrors"];
}

/** Restores the mappings that an operation deleted. */
export async function restore(client: Client, operationId: string): Promise<RestoreResult> {
  const { data, error } = await client.mutation(RestoreMappings, { operationId }).toPromise();
  const payload = data?.restoreMappings;
  return payload?.operation ? { summary: payload } : { error, userErrors: payload?.userErrors };
}
