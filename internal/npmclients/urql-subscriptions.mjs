// Subscribes by urql, over WebSocket or by server-sent events, does an import,
// and prints the states that it is told. Arguments: the server's host and port,
// an integration's id, an API key (may be empty), ws or sse.
import { Client, fetchExchange, subscriptionExchange } from "@urql/core";
import { createClient } from "graphql-ws";
import WebSocket from "ws";

const [host, integration, key, way] = process.argv.slice(2);
const headers = key ? { Authorization: `Bearer ${key}` } : {};
const sockets = createClient({ url: `ws://${host}/graphql`, webSocketImpl: WebSocket, connectionParams: headers, retryAttempts: 0 });
const overSocket = subscriptionExchange({
  forwardSubscription: ({ query, variables }) => ({
    subscribe: (sink) => ({ unsubscribe: sockets.subscribe({ query: query ?? "", variables }, sink) }),
  }),
});
let began;
const streaming = new Promise((resolve) => (began = resolve));
const client = new Client({
  url: `http://${host}/graphql`,
  preferGetMethod: false,
  fetchSubscriptions: way === "sse",
  fetchOptions: { headers },
  exchanges: way === "sse" ? [fetchExchange] : [overSocket, fetchExchange],
  fetch: async (...request) => {
    const answer = await fetch(...request);
    if (answer.headers.get("Content-Type").startsWith("text/event-stream")) began();
    return answer;
  },
});

function fail(why) {
  console.error(why);
  process.exit(1);
}

const told = new Promise((resolve) => {
  client
    .subscription("subscription ($integration: ID) { operationUpdated(integrationId: $integration) { kind state } }", { integration })
    .subscribe(({ data, error }) => {
      if (error) fail(error);
      const { kind, state } = data.operationUpdated;
      console.log(kind, state);
      if (state !== "RUNNING") {
        // It is not unsubscribed: of a fetch that it aborts, urql leaves the
        // error to whoever catches it.
        resolve();
      }
    });
});
if (way === "sse") await streaming;
else await new Promise((resolve) => sockets.subscribe({ query: "{ integrations { id } }" }, { next() {}, error: fail, complete: resolve }));
const { data, error } = await client.mutation("mutation ($input: ImportProductsInput!) { importProducts(input: $input) { operation { state } } }", {
  input: { integrationId: integration },
});
if (error || data.importProducts.operation.state !== "SUCCEEDED") fail(error ?? data);
await told;
await sockets.dispose();
process.exit(0);
