// Subscribes by graphql-ws, does an import over the same connection, and prints
// the states that it is told. Arguments: the server's host and port, an
// integration's id, an API key (may be empty).
import { createClient } from "graphql-ws";
import WebSocket from "ws";

const [host, integration, key] = process.argv.slice(2);
const client = createClient({
  url: `ws://${host}/graphql`,
  webSocketImpl: WebSocket,
  lazy: false,
  keepAlive: 1000,
  retryAttempts: 0,
  connectionParams: key ? { apiKey: key } : { Authorization: "" },
  onNonLazyError: fail,
});

function fail(error) {
  console.error(error);
  process.exit(1);
}

const told = client.iterate({
  query: "subscription ($integration: ID) { operationUpdated(integrationId: $integration) { kind state } }",
  variables: { integration },
});
const first = told.next();
// Messages are taken in by their order: once this is answered, it is subscribed.
for await (const answer of client.iterate({ query: "{ integrations { id } }" })) {
  if (answer.errors) fail(answer.errors);
}
const imported = client.iterate({
  query: "mutation ($input: ImportProductsInput!) { importProducts(input: $input) { operation { state } } }",
  variables: { input: { integrationId: integration } },
});
for await (const answer of imported) {
  if (answer.data?.importProducts.operation.state !== "SUCCEEDED") fail(answer);
}
for (let next = await first; ; next = await told.next()) {
  const { kind, state } = next.value.data.operationUpdated;
  console.log(kind, state);
  if (state !== "RUNNING") break;
}
await told.return();
await client.dispose();
