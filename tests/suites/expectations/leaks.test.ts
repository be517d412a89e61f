import { describe, expect, test } from 'vitest';
import type { CheckContext } from '../../../suites/engine/check.ts';
import type { Evidence } from '../../../suites/engine/evidence.ts';
import { isBeside } from '../../../suites/expectations/beside.ts';
import { echoes } from '../../../suites/expectations/echo.ts';
import { leakedInternals, leakedVersions } from '../../../suites/expectations/insides.ts';
import { answered, inShort, context, reply, silent } from './evidence.ts';

describe('a credential in a response', () => {
  const tag = '‹reader#12ab›';
  const found = (headers: readonly string[], body: string, issued: readonly string[] = []) =>
    inShort(echoes(answered(reply(400, headers, body), { issued })));
  const echoed = (where: string, actual: string) => `credential-echoed at ${where}: ${actual} instead of no credential`;

  test.each<readonly [string, readonly string[], string, readonly string[]]>([
    ['a body', [], `no: ${tag}`, [echoed('$response.body', `no: ${tag}`)]],
    ['a header', ['Vary', '*', 'X-Key', tag], '', [echoed('$response.header.X-Key', tag)]],
    ['both', ['X-Key', tag], tag, [echoed('$response.header.X-Key', tag), echoed('$response.body', tag)]],
    ['a long body', [], `${'a'.repeat(70)}${tag}`, [echoed('$response.body', `${'a'.repeat(60)}${tag}`)]],
    ['base64', [], '‹reader#12ab|base64›', [echoed('$response.body', '‹reader#12ab|base64›')]],
  ])('is found in %s', (_, headers, body, expected) => expect(found(headers, body)).toEqual(expected));

  test('is found only if it was not issued there', () => {
    expect(found(['X-Key', 'none'], 'none')).toEqual([]);
    expect(found([], `${tag} `, ['reader'])).toEqual([]);
    expect(found([], `${tag} ‹other#12ab›`, ['reader'])).toEqual([echoed('$response.body', `${tag} ‹other#12ab›`)]);
    expect(echoes(silent)).toEqual([]);
  });

  test('is named with its operation and its exchange', () => {
    expect(echoes(answered(reply(400, [], tag)))).toMatchObject([{ details: { operation: 'testAuth' }, exchange: silent.id }]);
  });
});

describe('what an error tells of its server', () => {
  const trace = 'Traceback (most recent call last)';
  const told = (headers: readonly string[], body = '', changes: Partial<Evidence> = {}) => {
    const evidence = answered(reply(500, headers, body), changes);
    return inShort([...leakedInternals(evidence), ...leakedVersions(evidence)]);
  };
  const line = (reason: string, where: string, actual: string, by = 'testAuth') =>
    `${by}: ${reason} in a 500 at ${where}: ${actual} instead of nothing of the kind`;

  test.each<readonly [string, readonly string[], string, readonly string[]]>([
    ['in a field', ['X-Error', trace], '', [line('a stack trace', '$response.header.X-Error', trace)]],
    [
      'in a field and a body',
      ['X-Error', trace],
      trace,
      [line('a stack trace', '$response.header.X-Error', trace), line('a stack trace', '$response.body', trace)],
    ],
    ['by the name of a field', ['Server', 'nginx/1.18.0'], '', [line('a version', '$response.header.Server', 'nginx/1.18.0')]],
    ['in any field', ['Vary', '*', 'Server', 'nginx/1.18.0'], '', [line('a version', '$response.header.Server', 'nginx/1.18.0')]],
    ['at the foot of a page', [], '<p>nginx/1.18.0</p>', [line('a version', '$response.body', 'nginx/1.18.0')]],
    ['not in the value of another field', ['Server', 'nginx', 'X-Via', 'nginx/1.18.0'], '', []],
    ['not by a value that is the name of another field', ['X-Named', 'Server', 'X-1.18.0', 'none'], '', []],
  ])('stands %s', (_, headers, body, expected) => expect(told(headers, body)).toEqual(expected));

  test('is told of an exchange that is no operation', () => {
    const { operation: _, ...rest } = answered(reply(500, [], trace));
    expect(inShort(leakedInternals(rest))).toEqual([line('a stack trace', '$response.body', trace, 'an answer')]);
  });

  test.each<readonly [string, Partial<Evidence['request']>]>([
    ['its address', { url: `https://api.example/${trace}` }],
    ['its address, encoded', { url: `https://api.example/${encodeURIComponent(trace)}` }],
    ['a field', { headers: ['X-Try', trace] }],
    ['its body', { body: trace }],
  ])('is not what the request said in %s', (_, request) =>
    expect(told([], trace, { request: { ...silent.request, ...request } })).toEqual([]),
  );
  test('is not what the request said but for the space around it', () => {
    const said = 'at handler (things.js:12:7)';
    expect(told([], `\n  ${said}`, { request: { ...silent.request, body: said } })).toEqual([]);
  });
  test('is told although an address cannot be decoded', () => {
    const request = { ...silent.request, url: 'https://api.example/%zz' };
    expect(told([], trace, { request })).toEqual([line('a stack trace', '$response.body', trace)]);
  });
  test('is told by errors, from 400', () => {
    expect(leakedInternals(answered(reply(399, [], trace)))).toEqual([]);
    expect(leakedInternals(answered(reply(400, [], trace)))).toHaveLength(1);
  });
  test('is nothing where there is no answer', () => expect([...leakedInternals(silent), ...leakedVersions(silent)]).toEqual([]));
});

test.each([
  ['http', 'https://api.example/v1', true],
  ['https', 'https://api.example/v1', false],
  ['http', 'http://api.example/v1', false],
] as const)('an answer under %s of %s comes from beside the API: %s', (scheme, target, expected) => {
  const by: CheckContext = { ...context, settings: { ...context.settings, target } };
  expect(isBeside({ ...silent, connection: { scheme } }, by)).toBe(expected);
});
