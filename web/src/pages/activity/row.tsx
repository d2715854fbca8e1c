import { Button, Group, Stack, Table, Text } from "@mantine/core";
import { IconArrowBackUp, IconCheck, IconLoader, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { actorName, failureOf, kindLabels, outcome } from "../../api/operation-labels";
import type { Operation } from "../../api/operations";
import { useRights } from "../../api/viewer";
import { OperationProgress } from "../../components/progress";
import { When } from "../../components/timestamp";
import { RejectedRowsOf } from "./rejected-rows";
import { Restored, useRestoreButton } from "./restore";
import classes from "./table.module.css";

const states = {
  RUNNING: { word: "Running", color: "var(--mantine-color-blue-text)", icon: IconLoader },
  SUCCEEDED: { word: "Done", color: "var(--mantine-color-green-text)", icon: IconCheck },
  FAILED: { word: "Failed", color: "var(--mantine-color-red-text)", icon: IconX },
};

/** An operation. */
export function Row({ operation, onRestored }: { operation: Operation; onRestored: () => void }) {
  const { id, kind, integration, fileName, actor, startedAt, finishedAt, state, rejected } = operation;
  const { edits } = useRights();
  const [unfolded, setUnfolded] = useState(false);
  const restore = useRestoreButton(id, onRestored);
  const { word, color, icon: Icon } = states[state];
  const below = unfolded || restore.result;
  return (
    <>
      <Table.Tr role="row" style={below ? { borderBottom: "none" } : undefined}>
        <Table.Td role="cell" style={{ whiteSpace: "nowrap" }}>
          <When at={startedAt} ago />
          {finishedAt && (
            <Text size="xs" c="dimmed">
              {took(startedAt, finishedAt)}
            </Text>
          )}
        </Table.Td>
        <Table.Td role="cell">
          {kindLabels[kind]}
          <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            {integration?.name ?? "Omni catalogue"}
          </Text>
          {fileName && (
            <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
              {fileName}
            </Text>
          )}
        </Table.Td>
        <Table.Td role="cell" style={{ overflowWrap: "anywhere" }}>{actorName(actor)}</Table.Td>
        <Table.Td role="cell">
          <Group gap={6} wrap="nowrap">
            <Icon size={16} color={color} className={classes.icon} aria-hidden />
            {word}
          </Group>
        </Table.Td>
        <Table.Td role="cell" className="numeric">
          <Result operation={operation} />
        </Table.Td>
        <Table.Td role="cell">
          <Stack gap={6} align="flex-start">
            {edits && operation.restorable && state === "SUCCEEDED" && (
              <Button size="compact-sm" variant="default" leftSection={<IconArrowBackUp size={14} aria-hidden />} loading={restore.busy} onClick={restore.start}>
                Restore
              </Button>
            )}
            {rejected > 0 && state === "SUCCEEDED" && (
              <Button size="compact-sm" variant="subtle" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
                {unfolded ? "Hide refused rows" : `Refused rows (${rejected.toLocaleString()})`}
              </Button>
            )}
          </Stack>
        </Table.Td>
      </Table.Tr>
      {below && (
        <Table.Tr role="row">
          <Table.Td role="cell" colSpan={6} pt={0}>
            <Stack gap="sm" aria-live="polite">
              {restore.result && <Restored result={restore.result} onClose={restore.close} />}
              {unfolded && <RejectedRowsOf operationId={id} total={rejected} />}
            </Stack>
          </Table.Td>
        </Table.Tr>
      )}
    </>
  );
}

function Result({ operation }: { operation: Operation }) {
  if (operation.state === "RUNNING") return <OperationProgress operation={operation} label={kindLabels[operation.kind]} />;
  if (operation.state === "FAILED") return <Text size="sm">{failureOf(operation)}</Text>;
  return outcome(operation).map((part) => (
    <Text key={part} size="sm">
      {part}
    </Text>
  ));
}

function took(from: string, to: string): string {
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  if (seconds < 1) return "took under a second";
  if (seconds < 120) return `took ${Math.round(seconds)} s`;
  return `took ${Math.round(seconds / 60).toLocaleString()} min`;
}
