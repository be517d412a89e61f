import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { proofDocuments } from '../../../cli/prove/documents.ts';
import { causeWords } from '../../../mock/engine/cause.ts';
import { faultNames, faults } from '../../../mock/faults/faults.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { sessionFor, stillMock } from '../../support/in-process.ts';
import { ask, bundledMock, field } from '../mocks.ts';

const originals = { ...causeWords };
const others = Object.fromEntries(Object.keys(causeWords).map((code) => [code, () => 'other words']));

beforeAll(() => void Object.assign(causeWords, others));
afterAll(() => void Object.assign(causeWords, originals));

const root = fileURLToPath(new URL('../../../mock/', import.meta.url));
const files = (await readdir(root, { recursive: true })).filter((name) => name.endsWith('.ts'));
const sources = await Promise.all(files.map(async (name) => ({ name, text: await readFile(root + name, 'utf8') })));

/** Faults that read the cause of a decision. */
const readers = [
  'reads-objects-without-key',
  'deletes-objects-without-key',
  'applies-update-without-key',
  'sends-403-for-unknown-key',
  'reveals-key-was-revoked',
  'serves-foreign-objects-by-id',
  'applies-undeclared-put',
  'allows-credentials-from-any-origin',
  'allows-credentials-from-lookalike-origin',
  'serves-trailing-slash-without-credential',
  'serves-head-without-credential',
  'sends-bare-bearer-challenge',
  'sends-two-realms',
  'sends-error-without-token',
  'omits-error-for-expired-token',
  'blames-valid-token',
  'accepts-partial-credentials',
  'whoami-accepts-unknown-key',
];

const documents = [await loadContract(bundledDocument), ...proofDocuments()];

async function isDetected(fault: string): Promise<boolean> {
  const [requirement] = faults[fault]!.breaks;
  for (const contract of documents) {
    const { checks } = await sessionFor(stillMock(contract, { faults: [fault] }), { only: [requirement!] }).judge(requirement!);
    if (checks.some(({ outcome }) => outcome === 'fail')) return true;
  }
  return false;
}

test.each(readers)('%s works whatever the words for causes are', async (fault) => {
  await expect(isDetected(fault)).resolves.toBe(true);
});

test('The words for a cause appear in the journal and in X-Mock-Decision', async () => {
  const mock = bundledMock();
  const response = await ask(mock, 'GET /v1/auth/test');
  expect(field(response, 'X-Mock-Decision')).toBe('gate=credentials; outcome=rejected; why=other words');
  expect(mock.journal()).toMatchObject([{ cause: { code: 'missing-credential' }, why: 'other words' }]);
});

test('Only the journal and the explaining header describe causes, and no file of the mock reads the words', () => {
  const importers = sources.filter(({ text }) => /import [^;]*\bdescribeCause\b/.test(text)).map(({ name }) => name);
  expect(importers.toSorted()).toEqual(['engine/response.ts', 'state/journal.ts']);
  // The script of the console shows them.
  const whyReaders = sources.filter(({ name, text }) => !name.startsWith('console/') && /\.why\b/.test(text));
  expect(whyReaders).toEqual([]);
});

test('A decision that names a fault names an existing one', () => {
  const named = sources.flatMap(({ text }) => [...text.matchAll(/fault: '([a-z0-9-]+)'/g)].map(([, name]) => name!));
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((name) => !faultNames.includes(name))).toEqual([]);
});
