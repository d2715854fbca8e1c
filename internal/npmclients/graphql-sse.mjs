// Subscribes by graphql-sse, in its distinct connections mode, does an import,
// and prints the states that it is told. Arguments: the server's host and port,
// an integration's id, an API key (may be empty).
import { createClient } from "graphql-sse";

const [host, integration, key] = process.argv.slice(2);
let connected;
const subscribed = new Promise((resolve) => (connected = resolve));
const client = createClient({
  url: `http://${host}/graphql`,
  retryAttempts: 0,
  headers: key ? { Authorization: `Bearer ${key}` } : {},
  // The stream begins once the server has subscribed.
  on: { connected: () => connected() },
});

const told = client.iterate({
  query: "subscription ($integration: ID) { operationUpdated(integrationId: $integration) { kind state } }",
  variables: { integration },
});
const first = told.next();
await subscribed;
const imported = client.iterate({
  query: "mutation ($input: ImportProductsInput!) { importProducts(input: $input) { operation { state } } }",
  variables: { input: { integrationId: integration } },
});
for await (const answer of imported) {
  if (answer.data?.importProducts.operation.state !== "SUCCEEDED") {
    console.error(answer);
    process.exit(1);
  }
}
for (let next = await first; ; next = await told.next()) {
  const { kind, state } = next.value.data.operationUpdated;
  console.log(kind, state);
  if (state !== "RUNNING") break;
}
await told.return();
client.dispose();
