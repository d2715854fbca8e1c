// Sends hashes instead of queries, and files, as urql does.
import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { report, watched } from './watched.mjs';

globalThis.self ??= { crypto: webcrypto };
const { Client, fetchExchange, gql } = await import('@urql/core');
const { persistedExchange } = await import('@urql/exchange-persisted');

const { seen, fetch } = watched();
const connect = (options, headers) => new Client({
  url: process.argv[2],
  fetch,
  fetchOptions: { headers },
  preferGetMethod: false,
  requestPolicy: 'network-only',
  exchanges: [persistedExchange(options), fetchExchange],
});
const client = connect({ preferGetForPersistedQueries: true }, { 'GraphQL-Preflight': '1' });
const ask = async (query, variables) => {
  const { data, error } = await client.query(query, variables).toPromise();
  assert.equal(error, undefined);
  return data;
};
const query = gql`query Urql { integrations { id name } }`;
let id;
for (const want of [['GET', 'GET'], ['GET']]) {
  const { integrations } = await ask(query, {});
  assert.equal(integrations[0].name, 'Amazon UK (sample)');
  id = integrations[0].id;
  assert.deepEqual(seen.splice(0).map(({ method }) => method), want);
}
const wrong = await client.query(gql`query Wrong { colour }`, {}).toPromise();
assert.match(wrong.error.message, /colour/);

const load = gql`mutation Load($input: LoadAmazonListingsInput!) {
  loadAmazonListings(input: $input) { summary { created } userErrors { message } }
}`;
const variables = { input: { integrationId: id, file: report('URQL-1') } };
const loaded = await client.mutation(load, variables).toPromise();
assert.equal(loaded.error, undefined);
assert.ok(seen.at(-1).body instanceof FormData);
assert.equal(loaded.data.loadAmazonListings.summary.created, 1);

const refused = await connect({}, {}).mutation(load, variables).toPromise();
assert.match(refused.error.message, /GraphQL-Preflight/);
