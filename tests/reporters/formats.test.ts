import { describe, expect, it } from 'vitest';
import { formats } from '../../reporters/formats.ts';
import { fixtures } from './fixtures.ts';
import { expectGolden } from '../support/golden.ts';

const golden = (name: string) => new URL(`./golden/${name}.golden`, import.meta.url);

describe.each(Object.entries(fixtures))('the result "%s"', (name, result) => {
  it.each(formats)('is told as $name as it was before', async ({ name: format, file, render }) => {
    await expectGolden(golden(`${name}.${(file ?? `${format}.txt`).replace('/', '.')}`), readable(render(result)));
  });

  it.each(formats)('is told as $name alike each time, and ends with a line feed', ({ render }) => {
    expect(render(result)).toBe(render(result));
    expect(render(result)).toMatch(/[^\n]\n$/);
  });
});

it('names every format once, and every file once', () => {
  expect(formats.map(({ name }) => name)).toEqual(['json', 'html', 'junit', 'markdown', 'sarif', 'har', 'reproduce', 'terminal']);
  expect(formats.map(({ file }) => file)).toEqual([
    'results.json',
    'report.html',
    'junit.xml',
    'summary.md',
    'results.sarif',
    'evidence.har',
    'reproduce/README.md',
    undefined,
  ]);
});

/** The page with a tag to a line and without its style and script, which its security policy names by their hashes. */
function readable(text: string): string {
  return text
    .replaceAll(/<(style|script)>[^]*?<\/\1>/g, '<$1></$1>')
    .replaceAll(/(<(?!\/)[a-z]+[ >])/g, (tag) => (text.startsWith('<!doctype') ? `\n${tag}` : tag));
}
