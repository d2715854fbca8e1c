import { Client, type CombinedError, fetchExchange, mapExchange, subscriptionExchange } from "urql";
import { apiKey, requestHeaders } from "./api-key";
import { EventStream } from "./events";
import { isGateway, noteReached, noteUnreachable } from "./reachable";

/** Makes a client for the present API key. onUnauthorized is called with the server's message when it wants a key, or another one. */
export function makeClient(onUnauthorized: (message: string) => void): Client {
  const key = apiKey();
  const events = new EventStream();
  return new Client({
    url: "/graphql",
    fetchOptions: () => ({ headers: requestHeaders() }),
    preferGetMethod: false,
    requestPolicy: "network-only",
    exchanges: [
      mapExchange({
        onResult(result) {
          if (result.operation.kind !== "subscription") (isLost(result.error) ? noteUnreachable : noteReached)();
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

/** Whether no answer of the server's came back, so that nothing is known of what it did. */
export function isLost(error: CombinedError | undefined): boolean {
  if (!error || error.graphQLErrors.length > 0) return false;
  const status = error.response?.status as number | undefined;
  return status === undefined || isGateway(status);
}

/** What went wrong, in the server's words if it sent any. */
export function errorMessages(error: CombinedError): string[] {
  if (error.graphQLErrors.length > 0) return error.graphQLErrors.map((e) => e.message);
  const status = error.response?.status as number | undefined;
  if (status === undefined) return ["The server cannot be reached. Check that it runs, and your connection to it."];
  return [`The server answered ${status}: ${error.networkError?.message ?? "no more than that"}.`];
}
