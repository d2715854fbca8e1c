import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { useClient } from "urql";
import { targetCode, targetName } from "../../api/targets";
import { undoOf } from "../../api/undo";
import { counted } from "../../components/counted";
import { Sku } from "../../components/sku";
import { showToast } from "../../components/toast";
import type { RemapSafeMutation } from "../../gql/graphql";
import { RemapSafe } from "./documents";
import { Panel } from "./panel";
import { familiesOf, type Scope } from "./scope";
import { deleteNewest } from "./undo";

type Props = { integrationId: string; scope: Scope; onClose: () => void; onDone: () => void };
type Outcome = RemapSafeMutation["remapProducts"];

/** Remaps at once whatever gains links and loses none, after a dry run has told what that is. */
export function RemapPanel({ integrationId, scope, onClose, onDone }: Props) {
  const client = useClient();
  const [tried, setTried] = useState<Outcome>();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string>();
  const send = async (dryRun: boolean): Promise<Outcome | undefined> => {
    setBusy(true);
    setFailed(undefined);
    try {
      const named = scope.kind === "all" && !scope.narrowed ? { all: true } : { familySkus: await familiesOf(client, integrationId, scope) };
      const { data, error } = await client.mutation(RemapSafe, { integrationId, dryRun, ...named }).toPromise();
      const payload = data?.remapProducts;
      if (!payload) throw error ?? new Error("The server gave no answer.");
      if (payload.userErrors.length > 0) throw new Error(payload.userErrors.map((one) => one.message).join(" "));
      return payload;
    } catch (error) {
      setFailed((error as Error).message);
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  useEffect(() => {
    void send(true).then(setTried);
    // The scope of an open panel stays.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const remap = async () => {
    const done = await send(false);
    if (!done) return;
    const restore = undoOf(client, done.deleted > 0 ? done.operation?.id : undefined, () => deleteNewest(client, integrationId, done.createdCount, done.operation));
    const undo = async () => {
      const undone = await restore();
      onDone();
      return undone;
    };
    showToast({ message: `Remapped ${counted(done.sets, "set")}: ${counted(done.createdCount, "new link")}.`, undo });
    onClose();
    onDone();
  };
  return (
    <Panel
      title="Remap what is safe"
      failed={failed}
      onClose={onClose}
      confirm={
        <Button loading={busy} disabled={!tried || tried.sets === 0} onClick={remap}>
          {tried && tried.sets > 0 ? `Remap ${counted(tried.sets, "set")}` : "Remap"}
        </Button>
      }
    >
      <p role="status">{tried ? sentence(tried) : failed ? "Nothing was remapped." : "Working out what a remap would do…"}</p>
      {tried && tried.created.length > 0 && (
        <ul aria-label="New links">
          {tried.created.slice(0, 50).map(({ sku, target }) => (
            <li key={sku}>
              <Sku>{sku}</Sku> → <Sku>{targetCode(target) ?? targetName(target)}</Sku>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function sentence({ sets, setsLeft, createdCount, keptCount }: Outcome): string {
  const left = setsLeft === 0 ? "" : `; ${counted(setsLeft, "set")} ${setsLeft === 1 ? "stays as it is" : "stay as they are"}`;
  if (sets === 0) return `Nothing can be remapped safely${left}.`;
  return `${counted(sets, "set")} would be remapped: ${createdCount.toLocaleString()} created, ${keptCount.toLocaleString()} kept${left}.`;
}
