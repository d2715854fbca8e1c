import { Progress, Stack, Text, VisuallyHidden } from "@mantine/core";
import { phaseLabels } from "../api/operation-labels";
import type { Operation } from "../api/operations";

/** What an operation does now. Nothing tells how long its phases take, so the bar shows no share: it moves. */
export function OperationProgress({ operation, label }: { operation?: Pick<Operation, "progress">; label: string }) {
  const progress = operation?.progress;
  const phase = progress && phaseLabels[progress.phase];
  return (
    <Stack gap={4} miw={140}>
      <Progress.Root size="lg">
        <Progress.Section value={100} animated withAria={false} role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} />
      </Progress.Root>
      <Text size="sm" c="dimmed" className="numeric" aria-hidden>
        {phase ? phase + counted(progress) : `${label}…`}
      </Text>
      <VisuallyHidden role="status" aria-live="polite">
        {/* Without numbers, so that a screen reader does not read every step. */}
        {phase ? `${label}: ${phase}` : `${label}…`}
      </VisuallyHidden>
    </Stack>
  );
}

function counted({ done, total }: NonNullable<Operation["progress"]>): string {
  if (total != null) return `: ${done.toLocaleString()} of ${total.toLocaleString()}`;
  return done > 0 ? `: ${done.toLocaleString()} so far` : "…";
}
