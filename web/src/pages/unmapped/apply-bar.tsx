import { Button, Group, Kbd, Paper, Switch, Text } from "@mantine/core";
import { counted } from "../../components/counted";
import { useEdits, type Edits } from "./edits";

type Props = {
  edits: Edits;
  busy: boolean;
  onApply: () => void;
  onlyEdited: boolean;
  onOnlyEdited: (only: boolean) => void;
};

/** The edited rows in numbers, and the one button that applies them. It stays in sight. */
export function ApplyBar({ edits, busy, onApply, onlyEdited, onOnlyEdited }: Props) {
  const list = useEdits(edits);
  const wrong = list.filter((edit) => edit.checked?.error).length;
  if (list.length === 0) return null;
  return (
    <Paper withBorder shadow="md" p="xs" pos="sticky" bottom={8} style={{ zIndex: 5 }} component="section" aria-label="Edited rows">
      <Group justify="space-between" gap="sm">
        <Text size="sm" className="numeric" role="status">
          {counted(list.length, "row")} edited
          {wrong > 0 && `, ${wrong.toLocaleString()} of them would be refused`}
        </Text>
        <Group gap="xs" wrap="nowrap">
          <Switch size="sm" label="Only edited" checked={onlyEdited} onChange={(event) => onOnlyEdited(event.currentTarget.checked)} />
          <Button variant="default" size="xs" disabled={busy} onClick={() => edits.clear(list.map((edit) => edit.sku))}>
            Clear all
          </Button>
          <Button size="xs" loading={busy} onClick={onApply} aria-keyshortcuts="Control+Enter Meta+Enter">
            Apply
          </Button>
          <Text size="xs" c="dimmed" visibleFrom="sm">
            <Kbd size="xs">Ctrl</Kbd> <Kbd size="xs">Enter</Kbd>
          </Text>
        </Group>
      </Group>
    </Paper>
  );
}
