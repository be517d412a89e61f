import { readFile, writeFile } from 'node:fs/promises';
import { format } from 'prettier';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import { gapsIn, promisesPage, promisesSchema } from './promises.ts';

const contract = await loadContract(bundledDocument);
const docs = (name: string) => new URL(`../../docs/${name}`, import.meta.url);
const sections = promisesSchema.parse(parse(await readFile(docs('promises.yaml'), 'utf8')));

describe('the trace from the promises of the page', () => {
  test('leaves no promise without a requirement or a reason, and no contract requirement without a promise', () => {
    expect(gapsIn(sections, contract)).toEqual([]);
  });

  test('would show a promise without either, an unknown requirement, and one that nobody asks for', () => {
    const [first, ...others] = sections;
    const torn = [
      { ...first!, promises: [{ says: 'It is quick.' }, { says: 'It is safe.', requirements: ['limits/is-quick'] }] },
      ...others,
    ];
    const untraced = others.map((section) => ({
      ...section,
      promises: section.promises.map((promise) => ({
        ...promise,
        requirements: (promise.requirements ?? []).filter((id) => id !== 'limits/refusal-is-429'),
        unchecked: 'for the test',
      })),
    }));
    expect(gapsIn(torn, contract)).toEqual(['neither checked nor excused: It is quick.', 'no such requirement: limits/is-quick']);
    expect(gapsIn([first!, ...untraced], contract)).toEqual(['no promise of the page asks for limits/refusal-is-429']);
  });

  test('has every section of the page that the bundled document names as a source', async () => {
    const document = await readFile(new URL('../../spec/openapi.yaml', import.meta.url), 'utf8');
    const named = [...document.matchAll(/^ *x-source: (.+)$/gm)].flatMap(([, names]) => names!.split('; '));
    const known = new Set(['Authentication', ...sections.map(({ section }) => section)]);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  test('is rendered as a page that is up to date', async () => {
    const text = await format(promisesPage(sections), { parser: 'markdown', printWidth: 140, singleQuote: true });
    if (process.env['UPDATE'] === '1') await writeFile(docs('promises.md'), text);
    expect(await readFile(docs('promises.md'), 'utf8')).toBe(text);
  });
});
