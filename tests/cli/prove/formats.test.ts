import { describe, expect, test } from 'vitest';
import { matrixFormats, type MatrixFormat } from '../../../cli/prove/formats/formats.ts';
import { expectGolden } from '../../support/golden.ts';
import { proved, unproved } from './matrix.ts';

const formats: readonly (readonly [format: MatrixFormat, ending: string])[] = [
  ['text', 'txt'],
  ['json', 'json'],
  ['markdown', 'md'],
  ['html', 'html'],
];

const golden = (name: string) => new URL(`./golden/${name}.golden`, import.meta.url);

describe('a kill matrix is printed as its golden file has it', () => {
  for (const [format, ending] of formats) {
    test(`proved, as ${format}`, () => expectGolden(golden(`proved.${ending}`), matrixFormats[format](proved)));
    test(`not proved, as ${format}`, () => expectGolden(golden(`unproved.${ending}`), matrixFormats[format](unproved)));
  }
});

describe('the page', () => {
  const page = matrixFormats.html(unproved);

  test('loads nothing, runs nothing and keeps the text of documents text', () => {
    expect(page).not.toMatch(/<script|<img|src=|@import|url\(|javascript:/);
    expect(page).toContain('Tide &lt;tables>');
    expect(page).toMatch(/Content-Security-Policy" content="default-src 'none'/);
  });

  test('names every table, its columns and its rows', () => {
    const tables = page.match(/<table>.*?<\/table>/gs) ?? [];
    expect(tables).toHaveLength(3);
    for (const table of tables) {
      expect(table).toMatch(/<caption/);
      expect(table.match(/<th scope="col"/g)!.length).toBeGreaterThan(3);
      expect(table.match(/<th scope="row"/g)!.length).toBe(table.match(/<tr>/g)!.length - 1);
    }
  });
});

test('Markdown tables have as many cells in every row as in their head', () => {
  const rows = matrixFormats
    .markdown(unproved)
    .split('\n')
    .filter((line) => line.startsWith('|'));
  const cells = (line: string) => line.replaceAll('\\|', '').split('|').length;
  expect([...new Set(rows.map(cells))]).toEqual([7, 6]);
});
