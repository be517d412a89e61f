import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root, sourcesIn } from './sources.ts';

test('the documents that messages name are part of the package', async () => {
  const { files }: { files: readonly string[] } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const sources = await sourcesIn(['spec', 'mock', 'suites', 'client', 'reporters', 'cli']);
  const code = sources.map(({ text }) => text.replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '')).join('\n');
  const cited = [...new Set(code.match(/\bdocs\/[a-z-]+\.md\b/g))];
  expect(cited).toContain('docs/catalogue.md');
  expect(cited.filter((path) => !files.includes(path))).toEqual([]);
});
