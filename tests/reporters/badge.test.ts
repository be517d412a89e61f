import { describe, expect, test } from 'vitest';
import { badge } from '../../reporters/badge/badge.ts';
import { shields } from '../../reporters/badge/shields.ts';
import type { Result } from '../../suites/result/result.ts';
import { fixtures } from './fixtures.ts';
import { problemsOf } from './schemas/schemas.ts';
import { descendants, parseXml } from './xml.ts';

/** What shields.io documents of an endpoint. */
const problems = problemsOf({
  type: 'object',
  required: ['schemaVersion', 'label', 'message'],
  properties: {
    schemaVersion: { const: 1 },
    label: { type: 'string' },
    message: { type: 'string', minLength: 1 },
    color: { enum: ['brightgreen', 'green', 'yellowgreen', 'yellow', 'orange', 'red', 'blue', 'lightgrey'] },
    isError: { type: 'boolean' },
  },
  additionalProperties: false,
});

const endpoint = (result: Result): { readonly message: string; readonly color: string } => JSON.parse(shields.render(result));

describe.each(Object.entries(fixtures))('the badge of the result "%s"', (_name, result) => {
  test('is what shields.io reads', () => {
    expect(problems(endpoint(result))).toEqual([]);
  });

  test('is a picture with the same words, without a script or a link', () => {
    const svg = parseXml(badge.render(result));
    expect(svg.name).toBe('svg');
    expect(descendants(svg, 'text').map(({ text }) => text)).toEqual(['auth conformance', endpoint(result).message]);
    expect(badge.render(result)).not.toMatch(/<script|href|onload/);
  });
});

test.for([
  ['conformant', 'conformant', 'brightgreen'],
  ['with-warnings', 'conformant, warnings', 'green'],
  ['non-conformant', 'failed: 1 MUST (critical), 1 SHOULD', 'red'],
  ['baselined', 'failed: 1 SHOULD', 'red'],
  ['incomplete', 'incomplete', 'lightgrey'],
  ['unusable', 'unusable', 'lightgrey'],
] as const)('of the result "%s" says %s in %s', ([name, message, color]) => {
  expect(endpoint(fixtures[name]!)).toMatchObject({ message, color });
});

test('of an incomplete run is grey although the run exits with 0, and one of a part says so', () => {
  expect(endpoint({ ...fixtures['incomplete']!, exit: { code: 0, reason: 'allowed' } }).color).toBe('lightgrey');
  expect(endpoint({ ...fixtures['conformant']!, selection: { only: ['limits'], skip: [] } }).message).toBe('conformant (part)');
});
