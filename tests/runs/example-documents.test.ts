import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inProcessTarget, judgeAll, sessionFor, stillMock } from '../../cli/prove/in-process.ts';
import { catalogue } from '../../spec/catalogue/catalogue.ts';
import { loadContract } from '../../spec/load.ts';

const folder = 'examples/documents';
const names = readdirSync(folder);
const documents = names.filter((name) => /\.(?:ya?ml|json)$/.test(name) && !name.includes('.overlay.'));
const overlayOf = (document: string) => names.filter((name) => name === document.replace(/\.\w+$/, '.overlay.yaml'));

/** Each document as it is, and with its overlay. */
const cases = documents.flatMap((document) => [
  { document, overlays: [] as readonly string[] },
  ...overlayOf(document).map((overlay) => ({ document, overlays: [overlay] })),
]);

test('There are examples of six kinds, four with an overlay', () => {
  expect(documents).toEqual(['chat.yaml', 'gateway.yaml', 'generated.json', 'git-host.yaml', 'identity.yaml', 'payments.yaml']);
  expect(cases.length).toBe(10);
});

test.for(cases)('$document with $overlays is conformant against its own mock', { timeout: 60_000 }, async ({ document, overlays }) => {
  const contract = await loadContract(`${folder}/${document}`, { overlays: overlays.map((overlay) => `${folder}/${overlay}`) });
  expect(contract.mistakes).toEqual([]);
  const mock = stillMock(contract);
  const findings = await judgeAll(sessionFor(mock, {}, inProcessTarget(mock)));
  const musts = findings.filter(({ requirement }) => catalogue[requirement].level === 'MUST').flatMap(({ checks }) => checks);
  const bad = musts.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'not-applicable');
  expect(bad.map(({ id, outcome, reason }) => `${outcome} ${id}: ${reason}`)).toEqual([]);
  expect(musts.filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThan(100);
  if (overlays.length > 0) expect(musts.some(({ id, outcome }) => id.startsWith('limits/enforcement') && outcome === 'pass')).toBe(true);
});
