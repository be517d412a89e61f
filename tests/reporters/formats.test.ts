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
  expect(Object.fromEntries(formats.map(({ name, file }) => [name, file]))).toEqual({
    json: 'results.json',
    html: 'report.html',
    junit: 'junit.xml',
    markdown: 'summary.md',
    sarif: 'results.sarif',
    har: 'evidence.har',
    ctrf: 'ctrf-report.json',
    tap: 'results.tap',
    gitlab: 'gl-code-quality-report.json',
    badge: 'badge.svg',
    shields: 'badge.json',
    reproduce: 'reproduce/README.md',
    terminal: undefined,
    github: undefined,
  });
});

/** The page with a tag to a line and without its style and script, which its security policy names by their hashes. */
function readable(text: string): string {
  return text
    .replaceAll(/<(style|script)>[^]*?<\/\1>/g, '<$1></$1>')
    .replaceAll(/(<(?!\/)[a-z]+[ >])/g, (tag) => (text.startsWith('<!doctype') ? `\n${tag}` : tag));
}
