import { Button, Textarea } from "@mantine/core";
import { useState } from "react";
import { counted } from "../../components/counted";
import { type Scope, sizeOf } from "./scope";
import { Panel } from "./panel";
import { useIgnore } from "./use-ignore";

type Props = { integrationId: string; scope: Scope; ignore: boolean; onClose: () => void; onDone: () => void };

/** Says what ignoring would do, takes a note, and does it; or the same for taking it back. */
export function IgnorePanel({ integrationId, scope, ignore, onClose, onDone }: Props) {
  const run = useIgnore(integrationId, onDone);
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string>();
  const listings = counted(sizeOf(scope), "listing");
  const confirm = async () => {
    setBusy(true);
    setFailed(undefined);
    const problem = await run(scope, ignore, note);
    setBusy(false);
    if (problem === undefined) onClose();
    else setFailed(problem);
  };
  return (
    <Panel
      title={ignore ? `Ignore ${listings}` : `Take back ${listings}`}
      failed={failed}
      onClose={onClose}
      confirm={
        <Button loading={busy} onClick={confirm}>
          {ignore ? "Ignore" : "Take back"}
        </Button>
      }
    >
      <p role="status">{ignore ? `${listings} would be ignored: no import maps them and they claim nothing in Omni, until that is taken back or they are mapped by hand. No mapping is lost.` : `${listings} would not be ignored any more: they come back to the work list, or to what an import maps.`}</p>
      {ignore && <Textarea label="Note" description="Why they are not to be mapped; may be left empty." autosize={false} rows={2} maxLength={2000} value={note} onChange={(event) => setNote(event.currentTarget.value)} data-autofocus />}
    </Panel>
  );
}
