import { Alert } from "@mantine/core";
import { useState } from "react";
import { useClient } from "urql";
import { restore, type RestoreResult } from "../../api/restore";
import { Problem } from "../../components/problem";
import { RejectedRows } from "../../components/rejected-rows";

/** Restores an operation's mappings on demand, and keeps the result until it is closed. */
export function useRestoreButton(operationId: string, onDone: () => void) {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<RestoreResult>();
  const start = async () => {
    setResult(undefined);
    setBusy(true);
    setResult(await restore(client, operationId));
    setBusy(false);
    onDone();
  };
  return { busy, result, start: () => void start(), close: () => setResult(undefined) };
}

/** What a restore did, or why it did nothing. */
export function Restored({ result: { summary, error, userErrors }, onClose }: { result: RestoreResult; onClose: () => void }) {
  if (!summary) return <Problem title="Nothing was restored" error={error} userErrors={userErrors} />;
  const { restored, notRestored, rejectedRows } = summary;
  return (
    <>
      <Alert color={notRestored > 0 ? "yellow" : "green"} title={`Mappings put back: ${restored.toLocaleString()}`} withCloseButton onClose={onClose}>
        {notRestored > 0 ? `Not put back: ${notRestored.toLocaleString()}; the rows say why. Restore again once what stands in their way is gone.` : "As they were, with their source, level and time."}
      </Alert>
      <RejectedRows rows={rejectedRows} total={notRestored} />
    </>
  );
}
