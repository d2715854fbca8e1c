import { Progress, Stack, Text, VisuallyHidden } from "@mantine/core";

interface Progressing {
  done: number;
  total?: number | null;
}

/** How far an operation is. Without one its first event is still to come; without a total the end is not known. */
export function OperationProgress({ operation, label }: { operation?: Progressing; label: string }) {
  const { done = 0, total } = operation ?? {};
  const percent = total ? Math.min(100, Math.floor((100 * done) / total)) : undefined;
  return (
    <Stack gap={4} miw={140}>
      <Progress.Root size="lg">
        {/* An empty bar looks as if nothing happened, so it moves until the first percent is done. */}
        <Progress.Section
          value={percent || 100}
          animated={!percent}
          withAria={false}
          role="progressbar"
          aria-label={label}
          aria-valuenow={percent}
          aria-valuemin={0}
          aria-valuemax={100}
        />
      </Progress.Root>
      <Text size="sm" c="dimmed" className="numeric" aria-hidden>
        {counted(done, total) || `${label}…`}
      </Text>
      <VisuallyHidden role="status" aria-live="polite">
        {/* By tens, so that a screen reader does not read every step. */}
        {percent === undefined ? `${label}…` : `${label}: ${Math.floor(percent / 10) * 10}%`}
      </VisuallyHidden>
    </Stack>
  );
}

function counted(done: number, total: number | null | undefined): string {
  if (total) return `${Math.min(done, total).toLocaleString()} of ${total.toLocaleString()}`;
  return done > 0 ? `${done.toLocaleString()} so far` : "";
}
