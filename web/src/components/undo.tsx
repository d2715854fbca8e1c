import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconArrowBackUp, IconCheck } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { type RestoreResult, useRestore } from "../api/restore";
import { counted } from "./counted";
import { Problem, type RequestError } from "./problem";
import { RejectedRows } from "./rejected-rows";

type Summary = NonNullable<RestoreResult["summary"]>;

const nothingToRestore: RestoreResult = { summary: { restored: 0, notRestored: 0, rejectedRows: [] } };

type Props = {
  /** The operation that deleted mappings. */
  operationId: string;
  /** Run once before the restore, to remove what stands in its way. It returns what went wrong. */
  before?: () => Promise<RequestError | undefined>;
  /** The operation deleted nothing, so there is nothing to do but `before`. */
  nothingDeleted?: boolean;
  /** What was done, as in "3 mappings deleted." */
  children: string;
  onRestored: () => void;
  onClose: () => void;
};

/** Reports a deletion, and undoes it on demand. Give it the operation's id as its key. */
export function Undo({ operationId, before, nothingDeleted, children, onRestored, onClose }: Props) {
  const restore = useRestore(operationId);
  const [busy, setBusy] = useState(false);
  const cleared = useRef(false);
  const [problem, setProblem] = useState<{ error?: RequestError; userErrors?: RestoreResult["userErrors"] }>();
  const [summary, setSummary] = useState<Summary>();
  const run = async () => {
    if (before && !cleared.current) {
      const error = await before();
      if (error) return setProblem({ error });
      cleared.current = true;
    }
    const { summary, error, userErrors } = nothingDeleted ? nothingToRestore : await restore();
    if (!summary) return setProblem({ error: error ?? (userErrors ? undefined : { message: "The server gave no answer." }), userErrors });
    setSummary(summary);
    onRestored();
  };
  const undo = async () => {
    setProblem(undefined);
    setBusy(true);
    await run();
    setBusy(false);
  };
  const message = () => {
    if (busy) return "Undoing…";
    if (!summary) return children;
    return nothingDeleted ? "Everything is as before." : messageOf(summary);
  };
  return (
    <Stack gap="xs">
      <Alert color={summary ? (summary.notRestored > 0 ? "yellow" : "teal") : "blue"} icon={<IconCheck />} role="status" withCloseButton closeButtonLabel="Dismiss" onClose={onClose}>
        <Group gap="md">
          <Text size="sm">{message()}</Text>
          {(!summary || summary.notRestored > 0) && (
            <Button size="xs" variant="default" leftSection={<IconArrowBackUp size={14} />} loading={busy} onClick={undo}>
              {summary ? "Try the rest again" : "Undo"}
            </Button>
          )}
        </Group>
      </Alert>
      {problem && <Problem error={problem.error} userErrors={problem.userErrors} title="Nothing was restored" onRetry={undo} />}
      {summary && summary.rejectedRows.length > 0 && <RejectedRows rows={summary.rejectedRows} total={summary.notRestored} />}
    </Stack>
  );
}

function messageOf({ restored, notRestored }: Summary): string {
  const back = `${counted(restored, "mapping is", "mappings are")} back as before.`;
  if (notRestored === 0) return back;
  return `${back} ${notRestored.toLocaleString()} could not be restored: the rows below say why.`;
}
