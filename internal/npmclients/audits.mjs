// Audits a server by the GraphQL over HTTP specification.
import assert from 'node:assert/strict';
import { auditServer } from 'graphql-http';

const results = await auditServer({ url: process.argv[2] });
const failed = results.filter((result) => result.status !== 'ok');
assert.deepEqual(failed.map(({ id, name, reason }) => ({ id, name, reason })), []);
assert.ok(results.length >= 61, `there are ${results.length} audits`);
console.log(`${results.length} audits passed`);
