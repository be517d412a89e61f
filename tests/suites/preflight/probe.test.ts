import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../spec/contract.ts';
import { preflight } from '../../../suites/preflight/preflight.ts';
import type { Principal, Settings } from '../../../suites/engine/settings.ts';
import type { Target } from '../../../suites/http/target.ts';
import { loadContract } from '../../../spec/load.ts';
import { files } from '../../spec/documents.ts';
import { settingsFor, stillMock } from '../../support/in-process.ts';

const get = (operationId: string): JsonObject => ({
  get: { operationId, responses: { 200: { description: 'ok' }, 401: { description: 'no' } } },
});
const noteId: Json = { name: 'id', in: 'path', required: true, schema: { type: 'string' }, example: 'n1' };
const readNote: Json = { parameters: [noteId], ...get('readNote') };
const document: Json = {
  openapi: '3.1.0',
  info: { title: 'Notes', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: { '/ready': get('ready'), '/users': get('listUsers'), '/notes': get('listNotes'), '/notes/{id}': readNote },
};

const principal: Principal = { name: 'reader', secret: 'right', account: 'reader', scopes: [], state: 'active', expendable: false };
type Rule = 'open' | 'forbidden' | 'closed' | 'other credential';

/** What a preflight finds at a server with a rule for each path. */
async function found(rules: { readonly [path: string]: Rule }, secret = 'right') {
  const contract = await loadContract(await files({ 'openapi.json': JSON.stringify(document) }));
  const settings: Settings = { ...settingsFor(stillMock(contract)), principals: [{ ...principal, secret }], clients: [] };
  const calls: string[] = [];
  const target: Target = {
    now: () => 0,
    wait: async () => {},
    capabilities: {},
    close: async () => {},
    send: async ({ target: path, headers }) => {
      calls.push(path);
      const rule = rules[path] ?? 'closed';
      const isKnown = headers.includes('Bearer right');
      const status = rule === 'open' ? 200 : !isKnown || rule === 'other credential' ? 401 : rule === 'forbidden' ? 403 : 200;
      return { startedAt: 0, milliseconds: 1, connection: { scheme: 'https' }, reply: { status, headers: [], body: '' } };
    },
  };
  const { lines, probe } = await preflight(contract, settings, target);
  return {
    probe,
    calls,
    lines: lines.filter(({ id }) => id.startsWith('principals/')).map(({ outcome, message }) => `${outcome}: ${message}`),
  };
}

describe('credentials are tried with an operation', () => {
  test('that rejects requests without one: the first that suits', async () => {
    const { probe, lines, calls } = await found({});
    expect(probe).toBe('ready');
    expect(lines).toEqual(['pass: reader: ready accepts its credential']);
    expect(calls).toHaveLength(2);
  });

  test('and not with one that is open to all by mistake, so a wrong credential is noticed', async () => {
    expect(await found({ '/ready': 'open' })).toMatchObject({
      probe: 'listUsers',
      lines: ['pass: reader: listUsers accepts its credential'],
    });
    expect((await found({ '/ready': 'open' }, 'wrong')).lines).toEqual([
      'fail: reader: its credential is not accepted: listUsers returned 401',
    ]);
  });

  test('that serves the principal, if its role forbids another', async () => {
    expect(await found({ '/ready': 'open', '/users': 'forbidden' })).toMatchObject({
      probe: 'listNotes',
      lines: [
        'pass: reader: listNotes accepts its credential',
        'warning: reader: listUsers returned 403, although its scopes allow the operation',
      ],
    });
  });

  test('that serves the principal, if another takes a credential of another kind', async () => {
    expect(await found({ '/ready': 'open', '/users': 'other credential' })).toMatchObject({
      probe: 'listNotes',
      lines: [
        'pass: reader: listNotes accepts its credential',
        'warning: reader: listUsers returned 401, although listNotes accepts its credential',
      ],
    });
  });

  test('unless all of them forbid it', async () => {
    expect((await found({ '/ready': 'forbidden', '/users': 'forbidden', '/notes': 'forbidden', '/notes/n1': 'forbidden' })).lines).toEqual([
      'fail: reader: ready returned 403, although its scopes allow the operation',
    ]);
  });

  test('unless all of them are open: then nothing is known about the credential', async () => {
    const { probe, lines } = await found({ '/ready': 'open', '/users': 'open', '/notes': 'open', '/notes/n1': 'open' });
    expect(probe).toBe('ready');
    expect(lines).toEqual([
      'warning: reader: not tried, because ready, listUsers, listNotes, readNote also serve requests without a credential',
    ]);
  });

  test('and not with the object of an example, which may belong to another account', async () => {
    const open = { '/ready': 'open', '/users': 'open' } as const;
    const foreign = await found({ ...open, '/notes': 'open', '/notes/n1': 'forbidden' });
    expect(foreign.lines).toEqual([
      'warning: reader: readNote returned 403 for the object of the example; no other operation shows whether its credential is accepted',
    ]);
    const { lines } = await found({ ...open, '/notes': 'closed', '/notes/n1': 'forbidden' });
    expect(lines).toEqual(['pass: reader: listNotes accepts its credential']);
  });
});
