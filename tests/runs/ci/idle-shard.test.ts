import { expect, onTestFinished, test } from 'vitest';
import { call, folderWith } from '../../support/command.ts';

/** A quota that has no room for two shards. Nobody answers at the target: whoever calls it ends with 4. */
const document = `openapi: 3.1.0
info: { title: Small, version: '1' }
servers: [{ url: 'https://127.0.0.1:9' }]
components: { securitySchemes: { key: { type: apiKey, in: header, name: X-Key } } }
paths:
  /it:
    get:
      operationId: getIt
      security: [{ key: [] }]
      responses: { '200': { description: It }, '401': { description: No }, '429': { description: Later } }
x-auth-conformance: { plans: { free: { limits: [5/minute] } }, accounts: { home: { plan: free } } }
`;
const configuration =
  'document: small.yaml\ntarget: https://127.0.0.1:9\nprincipals: { reader: { secret: { env: READER }, account: home, plan: free } }\n';

test('A shard that a small quota leaves without scenarios does not call the target, and passes', async () => {
  const { folder, remove } = await folderWith({ 'small.yaml': document, 'staging.yaml': configuration });
  onTestFinished(remove);
  const codeOf = async (shard: string) => {
    const environment = { READER: 'sk_0123456789abcdef' };
    const { code, stderr } = await call(['run', '--config', 'staging.yaml', '--shard', shard, '--quiet'], { folder, environment });
    return { shard, code, last: stderr.trim().split('\n').at(-1) };
  };
  expect([await codeOf('1/2'), await codeOf('2/2')]).toMatchObject([{ code: 4 }, { code: 0 }]);
});
