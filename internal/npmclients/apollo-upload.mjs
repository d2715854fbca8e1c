// Uploads files as apollo-upload-client does.
import assert from 'node:assert/strict';
import { ApolloClient, InMemoryCache, gql } from '@apollo/client';
import UploadHttpLink from 'apollo-upload-client/UploadHttpLink.mjs';
import { report, watched } from './watched.mjs';

const { seen, fetch } = watched();
const connect = (headers) => new ApolloClient({
  cache: new InMemoryCache(),
  link: new UploadHttpLink({ uri: process.argv[2], fetch, headers }),
  defaultOptions: { query: { fetchPolicy: 'no-cache' }, mutate: { fetchPolicy: 'no-cache' } },
});
const client = connect({ 'Apollo-Require-Preflight': 'true' });
const { data } = await client.query({ query: gql`{ integrations { id } }` });
const load = gql`mutation Load($input: LoadAmazonListingsInput!) {
  loadAmazonListings(input: $input) { summary { read created } userErrors { message } }
}`;
const variables = { input: { integrationId: data.integrations[0].id, file: report('APOLLO-1') } };
const loaded = await client.mutate({ mutation: load, variables });
assert.ok(seen.at(-1).body instanceof FormData);
assert.deepEqual(loaded.data.loadAmazonListings.summary, { __typename: 'LoadSummary', read: 1, created: 1 });
assert.deepEqual(loaded.data.loadAmazonListings.userErrors, []);

// One file for two mutations.
const file = report('APOLLO-2');
const input = { integrationId: data.integrations[0].id, file };
const twice = await client.mutate({
  mutation: gql`mutation Twice($a: LoadAmazonListingsInput!, $b: LoadAmazonListingsInput!) {
    a: loadAmazonListings(input: $a) { summary { created updated } userErrors { message } }
    b: loadAmazonListings(input: $b) { summary { created updated read } userErrors { message } }
  }`,
  variables: { a: { ...input }, b: { ...input } },
});
assert.equal(twice.data.a.summary.created, 1);
assert.equal(twice.data.b.summary.read, 1);
assert.equal(twice.data.b.summary.created, 0);

await assert.rejects(connect({}).mutate({ mutation: load, variables }), /GraphQL-Preflight/);
assert.equal(seen.at(-1).status, 403);
