import { Button, Group, Paper, Stack, Text } from "@mantine/core";
import { counted } from "../../components/counted";
import { Problem } from "../../components/problem";
import { Undo } from "../../components/undo";
import { type SafeOutcome, useSafe, useTakeBackAll } from "./use-safe";

/** Remaps at once whatever gains links and loses none, after a look at how much that is. */
export function RemapSafe({ integrationId, onChanged }: { integrationId: string; onChanged: () => void }) {
  const { busy, outlook, done, problem, look, remap, close } = useSafe(integrationId, onChanged);
  const takeBack = useTakeBackAll(integrationId);
  const nothing = outlook?.sets === 0;
  return (
    <Stack gap="xs">
      {done && (
        <Undo key={done.operation?.id ?? "nothing"} operationId={done.operation?.id ?? ""} nothingDeleted={done.deleted === 0} before={() => takeBack(done)} onRestored={onChanged} onClose={close}>
          {`Remapped ${counted(done.sets, "set")}: ${counted(done.createdCount, "new link")}.`}
        </Undo>
      )}
      {problem && <Problem error={problem} title="Nothing was remapped" onRetry={look} />}
      <Paper withBorder p="sm">
        <Group justify="space-between" gap="sm">
          <Text size="sm" role="status" className="numeric">
            {outlook ? messageOf(outlook) : "All families that gain links by a remap and lose none can be remapped at once."}
          </Text>
          {outlook && !nothing ? (
            <Button onClick={remap} loading={busy}>
              Remap what is safe
            </Button>
          ) : (
            <Button variant="default" onClick={look} loading={busy}>
              See what is safe
            </Button>
          )}
        </Group>
      </Paper>
    </Stack>
  );
}

function messageOf({ sets, setsLeft, createdCount, keptCount }: SafeOutcome): string {
  const left = setsLeft === 0 ? "" : `; ${counted(setsLeft, "set")} ${setsLeft === 1 ? "stays as it is" : "stay as they are"}`;
  if (sets === 0) return `Nothing can be remapped safely${left}.`;
  return `${counted(sets, "set")} would be remapped: ${createdCount.toLocaleString()} created, ${keptCount.toLocaleString()} kept${left}.`;
}
