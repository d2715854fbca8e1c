import { useRef, useState } from "react";
import { useClient } from "urql";
import type { RequestError } from "../../components/problem";
import { DeleteAllMappings, DeleteMappings } from "./documents";

/** What a deletion left: the operation that can be undone, and what to tell of it. */
export type Deleted = { operationId: string; message: string };

type Payload = { deleted: number; operation?: { id: string } | null; userErrors: readonly { code: string; message: string }[] };

/** Deletes mappings and remembers the last deletion, for its undoing. */
export function useDeletion(integrationId: string, done: () => void) {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [deleted, setDeleted] = useState<Deleted>();
  const [problem, setProblem] = useState<RequestError>();
  const running = useRef(false);

  const run = async (ask: () => Promise<{ payload?: Payload; error?: RequestError }>) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setProblem(undefined);
    const { payload, error } = await ask();
    running.current = false;
    setBusy(false);
    if (!payload) return setProblem(error ?? { message: "The server gave no answer." });
    // Those that somebody else deleted meanwhile are named here; the others are gone all the same.
    if (payload.userErrors.length > 0) setProblem({ message: payload.userErrors.map((one) => one.message).join(" ") });
    if (payload.operation) setDeleted({ operationId: payload.operation.id, message: cameOf(payload.deleted) });
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
  return { busy, deleted, problem, deleteSome, deleteAll, forget: () => setDeleted(undefined) };
}

function cameOf(n: number): string {
  return `${n.toLocaleString()} ${n === 1 ? "mapping" : "mappings"} deleted.`;
}
