// Sends arrays of operations as Apollo Client does.
import assert from 'node:assert/strict';
import { ApolloClient, InMemoryCache, gql } from '@apollo/client';
import { BatchHttpLink } from '@apollo/client/link/batch-http';
import { watched } from './watched.mjs';

const { seen, fetch } = watched();
const client = new ApolloClient({
  cache: new InMemoryCache(),
  link: new BatchHttpLink({ uri: process.argv[2], fetch, batchInterval: 20, batchMax: 10 }),
  defaultOptions: { query: { fetchPolicy: 'no-cache', errorPolicy: 'all' }, mutate: { fetchPolicy: 'no-cache', errorPolicy: 'all' } },
});

const queries = await Promise.all([
  client.query({ query: gql`query Names { integrations { name } }` }),
  client.query({ query: gql`query Wrong { colour }` }),
  client.query({ query: gql`query Count { omniProducts { totalCount } }` }),
  client.query({ query: gql`query Failing { omniProducts(first: 1000) { totalCount } }` }),
]);
assert.equal(seen.length, 1);
assert.equal(seen[0].body.length, 4);
assert.equal(queries[0].data.integrations[0].name, 'Amazon UK (sample)');
assert.match(queries[1].error.message, /colour/);
assert.equal(queries[2].data.omniProducts.totalCount, 87);
assert.match(queries[3].error.message, /1000/);

const create = gql`mutation Create($input: CreateIntegrationInput!) {
  createIntegration(input: $input) { integration { name } userErrors { code } }
}`;
const input = { name: 'Batched', sellerId: 'S', marketplaceId: 'M' };
const [first, second, listed] = await Promise.all([
  client.mutate({ mutation: create, variables: { input } }),
  client.mutate({ mutation: create, variables: { input } }),
  client.query({ query: gql`query After { integrations { name } }` }),
]);
assert.equal(seen.length, 2);
assert.equal(first.data.createIntegration.integration.name, 'Batched');
assert.equal(second.data.createIntegration.userErrors[0].code, 'TAKEN');
assert.ok(listed.data.integrations.some(({ name }) => name === 'Batched'));
