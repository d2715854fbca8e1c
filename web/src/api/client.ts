import { createClient as createEvents } from "graphql-sse";
import { Client, type CombinedError, fetchExchange, mapExchange, subscriptionExchange } from "urql";
import { apiKey, requestHeaders } from "./api-key";

/** The event that the window is sent when a subscription is connected again: events of the time in between are lost. */
export const reconnected = "omnimap:reconnected";

/** Makes a client for the present API key. onUnauthorized is called with the server's message when it wants a key, or another one. */
export function makeClient(onUnauthorized: (message: string) => void): Client {
  const key = apiKey();
  const events = createEvents({
    url: "/graphql",
    headers: requestHeaders,
    retryAttempts: Number.MAX_SAFE_INTEGER,
    retry: (retries) => new Promise((resolve) => setTimeout(resolve, Math.min(30_000, 500 * 2 ** retries) * (0.5 + Math.random() / 2))),
    on: { connected: (again) => again && window.dispatchEvent(new Event(reconnected)) },
  });
  return new Client({
    url: "/graphql",
    fetchOptions: () => ({ headers: requestHeaders() }),
    preferGetMethod: false,
    requestPolicy: "network-only",
    exchanges: [
      mapExchange({
        onResult(result) {
          // A response to a request with an earlier key says nothing about the present one.
          if (result.error?.response?.status === 401 && apiKey() === key) onUnauthorized(errorMessages(result.error).join(" "));
        },
      }),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: (request) => ({
          subscribe: (sink) => ({ unsubscribe: events.subscribe({ query: request.query ?? "", variables: request.variables as Record<string, unknown> }, sink) }),
        }),
      }),
    ],
  });
}

/** What went wrong, in the server's words if it sent any. */
export function errorMessages(error: CombinedError): string[] {
  if (error.graphQLErrors.length > 0) return error.graphQLErrors.map((e) => e.message);
  const status = error.response?.status as number | undefined;
  if (status === undefined) return ["The server cannot be reached. Check that it runs, and your connection to it."];
  return [`The server answered ${status}: ${error.networkError?.message ?? "no more than that"}.`];
}
