import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { useClient } from "urql";
import { counted } from "../../components/counted";
import { Sku } from "../../components/sku";
import { showToast } from "../../components/toast";
import type { DownloadFamiliesMutation } from "../../gql/graphql";
import { DownloadFamilies } from "./documents";
import { Panel } from "./panel";
import { familiesOf, type Scope } from "./scope";
import { deleteNewestDownloads } from "./undo";

type Props = { integrationId: string; scope: Scope; onClose: () => void; onDone: () => void };
type Outcome = DownloadFamiliesMutation["downloadProducts"];

/** Makes Omni products of the families in scope, once a dry run has told which can be. */
export function DownloadPanel({ integrationId, scope, onClose, onDone }: Props) {
  const { run, undo } = useDownload(integrationId, scope);
  const [tried, setTried] = useState<Outcome>();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string>();
  const send = async (dryRun: boolean) => {
    setBusy(true);
    setFailed(undefined);
    try {
      return await run(dryRun);
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
  const download = async () => {
    const done = await send(false);
    if (!done) return;
    const message = `${counted(done.omniProductsCreated, "new Omni product")}: ${counted(done.mappingsCreated, "listing")} mapped.`;
    showToast({ message, undo: () => undo(done, onDone) });
    onClose();
    onDone();
  };
  const families = tried ? counted(tried.omniProductsCreated, "family", "families") : "";
  return (
    <Panel
      title="Download as new products"
      failed={failed}
      onClose={onClose}
      confirm={
        <Button loading={busy} disabled={!tried || tried.omniProductsCreated === 0} onClick={download}>
          {tried && tried.omniProductsCreated > 0 ? `Download ${families}` : "Download"}
        </Button>
      }
    >
      <p role="status">{tried ? sentence(tried) : failed ? "Nothing was downloaded." : "Counting what can be downloaded…"}</p>
      {tried && tried.rejectedRows.length > 0 && (
        <ul aria-label="Families that cannot be downloaded">
          {tried.rejectedRows.slice(0, 50).map((row) => (
            <li key={row.sku}>
              <Sku>{row.sku ?? ""}</Sku> <span className="less">{row.message}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** Sends the download or its dry run, and undoes it. Both throw or tell what went wrong. */
function useDownload(integrationId: string, scope: Scope) {
  const client = useClient();
  const all = scope.kind === "all" && !scope.narrowed;
  const run = async (dryRun: boolean): Promise<Outcome> => {
    const familySkus = all ? [] : await familiesOf(client, integrationId, scope);
    const { data, error } = await client.mutation(DownloadFamilies, { integrationId, familySkus, all, dryRun }).toPromise();
    const payload = data?.downloadProducts;
    if (!payload) throw error ?? new Error("The server gave no answer.");
    if (payload.userErrors.length > 0) throw new Error(payload.userErrors.map((one) => one.message).join(" "));
    return payload;
  };
  const undo = async (done: Outcome, onDone: () => void) => {
    const problem = await deleteNewestDownloads(client, integrationId, done.mappingsCreated, done.operation);
    onDone();
    return problem ? { problem } : { message: "Everything is as before." };
  };
  return { run, undo };
}

function sentence({ omniProductsCreated: families, mappingsCreated, rejectedRows }: Outcome): string {
  const refused = rejectedRows.length === 0 ? "" : ` ${counted(rejectedRows.length, "family", "families")} cannot be:`;
  if (families === 0) return refused === "" ? "No family can be downloaded: each has a listing that matches something in Omni, is mapped, or is ignored." : `No family can be downloaded.${refused}`;
  return `${counted(families, "family", "families")} can be downloaded. That makes an Omni product of each, and maps ${counted(mappingsCreated, "listing")} at once. They exist only here until a catalogue from Omni brings products of the same Codes, which take their places.${refused}`;
}
