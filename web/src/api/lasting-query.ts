import { useWindowEvent } from "@mantine/hooks";
import { useRef } from "react";
import { type AnyVariables, useQuery, type UseQueryArgs, type UseQueryResponse } from "urql";
import { isLost } from "./client";
import { reconnected } from "./reachable";

/** useQuery for what stays on the page while the server cannot be reached, without an error, and is read again once it can. */
export function useLastingQuery<Data, Variables extends AnyVariables>(args: UseQueryArgs<Variables, Data>): UseQueryResponse<Data, Variables> {
  const [state, refetch] = useQuery(args);
  const last = useRef<{ key: string; data: Data }>(undefined);
  useWindowEvent(reconnected, () => refetch());
  const key = JSON.stringify(args.variables ?? null);
  if (state.data !== undefined && !state.fetching && !state.stale) last.current = { key, data: state.data };
  if (state.data !== undefined || last.current?.key !== key) return [state, refetch];
  if (state.error && !isLost(state.error)) return [state, refetch];
  return [{ ...state, data: last.current.data, error: undefined }, refetch];
}
