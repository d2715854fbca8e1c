import { createClient, NetworkError, type RequestParams, type Sink } from "graphql-sse";
import { requestHeaders } from "./api-key";
import { isGateway, noteReached, noteUnreachable, reconnected } from "./reachable";

const longestPause = 5_000;

/** Subscribes by server-sent events. A stream is begun again whatever ended it, until it is not wanted any more. */
export class EventStream {
  private readonly events = createClient({ url: "/graphql", headers: requestHeaders, retryAttempts: 0 });

  /** Returns what ends the subscription. */
  subscribe(request: RequestParams, { next }: Pick<Sink<Record<string, unknown>>, "next">): () => void {
    let stop = () => {};
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wanted = true;
    let begunBefore = false;
    let failures = 0;
    const again = (error?: unknown) => {
      if (!wanted) return;
      // The first attempt after a stream that broke may come while the server starts again.
      if (failures > 0 && isLost(error)) noteUnreachable();
      timer = setTimeout(begin, pause(failures++));
    };
    const begin = () => {
      stop = this.events.subscribe(request, { next: (result) => next(result as Record<string, unknown>), error: again, complete: () => again() }, {
        connected: () => {
          failures = 0;
          noteReached();
          if (begunBefore) window.dispatchEvent(new Event(reconnected));
          begunBefore = true;
        },
      });
    };
    begin();
    return () => {
      wanted = false;
      clearTimeout(timer);
      stop();
    };
  }
}

function isLost(error: unknown): boolean {
  if (!(error instanceof NetworkError)) return false;
  const status = (error.response as Response | undefined)?.status;
  return status === undefined || isGateway(status);
}

/** Longer after each failure, and not the same for all browsers of a server that starts again. */
function pause(failures: number): number {
  return Math.min(longestPause, 250 * 2 ** failures) * (0.5 + Math.random() / 2);
}
