import { describe, expect, test } from 'vitest';
import {
  errorOf,
  expectDirective,
  expectFlatError,
  expectNoTokens,
  expectRejection,
  expectTokenError,
  givesTokens,
} from '../../../suites/expectations/oauth.ts';
import { answered, inShort, reply } from './evidence.ts';

const json = (status: number, body: unknown, type = 'application/json') =>
  answered(reply(status, ['Content-Type', type], typeof body === 'string' ? body : JSON.stringify(body)));
const tokens = { access_token: 'abc' };

describe('tokens', () => {
  const cases: readonly (readonly [number, unknown, boolean])[] = [
    [200, tokens, true],
    [299, tokens, true],
    [199, tokens, false],
    [300, tokens, false],
    [400, tokens, false],
    [200, { access_token: '' }, false],
    [200, { access_token: 1 }, false],
    [200, { refresh_token: 'abc' }, false],
    [200, 'access_token=abc', false],
  ];
  test.each(cases)('with %i and %j are given: %s', (status, body, given) => {
    expect(givesTokens(json(status, body))).toBe(given);
    const mismatches = given ? ['tokens-issued at $response.body#/access_token: an access token instead of no access_token'] : [];
    expect(inShort(expectNoTokens(json(status, body)))).toEqual(mismatches);
    if (given) expect(inShort(expectTokenError(json(status, body), ['invalid_grant']))).toEqual(mismatches);
  });
});

describe('the error of a token endpoint', () => {
  const mismatchesOf = (status: number, body: unknown) =>
    inShort(expectTokenError(json(status, body), ['invalid_grant', 'invalid_request']));
  test('is one of those expected, from 400', () => {
    expect(mismatchesOf(400, { error: 'invalid_grant' })).toEqual([]);
    expect(mismatchesOf(401, { error: 'invalid_request' })).toEqual([]);
  });
  test.each<readonly [number, unknown, string]>([
    [400, { error: 'invalid_client' }, 'wrong-token-error at $response.body#/error: invalid_client'],
    [400, { error: 5 }, 'wrong-token-error at $response.body#/error: 400 {"error":5}'],
    [400, '', 'wrong-token-error at $response.body#/error: 400 nothing'],
    [400, [], 'wrong-token-error at $response.body#/error: 400 []'],
  ])('is not %i %j', (status, body, expected) =>
    expect(mismatchesOf(status, body)).toEqual([`${expected} instead of invalid_grant or invalid_request`]),
  );
  test.each<readonly [number, unknown, string]>([
    [399, { error: 'invalid_grant' }, 'redirected'],
    [200, { error: 'invalid_grant' }, 'served'],
    [302, '', 'redirected'],
  ])('has no status %i', (status, body, code) => {
    expect(mismatchesOf(status, body)).toEqual([`${code} at $statusCode: ${status} instead of 4xx`]);
  });
  test('is read from an object alone', () => expect(errorOf(json(400, ['error']))).toBeUndefined());
});

describe('a flat error', () => {
  const mismatchesOf = (status: number, body: unknown, type?: string) => inShort(expectFlatError(json(status, body, type)));
  test.each([
    [400, 'invalid_grant'],
    [401, 'invalid_client'],
    [400, '!#[]~ '],
  ])('may be %i "%s"', (status, error) => expect(mismatchesOf(status, { error })).toEqual([]));

  const where = '$response.body#/error';
  test.each<readonly [number, unknown, string]>([
    [403, { error: 'invalid_grant' }, 'unexpected-status at $statusCode: 403 instead of 400 or 401'],
    [400, { error: { code: 1 } }, `error-is-object at ${where}: {"code":1} instead of a JSON string`],
    [400, {}, `no-error-code at ${where}: null instead of a JSON string`],
    [400, '<html>', `no-error-code at ${where}: null instead of a JSON string`],
    [400, { error: '' }, `no-error-code at ${where}: "" instead of a JSON string`],
    [400, { error: 'a\nb' }, `no-error-code at ${where}: "a\\nb" instead of a JSON string`],
    [400, { error: '"no"' }, `no-error-code at ${where}: "\\"no\\"" instead of a JSON string`],
    [400, { error: 'no\\' }, `no-error-code at ${where}: "no\\\\" instead of a JSON string`],
    [400, { error: 'ungültig' }, `no-error-code at ${where}: "ungültig" instead of a JSON string`],
  ])('may not be %i %j', (status, body, expected) => expect(mismatchesOf(status, body)).toEqual([expected]));

  const other = (actual: string) => [`unexpected-media-type at $response.header.Content-Type: ${actual} instead of application/json`];
  test('is JSON by its media type', () => {
    expect(mismatchesOf(400, { error: 'no' }, 'text/html')).toEqual(other('text/html'));
    expect(inShort(expectFlatError(answered(reply(400, [], '{"error":"no"}'))))).toEqual(other('nothing'));
  });
});

test.each<readonly [readonly string[], readonly string[]]>([
  [['Cache-Control', 'no-store'], []],
  [['Cache-Control', 'private , No-Store ,max-age=0'], []],
  [['Cache-Control', 'private', 'Cache-Control', 'no-store'], []],
  [['Cache-Control', 'no-store-at-all'], ['directive-missing at $response.header.Cache-Control: no-store-at-all instead of no-store']],
  [
    ['Cache-Control', 'no', 'Cache-Control', 'store'],
    ['directive-missing at $response.header.Cache-Control: no, store instead of no-store'],
  ],
  [[], ['directive-missing at $response.header.Cache-Control: nothing instead of no-store']],
])('a directive is looked for in %j', (headers, expected) =>
  expect(inShort(expectDirective(answered(reply(200, headers)), 'Cache-Control', 'no-store'))).toEqual(expected),
);

describe('a rejection', () => {
  test.each([400, 404, 499])('may be %i', (status) => expect(expectRejection(answered(reply(status)))).toEqual([]));
  test.each<readonly [number, readonly string[], string]>([
    [200, [], 'served at $statusCode: 200 instead of 4xx'],
    [299, [], 'served at $statusCode: 299 instead of 4xx'],
    [300, [], 'redirected at $statusCode: 300 instead of 4xx'],
    [302, ['Location', '/login'], 'redirected at $statusCode: 302 (Location: /login) instead of 4xx'],
    [500, [], 'unexpected-status at $statusCode: 500 instead of 4xx'],
  ])('may not be %i %j', (status, headers, expected) =>
    expect(inShort(expectRejection(answered(reply(status, headers))))).toEqual([expected]),
  );
});
