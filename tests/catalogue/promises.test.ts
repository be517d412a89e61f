import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { promises } from '../../scripts/generate/sources.ts';
import { bundledDocument } from '../../spec/load.ts';

test('docs/promises.yaml has every section that the bundled document names as a source', async () => {
  const document = await readFile(bundledDocument, 'utf8');
  const named = [...document.matchAll(/^ *x-source: (.+)$/gm)].flatMap(([, names]) => names!.split('; '));
  const known = new Set(['Authentication', ...promises.map(({ section }) => section)]);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});
