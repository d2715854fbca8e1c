import { type Client as Events, createClient, type RequestParams, type Sink } from "graphql-sse";
import { requestHeaders } from "./api-key";
import { noteReached, noteUnreachable, reconnected } from "./reachable";

const longestPause = 5_000;

/** Subscribes by server-sent events. A stream is begun again whatever ended it, until it is not wanted any more. */
export class EventStream {
  private readonly events: Events = createClient({ url: "/graphql", headers: requestHeaders, retryAttempts: 0 });

  /** Returns what ends the subscription. */
  subscribe(request: RequestParams, sink: Sink<never>): () => void {
    let stop = () => {};
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wanted = true;
    let begunBefore = false;
    let failures = 0;
    const begin = () => {
      let connected = false;
      const again = () => {
        if (!wanted) return;
        // One that was connected may have been ended by the server; the next attempt shows whether there is one.
        if (!connected && failures > 0) noteUnreachable();
        timer = setTimeout(begin, pause(failures++));
      };
      stop = this.events.subscribe<never>(request, { next: (result) => sink.next(result as never), error: again, complete: again }, {
        connected: () => {
          connected = true;
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

/** Longer after each failure, and not the same for all browsers of a server that starts again. */
function pause(failures: number): number {
  return Math.min(longestPause, 250 * 2 ** failures) * (0.5 + Math.random() / 2);
}
