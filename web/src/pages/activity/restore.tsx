import { Alert } from "@mantine/core";
import { useState } from "react";
import { type CombinedError, useMutation } from "urql";
import { graphql } from "../../gql";
import type { RestoreMappingsMutation } from "../../gql/graphql";
import { Problem } from "../../components/problem";
import { RejectedRows } from "../../components/rejected-rows";

const RestoreMappings = graphql(`
  mutation RestoreMappings($input: RestoreMappingsInput!) {
    restoreMappings(input: $input) {
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

interface RestoreResult {
  payload?: RestoreMappingsMutation["restoreMappings"];
  error?: CombinedError;
}

/** Puts back what an operation deleted. */
export function useRestore(operationId: string, onRestored: () => void) {
  const [{ fetching }, restore] = useMutation(RestoreMappings);
  const [result, setResult] = useState<RestoreResult>();
  const start = async () => {
    setResult(undefined);
    const { data, error } = await restore({ input: { operationId } });
    setResult({ payload: data?.restoreMappings, error });
    onRestored();
  };
  return { busy: fetching, result, start: () => void start(), close: () => setResult(undefined) };
}

/** What came of it. */
export function Restored({ result: { payload, error }, onClose }: { result: RestoreResult; onClose: () => void }) {
  if (!payload?.operation) return <Problem title="Nothing was restored" error={error} userErrors={payload?.userErrors} />;
  const { restored, notRestored, rejectedRows } = payload;
  return (
    <>
      <Alert color={notRestored > 0 ? "yellow" : "green"} title={`Mappings put back: ${restored.toLocaleString()}`} withCloseButton onClose={onClose}>
        {notRestored > 0 ? `Not put back: ${notRestored.toLocaleString()}; the rows say why. Restore again once what stands in their way is gone.` : "As they were, with their source, level and time."}
      </Alert>
      <RejectedRows rows={rejectedRows} total={notRestored} />
    </>
  );
}
