import { describe, expect, test } from 'vitest';
import {
  errorOf,
  expectDirective,
  expectFlatError,
  expectNoTokens,
  expectRefusal,
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
    const told = given ? ['tokens were given at $response.body#/access_token: an access token instead of a refusal'] : [];
    expect(inShort(expectNoTokens(json(status, body)))).toEqual(told);
    if (given) expect(inShort(expectTokenError(json(status, body), ['invalid_grant']))).toEqual(told);
  });
});

describe('the error of a token endpoint', () => {
  const told = (status: number, body: unknown) => inShort(expectTokenError(json(status, body), ['invalid_grant', 'invalid_request']));
  test('is one of those expected, from 400', () => {
    expect(told(400, { error: 'invalid_grant' })).toEqual([]);
    expect(told(401, { error: 'invalid_request' })).toEqual([]);
  });
  test.each<readonly [number, unknown, string]>([
    [400, { error: 'invalid_client' }, 'refused with another error at $response.body#/error: invalid_client'],
    [400, { error: 5 }, 'refused with another error at $response.body#/error: 400 {"error":5}'],
    [400, '', 'refused with another error at $response.body#/error: 400 nothing'],
    [400, [], 'refused with another error at $response.body#/error: 400 []'],
    [399, { error: 'invalid_grant' }, 'not refused at $statusCode: invalid_grant'],
    [200, { error: 'invalid_grant' }, 'not refused at $statusCode: invalid_grant'],
    [302, '', 'not refused at $statusCode: 302 nothing'],
  ])('is not %i %j', (status, body, expected) =>
    expect(told(status, body)).toEqual([`${expected} instead of invalid_grant or invalid_request`]),
  );
  test('is read from an object alone', () => expect(errorOf(json(400, ['error']))).toBeUndefined());
});

describe('a flat error', () => {
  const told = (status: number, body: unknown, type?: string) => inShort(expectFlatError(json(status, body, type)));
  test.each([
    [400, 'invalid_grant'],
    [401, 'invalid_client'],
    [400, '!#[]~ '],
  ])('may be %i "%s"', (status, error) => expect(told(status, { error })).toEqual([]));

  const where = '$response.body#/error';
  test.each<readonly [number, unknown, string]>([
    [403, { error: 'invalid_grant' }, 'another status at $statusCode: 403 instead of 400, or 401 for a client'],
    [400, { error: { code: 1 } }, `the error is an object, as in the API’s own envelope at ${where}: {"code":1} instead of a string`],
    [400, {}, `there is no error code at ${where}: null instead of a string`],
    [400, '<html>', `there is no error code at ${where}: null instead of a string`],
    [400, { error: '' }, `there is no error code at ${where}: "" instead of a string`],
    [400, { error: 'a\nb' }, `there is no error code at ${where}: "a\\nb" instead of a string`],
    [400, { error: '"no"' }, `there is no error code at ${where}: "\\"no\\"" instead of a string`],
    [400, { error: 'no\\' }, `there is no error code at ${where}: "no\\\\" instead of a string`],
    [400, { error: 'ungültig' }, `there is no error code at ${where}: "ungültig" instead of a string`],
  ])('may not be %i %j', (status, body, expected) => expect(told(status, body)).toEqual([expected]));

  const other = (actual: string) => [`another media type at $response.header.Content-Type: ${actual} instead of application/json`];
  test('is JSON by its media type', () => {
    expect(told(400, { error: 'no' }, 'text/html')).toEqual(other('text/html'));
    expect(inShort(expectFlatError(answered(reply(400, [], '{"error":"no"}'))))).toEqual(other('none'));
  });
});

test.each<readonly [readonly string[], readonly string[]]>([
  [['Cache-Control', 'no-store'], []],
  [['Cache-Control', 'private , No-Store ,max-age=0'], []],
  [['Cache-Control', 'private', 'Cache-Control', 'no-store'], []],
  [
    ['Cache-Control', 'no-store-at-all'],
    ['Cache-Control does not say no-store at $response.header.Cache-Control: no-store-at-all instead of no-store'],
  ],
  [
    ['Cache-Control', 'no', 'Cache-Control', 'store'],
    ['Cache-Control does not say no-store at $response.header.Cache-Control: no, store instead of no-store'],
  ],
  [[], ['Cache-Control does not say no-store at $response.header.Cache-Control: no field instead of no-store']],
])('a directive is looked for in %j', (headers, expected) =>
  expect(inShort(expectDirective(answered(reply(200, headers)), 'Cache-Control', 'no-store'))).toEqual(expected),
);

describe('a refusal', () => {
  test.each([400, 404, 499])('may be %i', (status) => expect(expectRefusal(answered(reply(status)))).toEqual([]));
  test.each<readonly [number, readonly string[], string]>([
    [200, [], 'served instead of refused at $statusCode: 200 instead of 4xx'],
    [299, [], 'served instead of refused at $statusCode: 299 instead of 4xx'],
    [300, [], 'not refused at $statusCode: 300 instead of 4xx'],
    [302, ['Location', '/login'], 'not refused at $statusCode: 302 to /login instead of 4xx'],
    [500, [], 'not refused at $statusCode: 500 instead of 4xx'],
  ])('may not be %i %j', (status, headers, expected) =>
    expect(inShort(expectRefusal(answered(reply(status, headers))))).toEqual([expected]),
  );
});
