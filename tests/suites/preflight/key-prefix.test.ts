import { describe, expect, test } from 'vitest';
import type { Json } from '../../../spec/contract.ts';
import { loadContract } from '../../../spec/load.ts';
import { preflight } from '../../../suites/preflight/preflight.ts';
import type { Settings } from '../../../suites/engine/settings.ts';
import type { Target } from '../../../suites/http/target.ts';
import { files } from '../../spec/documents.ts';
import { settingsFor, stillMock } from '../../support/in-process.ts';

const apiKey = { type: 'apiKey', in: 'header', name: 'X-Key' };
const asBearer = { type: 'http', scheme: 'bearer' };

/** What a preflight says of a key at a server that accepts one value of a header. */
async function said(scheme: Json, secret: string, accepted: string, rejection = 401) {
  const document: Json = {
    openapi: '3.1.0',
    info: { title: 'Notes', version: '1' },
    security: [{ key: [] }],
    components: { securitySchemes: { key: scheme } },
    paths: { '/notes': { get: { operationId: 'listNotes', responses: { 200: { description: 'ok' }, 401: { description: 'no' } } } } },
  };
  const contract = await loadContract(await files({ 'openapi.json': JSON.stringify(document) }));
  const reader = { name: 'reader', secret, account: 'reader', scopes: [], state: 'active', expendable: false } as const;
  const settings: Settings = { ...settingsFor(stillMock(contract)), principals: [reader], clients: [] };
  let calls = 0;
  const target: Target = {
    now: () => 0,
    wait: async () => {},
    capabilities: {},
    close: async () => {},
    send: async ({ headers }) => {
      calls += 1;
      const reply = { status: headers.includes(accepted) ? 200 : rejection, headers: [], body: '' };
      return { startedAt: 0, milliseconds: 1, connection: { scheme: 'https' }, reply };
    },
  };
  const { lines } = await preflight(contract, settings, target, { sourceOf: () => 'READER_KEY' });
  const line = lines.find(({ id }) => id === 'principals/reader')!;
  return { calls, outcome: line.outcome, message: line.message, configuration: line.configuration, fix: line.fix };
}

describe('a key in a header', () => {
  test.for(['Bearer', 'Token'])('that the server accepts behind %s is recognised', async (prefix) => {
    expect(await said(apiKey, 'a-long-key', `${prefix} a-long-key`)).toMatchObject({
      outcome: 'fail',
      message: `reader: listNotes rejects its key with 401, and accepts it as "${prefix} KEY"`,
      configuration: 'principals.reader.secret',
      fix: expect.stringContaining(`put "${prefix} " in front of the key in READER_KEY`),
    });
  });

  test('is recognised as well if the server rejects it with 403', async () =>
    expect(await said(apiKey, 'a-long-key', 'Bearer a-long-key', 403)).toMatchObject({
      message: 'reader: listNotes rejects its key with 403, and accepts it as "Bearer KEY"',
    }));

  test('that is accepted as it is, is tried with nothing in front', async () =>
    expect(await said(apiKey, 'a-long-key', 'a-long-key')).toMatchObject({ outcome: 'pass', calls: 2 }));

  test('that is wrong in any form is named as such', async () =>
    expect(await said(apiKey, 'a-long-key', 'another')).toMatchObject({
      message: 'reader: its credential is not accepted: listNotes returned 401',
      calls: 4,
    }));
});

describe('a bearer token', () => {
  test.for(['Bearer ', 'bearer '])('whose secret begins with "%s" is recognised', async (prefix) => {
    expect(await said(asBearer, `${prefix}a-long-key`, 'Bearer a-long-key')).toMatchObject({
      outcome: 'fail',
      message: expect.stringContaining('its secret begins with "Bearer "'),
      configuration: 'principals.reader.secret',
      fix: expect.stringContaining('remove "Bearer " from READER_KEY'),
    });
  });

  test('that is not accepted is not tried with a prefix', async () =>
    expect(await said(asBearer, 'a-long-key', 'another')).toMatchObject({ outcome: 'fail', calls: 2 }));
});
