import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CommandFailure } from '../../../cli/failure.ts';
import { sessionFor, stillMock } from '../../../cli/prove/in-process.ts';
import { prepareRun } from '../../../cli/run/prepare.ts';
import { originFor, originsOf } from '../../../suites/http/channel.ts';
import { requestFor } from '../../../suites/http/request.ts';
import { smallContract } from '../../mock/mocks.ts';
import { folderWith } from '../../support/command.ts';

const responses = { '200': { description: 'Good.' }, '401': { description: 'No.' } };
const get = (operationId: string, ...urls: readonly string[]) => ({
  get: { operationId, ...(urls.length > 0 && { servers: urls.map((url) => ({ url, name: `${operationId}-host` })) }), responses },
});
const document = {
  openapi: '3.2.0',
  info: { title: 'Post', version: '1' },
  servers: [{ url: 'https://api.post.example/v2' }],
  security: [{ Key: [] }],
  components: { securitySchemes: { Key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
  paths: {
    '/letters': get('letters'),
    '/parcels': get('parcels', 'https://api.post.example/v1'),
    '/scans': get('scans', 'https://upload.post.example/up'),
    '/scans/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      ...get('scan', 'https://upload.post.example/up'),
    },
    '/relative': get('relative', '/beside'),
  },
};

async function prepared(configuration: string) {
  const { folder, remove } = await folderWith({
    'openapi.json': JSON.stringify(document),
    'staging.yaml': `document: ./openapi.json\n${configuration}`,
  });
  onTestFinished(remove);
  const args = { overlay: [], only: [], skip: [], allow: '', slow: false, fault: [], iOwnThisTarget: false };
  return prepareRun({ ...args, config: join(folder, 'staging.yaml') }, '0.0.0');
}

test('An operation whose server is on the host of the document is called on the host of the target', async () => {
  const { settings, contract } = await prepared('target: https://staging.test/gateway/v2/');
  expect(settings.targets).toEqual({
    parcels: 'https://staging.test/gateway/v1',
    relative: 'https://staging.test/gateway/beside',
  });
  const call = requestFor(
    settings,
    contract.operations.find(({ id }) => id === 'parcels')!,
  );
  expect([call.target, call.origin]).toEqual(['/gateway/v1/parcels', undefined]);
});

test('An operation whose server is on another host is not called, and has its reason', async () => {
  const { settings, contract } = await prepared('target: http://127.0.0.1:4010/v2');
  expect(contract.operations.map(({ id }) => id)).toEqual(['letters', 'parcels', 'relative']);
  expect(settings.elsewhere).toEqual({ scans: 'https://upload.post.example/up', scan: 'https://upload.post.example/up' });
});

test.each(['https://upload.post.example/up', 'scans-host'])('The configuration names a target for the server %s', async (server) => {
  const { settings, contract } = await prepared(
    `target: https://staging.test/v2\nservers: { '${server}': 'https://uploads.staging.test:8443/u/', scan-host: 'http://scan.test' }`,
  );
  expect(settings.targets).toMatchObject({ scans: 'https://uploads.staging.test:8443/u' });
  expect(settings.elsewhere).toBeUndefined();
  const call = requestFor(
    settings,
    contract.operations.find(({ id }) => id === 'scans')!,
  );
  const origins = originsOf(settings);
  expect(originFor(origins, call) + call.target).toBe('https://uploads.staging.test:8443/u/scans');
  expect(originFor(origins, { ...call, channel: 'plain' })).toBe('http://uploads.staging.test');
});

test.each([
  ['servers: { https://nowhere.example: https://staging.test }', /servers\.https:\/\/nowhere\.example: expected one of parcels-host/],
  ['servers: { scans-host: https://upload.post.example/up }', /the document lists upload\.post\.example as a server/],
])('A configuration with %s is rejected', async (line, message) => {
  const error: unknown = await prepared(`target: https://staging.test/v2\n${line}`).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(CommandFailure);
  expect(error).toHaveProperty('message', expect.stringMatching(message));
});

test('The operations with servers of their own are tested at the mock', async () => {
  const mock = stillMock(
    smallContract({ '/near': get('near'), '/far': get('far', 'https://far.example/deep/down'), '/root': get('root', 'https://r.example') }),
  );
  const session = sessionFor(mock);
  for (const id of ['credentials/missing', 'credentials/valid', 'credentials/base-path'] as const) {
    const { checks } = await session.judge(id);
    expect([id, new Set(checks.map(({ outcome }) => outcome))]).toEqual([id, new Set(['pass'])]);
  }
});
