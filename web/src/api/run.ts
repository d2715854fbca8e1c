import { useRef, useState } from "react";
import type { CombinedError } from "urql";
import type { OperationKind } from "../gql/graphql";
import { type Operation, useOperationProgress } from "./operations";
import { newRequestKey } from "./request-key";

interface Result {
  error?: CombinedError;
}

interface Run {
  busy: boolean;
  /** How far it is; undefined until the server's first event. */
  progress?: Operation;
  /** Sends the mutation. With repeat it has the same key as before, so that it is not done twice if only the response was lost. */
  run: <R extends Result>(send: (key: string) => Promise<R>, repeat?: boolean) => Promise<R & { lostOperationId?: string }>;
}

/**
 * Runs a mutation with @idempotent that is recorded as an operation of this kind. It goes on when the page is left. If its response
 * is lost but an event has named the operation, `lostOperationId` is that operation's id.
 */
export function useRun(kind: OperationKind, integrationId: string): Run {
  const [busy, setBusy] = useState(false);
  const progress = useOperationProgress(kind, integrationId, busy);
  const seen = useRef<Operation>(undefined);
  if (progress) seen.current = progress;
  const key = useRef("");
  const run = async <R extends Result>(send: (key: string) => Promise<R>, repeat = false): Promise<R & { lostOperationId?: string }> => {
    if (!repeat || key.current === "") key.current = newRequestKey();
    seen.current = undefined;
    setBusy(true);
    try {
      const result = await send(key.current);
      return { ...result, lostOperationId: result.error?.networkError ? (seen.current as Operation | undefined)?.id : undefined };
    } finally {
      setBusy(false);
    }
  };
  return { busy, progress, run };
}
