import { useCallback } from "react";
import { type CombinedError, useMutation } from "urql";
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
export function useRestore(operationId: string): () => Promise<RestoreResult> {
  const [, restore] = useMutation(RestoreMappings);
  return useCallback(async () => {
    const { data, error } = await restore({ operationId });
    const payload = data?.restoreMappings;
    return payload?.operation ? { summary: payload } : { error, userErrors: payload?.userErrors };
  }, [restore, operationId]);
}
