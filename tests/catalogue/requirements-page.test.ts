import { readFile, writeFile } from 'node:fs/promises';
import { format } from 'prettier';
import { describe, expect, test } from 'vitest';
import { explanationOf } from '../../cli/explain/explanation.ts';
import { anchorOf, requirementsPage } from '../../cli/explain/page.ts';
import { requirementIds } from '../../spec/catalogue/catalogue.ts';
import { bundledDocument, loadContract } from '../../spec/load.ts';

const path = new URL('../../docs/requirements.md', import.meta.url);
const contract = await loadContract(bundledDocument);
const explanations = requirementIds.map((id) => explanationOf(id, contract));

describe('the page of the requirements', () => {
  test('is up to date', async () => {
    const text = await format(requirementsPage(explanations), { parser: 'markdown', printWidth: 140, singleQuote: true });
    if (process.env['UPDATE'] === '1') await writeFile(path, text);
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  test('has a heading for every requirement, whose anchor no other has', async () => {
    const text = await readFile(path, 'utf8');
    const headings = [...text.matchAll(/^### (.+)$/gm)].map(([, id]) => id);
    expect(headings).toEqual(requirementIds);
    expect(new Set(requirementIds.map(anchorOf)).size).toBe(requirementIds.length);
  });

  test('names a fault for every requirement', async () => {
    expect(explanations.filter(({ faults }) => faults.every(({ also }) => also)).map(({ id }) => id)).toEqual([]);
  });
});
