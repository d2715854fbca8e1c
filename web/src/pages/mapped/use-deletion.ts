import { useRef, useState } from "react";
import { useClient } from "urql";
import type { RequestError } from "../../components/problem";
import { counted } from "../../components/counted";
import { DeleteAllMappings, DeleteDownloaded, DeleteMappings } from "./documents";

/** A deletion that can be undone, and the message about it. */
export type Deleted = { operationId: string; message: string };

type Payload = { deleted: number; operation?: { id: string; deleted?: number } | null; userErrors: readonly { code: string; message: string }[] };

/** Deletes mappings and keeps the last deletion, which can be undone. */
export function useDeletion(integrationId: string, done: () => void) {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [deleted, setDeleted] = useState<Deleted>();
  const [problem, setProblem] = useState<RequestError>();
  const running = useRef(false);

  const run = async (send: () => Promise<{ payload?: Payload; error?: RequestError }>, describe = messageOf) => {
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
    if (payload.operation) setDeleted({ operationId: payload.operation.id, message: describe(payload) });
    done();
  };
  const deleteSome = (ids: readonly string[]) =>
    run(async () => {
      const { data, error } = await client.mutation(DeleteMappings, { integrationId, ids: [...ids] }).toPromise();
      return { payload: data?.deleteMappings, error };
    });
  const deleteAll = (confirm: string) =>
    run(async () => {
      const { data, error } = await client.mutation(DeleteAllMappings, { integrationId, confirm }).toPromise();
      return { payload: data?.deleteAllMappings, error };
    });
  const deleteDownloaded = (id: string) =>
    run(
      async () => {
        const { data, error } = await client.mutation(DeleteDownloaded, { integrationId, ids: [id] }).toPromise();
        return { payload: data?.deleteDownloadedProducts, error };
      },
      ({ deleted, operation }) => `${counted(deleted, "downloaded product")} deleted, with ${counted(operation?.deleted ?? 0, "mapping")}.`,
    );
  return { busy, deleted, problem, deleteSome, deleteAll, deleteDownloaded, dismiss: () => setDeleted(undefined) };
}

function messageOf({ deleted }: Payload): string {
  return `${counted(deleted, "mapping")} deleted.`;
}
