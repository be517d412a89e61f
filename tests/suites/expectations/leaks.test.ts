import { describe, expect, test } from 'vitest';
import { describeMismatch } from '../../../suites/words/describe.ts';
import type { CheckContext } from '../../../suites/engine/check.ts';
import type { Evidence } from '../../../suites/engine/evidence.ts';
import { echoes, expectNoInternals, expectNoVersions } from '../../../suites/expectations/leaks.ts';
import { isOverPlainHttp } from '../../../suites/expectations/response.ts';
import type { Json } from '../../../spec/contract.ts';
import { load } from '../../support/field.ts';
import { answered, inShort, context, reply, silent } from './evidence.ts';

describe('a credential in a response', () => {
  const tag = '‹reader#12ab›';
  const found = (headers: readonly string[], body: string, issued: readonly string[] = []) =>
    inShort(echoes(answered(reply(400, headers, body), { issued }), context));
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
    expect(echoes(silent, context)).toEqual([]);
  });

  test('is named with its operation and its exchange', () => {
    expect(echoes(answered(reply(400, [], tag)), context)).toMatchObject([{ details: { operation: 'testAuth' }, exchange: silent.id }]);
  });
});

describe('a list of keys', () => {
  const loaded = () =>
    load({
      paths: {
        '/keys': {
          get: {
            operationId: 'listKeys',
            responses: { 200: { description: 'ok', content: { 'application/json': { schema: { $ref: '#/components/schemas/Keys' } } } } },
          },
        },
      },
      components: {
        schemas: {
          Keys: {
            type: 'object',
            properties: { keys: { type: 'array', items: { allOf: [{ properties: { secret: { type: 'string' } } }] } } },
          },
        },
      },
    });
  const tag = '‹reader#12ab›';
  const found = async (status: number, body: Json) =>
    echoes(answered(reply(status, ['Content-Type', 'application/json'], JSON.stringify(body)), { operation: 'listKeys' }), {
      contract: await loaded(),
    }).length;

  test.each<readonly [string, number, Json, number]>([
    ['is no echo where the document declares the member', 200, { keys: [{ secret: tag }, { secret: tag }] }, 0],
    ['is one in a member that it does not declare', 200, { keys: [{ token: tag }] }, 1],
    ['is one in the midst of a text', 200, { keys: [{ secret: `you sent ${tag}` }] }, 1],
    ['is one elsewhere', 200, { secret: tag }, 1],
    ['is one in an error', 400, { keys: [{ secret: tag }] }, 1],
  ])('%s', async (_, status, body, count) => expect(await found(status, body)).toBe(count));
});

describe('what an error response reveals of its server', () => {
  const trace = 'Traceback (most recent call last)';
  const revealed = (headers: readonly string[], body = '', changes: Partial<Evidence> = {}) => {
    const evidence = answered(reply(500, headers, body), changes);
    return inShort([...expectNoInternals(evidence), ...expectNoVersions(evidence)]);
  };
  const line = (code: string, where: string, actual: string) => `${code} at ${where}: ${actual} instead of no ${actual}`;

  test.each<readonly [string, readonly string[], string, readonly string[]]>([
    ['in a field', ['X-Error', trace], '', [line('stack-trace-leaked', '$response.header.X-Error', trace)]],
    [
      'in a field and a body',
      ['X-Error', trace],
      trace,
      [line('stack-trace-leaked', '$response.header.X-Error', trace), line('stack-trace-leaked', '$response.body', trace)],
    ],
    ['by the name of a field', ['Server', 'nginx/1.18.0'], '', [line('version-leaked', '$response.header.Server', 'nginx/1.18.0')]],
    ['in any field', ['Vary', '*', 'Server', 'nginx/1.18.0'], '', [line('version-leaked', '$response.header.Server', 'nginx/1.18.0')]],
    ['at the foot of a page', [], '<p>nginx/1.18.0</p>', [line('version-leaked', '$response.body', 'nginx/1.18.0')]],
    ['not in the value of another field', ['Server', 'nginx', 'X-Via', 'nginx/1.18.0'], '', []],
    ['not by a value that is the name of another field', ['X-Named', 'Server', 'X-1.18.0', 'none'], '', []],
  ])('stands %s', (_, headers, body, expected) => expect(revealed(headers, body)).toEqual(expected));

  test('names the operation, where the exchange has one', () => {
    const evidence = answered(reply(500, [], trace));
    const { operation: _, ...rest } = evidence;
    const reasons = [evidence, rest].map((one) => describeMismatch(expectNoInternals(one)[0]!).reason);
    expect(reasons).toEqual(['testAuth: a stack trace in a 500', 'a stack trace in a 500']);
  });

  test.each<readonly [string, Partial<Evidence['request']>]>([
    ['its URL', { url: `https://api.example/${trace}` }],
    ['its URL, encoded', { url: `https://api.example/${encodeURIComponent(trace)}` }],
    ['a header', { headers: ['X-Try', trace] }],
    ['its body', { body: trace }],
  ])('is not what the request said in %s', (_, request) =>
    expect(revealed([], trace, { request: { ...silent.request, ...request } })).toEqual([]),
  );
  test('is not what the request said but for the space around it', () => {
    const said = 'at handler (things.js:12:7)';
    expect(revealed([], `\n  ${said}`, { request: { ...silent.request, body: said } })).toEqual([]);
  });
  test('is found although a URL cannot be decoded', () => {
    const request = { ...silent.request, url: 'https://api.example/%zz' };
    expect(revealed([], trace, { request })).toEqual([line('stack-trace-leaked', '$response.body', trace)]);
  });
  test('is judged of errors, from 400', () => {
    expect(expectNoInternals(answered(reply(399, [], trace)))).toEqual([]);
    expect(expectNoInternals(answered(reply(400, [], trace)))).toHaveLength(1);
  });
  test('is nothing without a response', () => expect([...expectNoInternals(silent), ...expectNoVersions(silent)]).toEqual([]));
});

test.each([
  ['http', 'https://api.example/v1', true],
  ['https', 'https://api.example/v1', false],
  ['http', 'http://api.example/v1', false],
] as const)('a response over %s from %s is over plain HTTP: %s', (scheme, target, expected) => {
  const by: CheckContext = { ...context, settings: { ...context.settings, target } };
  expect(isOverPlainHttp({ ...silent, connection: { scheme } }, by)).toBe(expected);
});
