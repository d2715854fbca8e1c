import { useRef, useState } from "react";
import type { CombinedError } from "urql";
import type { OperationKind } from "../gql/graphql";
import { type Operation, useOperationProgress } from "./operations";
import { newRequestKey } from "./request-key";

interface Answer {
  error?: CombinedError;
}

interface Run {
  busy: boolean;
  /** How far it is; undefined until the server has told. */
  progress?: Operation;
  /** Sends the mutation. Sent again with repeat it has the same key, and so is not done twice where only its answer was lost. */
  run: <A extends Answer>(send: (key: string) => Promise<A>, repeat?: boolean) => Promise<A & { lost?: string }>;
}

/**
 * Runs a mutation with @idempotent that is recorded as an operation of this kind. It goes on when the page is left. Where its answer is lost
 * on the way but the operation has been heard of, `lost` is the operation's id.
 */
export function useRun(kind: OperationKind, integrationId: string): Run {
  const [busy, setBusy] = useState(false);
  const progress = useOperationProgress(kind, integrationId, busy);
  const seen = useRef<Operation>(undefined);
  if (progress) seen.current = progress;
  const key = useRef("");
  const run = async <A extends Answer>(send: (key: string) => Promise<A>, repeat = false): Promise<A & { lost?: string }> => {
    if (!repeat || key.current === "") key.current = newRequestKey();
    seen.current = undefined;
    setBusy(true);
    try {
      const answer = await send(key.current);
      return { ...answer, lost: answer.error?.networkError ? (seen.current as Operation | undefined)?.id : undefined };
    } finally {
      setBusy(false);
    }
  };
  return { busy, progress, run };
}
