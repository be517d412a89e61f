import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { catalogue as serverCatalogue, requirementIds as serverIds } from '../../spec/catalogue/catalogue.ts';
import { clientCatalogue, clientRequirementIds } from '../../spec/catalogue/client/client.ts';
import { clientBugs } from '../../cli/prove/clients/bugs.ts';
import { clientScenarios } from '../../client/scenarios/scenarios.ts';
import { faults } from '../../mock/faults/faults.ts';
import { variants } from '../../mock/variants/variants.ts';

/** What nobody says to a colleague: each has a plain word, or wants the sentence rewritten. */
const banned: readonly RegExp[] = [
  /\btold\b/i,
  /\btells? (?:apart|of)\b/i,
  /\bwhoever\b/i,
  /\bsomebody\b/i,
  /\bfor want of\b/i,
  /\bnone that\b/i,
  /\bof which\b/i,
  /\bto be had\b/i,
  /\bput(?:s|ting)? (?:it |this |that )?right\b/i,
  /\bstands? in for\b/i,
  /\bto no end\b/i,
  /\bbe it\b/i,
  /\bsilence\b/i,
  /\bimposters?\b|\bintruders?\b/i,
  /\bexpected be\b/i,
];

const catalogue = { ...serverCatalogue, ...clientCatalogue };
const requirementIds = [...serverIds, ...clientRequirementIds];

const root = fileURLToPath(new URL('../..', import.meta.url));
const places = ['spec', 'mock', 'suites', 'client', 'reporters', 'cli', 'docs', 'examples'];

async function textsBelow(folder: string): Promise<readonly (readonly [path: string, text: string])[]> {
  const names = await readdir(join(root, folder), { recursive: true });
  const paths = names.filter((name) => /\.(?:tsx?|md|ya?ml|mjs)$/.test(name) && !name.includes('node_modules'));
  return Promise.all(paths.map(async (name) => [`${folder}/${name}`, await readFile(join(root, folder, name), 'utf8')] as const));
}

const pages = (await readdir(root)).filter((name) => name.endsWith('.md'));
const texts = [
  ...(await Promise.all(places.map(textsBelow))).flat(),
  // The table of old ids is what it is.
  ...(await Promise.all(pages.map(async (name) => [name, (await readFile(join(root, name), 'utf8')).split('<details>')[0]!] as const))),
];

describe('the words of the project', () => {
  test.each(banned.map((pattern) => [pattern] as const))('have nothing like %s', (pattern) => {
    const found = texts.flatMap(([path, text]) =>
      text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 120)}`] : [])),
    );
    expect(found).toEqual([]);
  });

  test('see what they look for', () => {
    expect(banned.some((pattern) => pattern.test('Of bad credentials none is told from another.'))).toBe(true);
  });
});

describe('the catalogue', () => {
  test('has a title of at most eight words for each requirement, and no two alike', () => {
    const titles = requirementIds.map((id) => catalogue[id].title);
    expect(titles.filter((title) => title.split(/\s+/).length > 8)).toEqual([]);
    expect(new Set(titles).size).toBe(titles.length);
  });

  test('demands in one sentence what a server MUST, SHOULD or MAY do', () => {
    const odd = requirementIds.filter((id) => {
      const { demand, level } = catalogue[id];
      return !demand.includes(level) || !demand.endsWith('.') || /\. [A-Z]/.test(demand);
    });
    expect(odd).toEqual([]);
  });

  test('says why, how it is checked, what a failure means and how to fix it in two sentences at most', () => {
    const sentences = (text: string) => text.split(/[.?!](?:\s|$)(?=\s*(?:[A-Z`“]|$))/).filter((part) => part.trim() !== '').length;
    const long = requirementIds.flatMap((id) =>
      (['why', 'checked', 'failure', 'fix'] as const).filter((part) => sentences(catalogue[id][part]) > 2).map((part) => `${id} ${part}`),
    );
    expect(long).toEqual([]);
  });

  test('has ids, and names of faults and variants, of at most five words', () => {
    const words = (name: string) => name.split('-').length;
    const names = [
      ...requirementIds.map((id) => id.split('/')[1]!),
      ...Object.keys(faults),
      ...Object.keys(variants),
      ...Object.keys(clientBugs),
      ...clientScenarios.map(({ name }) => name),
    ];
    expect(names.filter((name) => words(name) > 5)).toEqual([]);
  });
});
