import { useEffect, useState } from "react";
import { useQuery } from "urql";
import { LatestOperations, type Operation, useOperationUpdates } from "./operations";

// Events can be lost without a sign, as when a machine wakes up.
const pollInterval = 5_000;

/** The operations that run: those of the latest that were found, and those that were told since. */
export function useRunning(): Operation[] {
  const [{ data }, refetch] = useQuery({ query: LatestOperations });
  const [told, setTold] = useState<ReadonlyMap<string, Operation>>(new Map());
  const again = () => {
    setTold(new Map());
    refetch();
  };
  useOperationUpdates((operation) => setTold((known) => new Map(known).set(operation.id, operation)), again);
  const all = new Map((data?.operations.nodes ?? []).map((operation) => [operation.id, operation]));
  for (const [id, operation] of told) all.set(id, operation);
  const running = [...all.values()].filter(({ state }) => state === "RUNNING");
  const any = running.length > 0;
  useEffect(() => {
    if (!any) return;
    const timer = setInterval(again, pollInterval);
    return () => clearInterval(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [any]);
  return running;
}
