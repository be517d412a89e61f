import { describe, expect, onTestFinished, test } from 'vitest';
import { complaint, reader } from './prepared.ts';

describe('hostile files are mistakes with a place, in plain words', () => {
  const name = 'x'.repeat(100_000);
  const laughs = Array.from({ length: 30 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`).join('\n');
  test.each([
    [
      '20,000 lists in lists',
      `principals: ${'['.repeat(20_000)}${']'.repeat(20_000)}`,
      /^staging\.yaml:1:\d+: the file is nested too deeply$/,
    ],
    ['20,000 mappings in mappings', '{a: '.repeat(20_000), /^staging\.yaml:1:\d+: the file is nested too deeply$/],
    ['aliases that explode', `a0: &a0 [x]\n${laughs}`, /^staging\.yaml:1:1: .*aliases stand for too many values$/],
    ['a long name', `${name.slice(0, 1000)}: 1`, /^staging\.yaml:1:1: the configuration: unknown member "x{80}… \(920 more characters\)"$/],
    [
      'a long name of a principal',
      `principals: { ? "${name}" : 7 }`,
      /^staging\.yaml:1:\d+: principals\.x{80}… \(99920 more characters\): .{1,200}$/,
    ],
  ])('%s', async (_, text, message) => {
    expect(await complaint(text)).toMatch(message);
  });
});

test.each([
  'https://127.0.0.1:9/v1\u0000',
  'https://127.0.0.1:9/v\n1',
  ' https://127.0.0.1:9/v1',
  'https://127.0.0.1:9/v1\u001b[31m',
  'https://127.0.0.1:9/v1\u007f',
  String.raw`https://127.0.0.1:9\v1`,
])('a target with characters that no URL has is refused, as a flag and in the file: %j', async (url) => {
  const message = 'target: expected a URL without white space, control characters and backslashes';
  expect(await complaint('', { target: url })).toBe(message);
  // The schema removes white space around URLs, and line breaks.
  if (!/^\s|\n/.test(url)) expect(await complaint(`target: ${JSON.stringify(url)}`)).toContain(message);
});

test('a key that is no name is a mistake of the configuration, and no warning of the process that prints it', async () => {
  const warnings: Error[] = [];
  const heard = (warning: Error) => void warnings.push(warning);
  process.on('warning', heard);
  onTestFinished(() => void process.off('warning', heard));
  expect(await complaint(reader('secret:\n      ? { env: READER }\n      : x'))).toBe(
    'staging.yaml:5:9: a mapping or a list cannot be a name',
  );
  // Warnings arrive one turn later.
  await new Promise(setImmediate);
  expect(warnings).toEqual([]);
});
