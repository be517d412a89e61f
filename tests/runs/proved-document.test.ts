import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { turnstiles } from '../../cli/prove/documents/turnstiles.ts';
import { killMatrix } from '../../cli/prove/matrix.ts';
import { loadContract } from '../../spec/load.ts';

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
