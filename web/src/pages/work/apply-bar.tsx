import { Button, Checkbox } from "@mantine/core";
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
    <section className="bulk" aria-label="Edited rows">
      <span role="status">
        {counted(list.length, "row")} edited
        {wrong > 0 && `, ${wrong.toLocaleString()} of them would be refused`}
      </span>
      <Checkbox size="xs" label="Only edited" checked={onlyEdited} onChange={(event) => onOnlyEdited(event.currentTarget.checked)} />
      <Button variant="default" size="xs" disabled={busy} onClick={() => edits.clear(list.map((edit) => edit.sku))}>
        Clear all
      </Button>
      <Button size="xs" loading={busy} onClick={onApply} aria-keyshortcuts="Control+Enter Meta+Enter" rightSection={<kbd className="key desk">Ctrl ↵</kbd>}>
        Map {(list.length - wrong).toLocaleString()} as typed
      </Button>
    </section>
  );
}
