import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { turnstiles } from '../../cli/prove/documents/turnstiles.ts';
import { killMatrix } from '../../cli/prove/matrix.ts';
import { clientRows } from '../../cli/prove/clients/client-rows.ts';
import type { Json } from '../../spec/contract.ts';
import { compileDocument, loadContract } from '../../spec/load.ts';

const headerKey = await loadContract(fileURLToPath(new URL('../../examples/header-key/openapi.yaml', import.meta.url)));

test('by a document of somebody’s own a fault that changes nothing is no failure, nor is a requirement that none can break', async () => {
  const faults = ['accepts-revoked-key', 'whoami-accepts-first-key-only', 'reports-reset-in-milliseconds'];
  const variants = ['reverses-member-order', 'sliding-window'];
  const matrix = await killMatrix({ contracts: [headerKey], whole: false, faults, variants });
  expect(matrix.faults.map(({ fate }) => fate)).toEqual(['killed', 'void', 'not-applicable']);
  expect(matrix.variants.map(({ fate }) => fate)).toEqual(['green', 'void']);
  expect(matrix.proved).toBe(true);
});

test('by the documents of the package a fault that changes nothing is a failure', async () => {
  const faults = ['whoami-accepts-first-key-only'];
  expect(await killMatrix({ contracts: [headerKey], whole: true, faults, variants: [] })).toMatchObject({ proved: false });
});

test('what a fault is bound to break besides, and does not, is a failure by the documents of the package alone', async () => {
  const faults = ['compares-key-prefix-only'];
  const by = (whole: boolean) => killMatrix({ contracts: [turnstiles()], whole, faults, variants: [] });
  expect(await by(true)).toMatchObject({
    faults: [{ fate: 'short', spared: ['credentials/ambiguous'] }],
    proved: false,
  });
  expect(await by(false)).toMatchObject({ faults: [{ fate: 'short' }], proved: true });
});

test('the same trial has the same answers every time, so that a change of one is a change of the mock', async () => {
  const once = () => killMatrix({ contracts: [headerKey], whole: false, faults: [], variants: ['sliding-window'] });
  expect((await once()).variants).toEqual((await once()).variants);
});

/** A document whose tokens are those of a provider, and whose only operation returns this. */
const signedIn = (example: Json) =>
  compileDocument({
    openapi: '3.0.3',
    info: { title: 'Signed in', version: '1' },
    servers: [{ url: 'https://api.example/v1' }],
    paths: {
      '/figures': {
        get: {
          operationId: 'figures',
          security: [{ login: ['read'] }],
          responses: {
            200: { description: 'Good.', content: { 'application/json': { schema: {}, example } } },
            401: { description: 'Who?', content: { 'application/json': { example: { error: 'unauthorized' } } } },
          },
        },
      },
    },
    components: {
      securitySchemes: { login: { type: 'openIdConnect', openIdConnectUrl: 'https://id.example/.well-known/openid-configuration' } },
    },
  });

test.each<readonly [string, Json]>([
  ['killed', { name: 'Rain', unit: 'mm', value: 3 }],
  ['void', { value: 3 }],
])('data that differ from any error are missed in no rejection: %s', async (fate, example) => {
  const faults = ['sends-data-with-401', 'sends-data-with-403', 'sends-data-over-plain-http'];
  const matrix = await killMatrix({ contracts: [signedIn(example)], whole: false, faults, variants: [] });
  expect(matrix.faults.map((row) => row.fate)).toEqual(faults.map(() => fate));
});

test('a client that does what the document leaves open, or has no scope to lose, has no bug by that document', async () => {
  const bugs = ['stops-quietly-with-less-scope', 'authenticates-undocumented', 'asks-for-more-scope'];
  const rows = await clientRows(bugs, [signedIn({ value: 3 })]);
  expect(rows.map(({ fate }) => fate)).toEqual(['not-applicable', 'not-applicable', 'killed']);
});

test('a client that rejects unknown members is found by a document whose calls return lists', async () => {
  const [row] = await clientRows(['rejects-unknown-members'], [signedIn([{ name: 'Rain' }, 'Snow'])]);
  expect(row?.fate).toBe('killed');
});
