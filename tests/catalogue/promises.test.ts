import { expect, test } from 'vitest';
import { promisedSections, read } from './generated.ts';

test('the trace from the promises has every section of the page that the bundled document names as a source', async () => {
  const document = await read('spec/openapi.yaml');
  const named = [...document.matchAll(/^ *x-source: (.+)$/gm)].flatMap(([, names]) => names!.split('; '));
  const known = new Set(['Authentication', ...promisedSections.map(({ section }) => section)]);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});
