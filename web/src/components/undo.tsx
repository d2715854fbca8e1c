import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconArrowBackUp, IconCheck } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useMutation } from "urql";
import { graphql } from "../gql";
import { Problem, type Trouble } from "./problem";
import { RejectedRows } from "./rejected-rows";

const Restore = graphql(`
  mutation Restore($operationId: ID!) {
    restoreMappings(input: { operationId: $operationId }) {
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

type Props = {
  /** The operation that deleted mappings. */
  operationId: string;
  /** Done once, before the restore: takes away what stands in its way. It answers what went wrong. */
  before?: () => Promise<Trouble | undefined>;
  /** The operation deleted nothing, so that its undoing is what is done before. */
  nothingDeleted?: boolean;
  /** What was done, as in "3 mappings deleted." */
  children: string;
  /** Mappings are back. */
  onRestored: () => void;
  onClose: () => void;
};

/** After a deletion: tells of it, and undoes it on demand. Give it the operation's id as its key. */
export function Undo({ operationId, before, nothingDeleted, children, onRestored, onClose }: Props) {
  const [, restore] = useMutation(Restore);
  const [fetching, setFetching] = useState(false);
  const cleared = useRef(false);
  const [problem, setProblem] = useState<Trouble>();
  const [answer, setAnswer] = useState<{ restored: number; notRestored: number; rows: Parameters<typeof RejectedRows>[0]["rows"] }>();
  const run = async () => {
    if (before && !cleared.current) {
      const trouble = await before();
      if (trouble) return setProblem(trouble);
      cleared.current = true;
    }
    if (nothingDeleted) {
      setAnswer({ restored: 0, notRestored: 0, rows: [] });
      return onRestored();
    }
    const { data, error } = await restore({ operationId });
    const payload = data?.restoreMappings;
    if (error || !payload) return setProblem(error ?? { message: "The server gave no answer." });
    if (payload.userErrors.length > 0) return setProblem({ message: payload.userErrors.map((one) => one.message).join(" ") });
    setAnswer({ restored: payload.restored, notRestored: payload.notRestored, rows: payload.rejectedRows });
    onRestored();
  };
  const undo = async () => {
    setProblem(undefined);
    setFetching(true);
    await run();
    setFetching(false);
  };
  const said = () => {
    if (fetching) return "Undoing…";
    if (!answer) return children;
    return nothingDeleted ? "Everything is as before." : cameOf(answer);
  };
  return (
    <Stack gap="xs">
      <Alert color={answer ? (answer.notRestored > 0 ? "yellow" : "teal") : "blue"} icon={<IconCheck />} role="status" withCloseButton closeButtonLabel="Dismiss" onClose={onClose}>
        <Group gap="md">
          <Text size="sm">{said()}</Text>
          {(!answer || answer.notRestored > 0) && (
            <Button size="xs" variant="default" leftSection={<IconArrowBackUp size={14} />} loading={fetching} onClick={undo}>
              {answer ? "Try the rest again" : "Undo"}
            </Button>
          )}
        </Group>
      </Alert>
      {problem && <Problem error={problem} title="Nothing was restored" onRetry={undo} />}
      {answer && answer.rows.length > 0 && <RejectedRows rows={answer.rows} total={answer.notRestored} />}
    </Stack>
  );
}

function cameOf({ restored, notRestored }: { restored: number; notRestored: number }): string {
  const back = `${restored.toLocaleString()} ${restored === 1 ? "mapping is" : "mappings are"} back as before.`;
  if (notRestored === 0) return back;
  return `${back} ${notRestored.toLocaleString()} could not be restored: the rows below say why.`;
}
