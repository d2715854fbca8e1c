// Sends hashes instead of queries as Apollo Client does.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from '@apollo/client';
import { BatchHttpLink } from '@apollo/client/link/batch-http';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { watched } from './watched.mjs';

const { seen, fetch } = watched();
const sha256 = (query) => createHash('sha256').update(query).digest('hex');
const connect = (last, useGETForHashedQueries) => new ApolloClient({
  cache: new InMemoryCache(),
  link: ApolloLink.from([new PersistedQueryLink({ sha256, useGETForHashedQueries }), last]),
  defaultOptions: { query: { fetchPolicy: 'no-cache' }, mutate: { fetchPolicy: 'no-cache' } },
});
const http = new HttpLink({ uri: process.argv[2], fetch });
const taken = () => seen.splice(0).map(({ method, body }) => (body?.query ? `${method} whole` : `${method} hash`));

const query = gql`query Persisted { integrations { name } }`;
const byGET = connect(http, true);
for (const want of [['GET hash', 'POST whole'], ['GET hash']]) {
  const { data } = await byGET.query({ query });
  assert.equal(data.integrations[0].name, 'Amazon UK (sample)');
  assert.deepEqual(taken(), want);
}
// Another client knows it by its hash, too.
const byPOST = connect(http, false);
await byPOST.query({ query });
assert.deepEqual(taken(), ['POST hash']);

const mutation = gql`mutation Persisted { createIntegration(input: {name: "Hashed", sellerId: "S", marketplaceId: "M"}) { userErrors { code } } }`;
for (const [want, code] of [[['POST hash', 'POST whole'], undefined], [['POST hash'], 'TAKEN']]) {
  const { data } = await byGET.mutate({ mutation });
  assert.equal(data.createIntegration.userErrors[0]?.code, code);
  assert.deepEqual(taken(), want);
}
// What is not valid is not kept.
const wrong = gql`query Wrong { colour }`;
for (let i = 0; i < 2; i++) {
  await assert.rejects(byPOST.query({ query: wrong }), /colour/);
  assert.deepEqual(taken(), ['POST hash', 'POST whole']);
}
// Hashes in an array.
const batched = connect(new BatchHttpLink({ uri: process.argv[2], fetch, batchInterval: 20 }), false);
const both = await Promise.all([batched.query({ query }), batched.query({ query: gql`query Fresh { omniProducts { totalCount } }` })]);
assert.equal(both[0].data.integrations[0].name, 'Amazon UK (sample)');
assert.equal(both[1].data.omniProducts.totalCount, 87);
