import { useRef, useState } from "react";
import { useClient } from "urql";
import { undoOf } from "../../api/undo";
import { counted } from "../../components/counted";
import type { RequestError } from "../../components/problem";
import { showToast } from "../../components/toast";
import { DeleteDownloaded, DeleteMappings } from "./documents";

type Payload = { deleted: number; operation?: { id: string; deleted?: number } | null; userErrors: readonly { code: string; message: string }[] };

/** Deletes mappings, with a toast that undoes it. */
export function useDeletion(integrationId: string, done: () => void) {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<RequestError>();
  const running = useRef(false);

  const run = async (send: () => Promise<{ payload?: Payload; error?: RequestError }>, describe: (payload: Payload) => string) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setProblem(undefined);
    const { payload, error } = await send();
    running.current = false;
    setBusy(false);
    if (!payload) return setProblem(error ?? { message: "The server gave no answer." });
    // Mappings that another user has deleted are named here; the others are deleted all the same.
    if (payload.userErrors.length > 0) setProblem({ message: payload.userErrors.map((one) => one.message).join(" ") });
    if (payload.operation) {
      const restore = undoOf(client, payload.operation.id);
      showToast({
        message: describe(payload),
        undo: async () => {
          const undone = await restore();
          done();
          return undone;
        },
      });
    }
    done();
  };
  const deleteSome = (ids: readonly string[]) =>
    run(
      async () => {
        const { data, error } = await client.mutation(DeleteMappings, { integrationId, ids: [...ids] }).toPromise();
        return { payload: data?.deleteMappings, error };
      },
      ({ deleted }) => `${counted(deleted, "mapping")} deleted.`,
    );
  const deleteDownloaded = (id: string) =>
    run(
      async () => {
        const { data, error } = await client.mutation(DeleteDownloaded, { integrationId, ids: [id] }).toPromise();
        return { payload: data?.deleteDownloadedProducts, error };
      },
      ({ deleted, operation }) => `${counted(deleted, "downloaded product")} deleted, with ${counted(operation?.deleted ?? 0, "mapping")}.`,
    );
  return { busy, problem, deleteSome, deleteDownloaded };
}
