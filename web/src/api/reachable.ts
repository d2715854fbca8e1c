import { useSyncExternalStore } from "react";
import { requestHeaders } from "./api-key";

/** The event that the window is sent when the server is reached again, or a stream of events begins again: changes of the time in between were not told. */
export const reconnected = "omnimap:reconnected";

const probeEvery = 2_000;

let unreachable = false;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function set(now: boolean): void {
  unreachable = now;
  for (const listener of listeners) listener();
}

/** Notes that a request found no server. From then on the server is asked again and again until it answers. */
export function noteUnreachable(): void {
  if (unreachable) return;
  set(true);
  timer = setTimeout(() => void probe(), probeEvery);
}

/** Notes that the server has answered. */
export function noteReached(): void {
  if (!unreachable) return;
  clearTimeout(timer);
  set(false);
  window.dispatchEvent(new Event(reconnected));
}

async function probe(): Promise<void> {
  try {
    const response = await fetch("/graphql", { method: "POST", headers: { ...requestHeaders(), "Content-Type": "application/json" }, body: '{"query":"{__typename}"}' });
    if (!isGateway(response.status)) return noteReached();
  } catch {
    // As before.
  }
  if (unreachable) timer = setTimeout(() => void probe(), probeEvery);
}

/** Whether a response of this status comes from a proxy that does not reach the server. */
export function isGateway(status: number): boolean {
  return status === 502 || status === 503 || status === 504;
}

// A machine that has its network back need not wait for the next probe.
window.addEventListener("online", () => {
  if (!unreachable) return;
  clearTimeout(timer);
  void probe();
});

/** Whether the server cannot be reached, as far as requests tell. */
export function useUnreachable(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => unreachable,
  );
}
