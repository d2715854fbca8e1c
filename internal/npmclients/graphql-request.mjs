// Sends operations, alone and in arrays, as graphql-request does.
import assert from 'node:assert/strict';
import { GraphQLClient, batchRequests } from 'graphql-request';

const url = process.argv[2];
const names = '{ integrations { name } }';
const single = await new GraphQLClient(url).request(names);
assert.equal(single.integrations[0].name, 'Amazon UK (sample)');
const byGET = await new GraphQLClient(url, { method: 'GET' }).request(names);
assert.deepEqual(byGET, single);

const create = `mutation ($input: CreateIntegrationInput!) {
  createIntegration(input: $input) { integration { name } userErrors { code } }
}`;
const answers = await batchRequests(url, [
  { document: names },
  { document: create, variables: { input: { name: 'Requested', sellerId: 'S', marketplaceId: 'M' } } },
  { document: names },
]);
assert.equal(answers.length, 3);
assert.deepEqual(answers[0].data, single);
assert.equal(answers[1].data.createIntegration.integration.name, 'Requested');
assert.ok(answers[2].data.integrations.some(({ name }) => name === 'Requested'));

await assert.rejects(batchRequests(url, [{ document: names }, { document: '{ colour }' }]), /colour/);
const tolerant = new GraphQLClient(url, { errorPolicy: 'all' });
const mixed = await tolerant.batchRequests([{ document: '{ colour }' }, { document: names }]);
assert.match(mixed[0].errors[0].message, /colour/);
assert.ok(mixed[1].data.integrations.length > 0);

const many = Array.from({ length: 101 }, () => ({ document: names }));
await assert.rejects(batchRequests(url, many), (error) => error.response.status === 400 && /at most 100/.test(JSON.stringify(error.response)));
assert.equal((await batchRequests(url, many.slice(1))).length, 100);
