/**
 * The examples of the standards themselves, against the parsers and writers of both sides.
 *
 * @module
 * @see RFC 6749 §4; RFC 6749 appendix B; RFC 6749 §4.1.2; RFC 6749 §5; RFC 6749 §3.3; RFC 8252 §7.3
 */
import { describe, expect, test } from 'vitest';
import { parseParameters, queryText } from '../../../mock/oauth/parameters.ts';
import { isRegistered } from '../../../mock/oauth/authorization/redirect-uri.ts';
import { scopesOf } from '../../../mock/oauth/scope.ts';
import type { Evidence } from '../../../suites/engine/evidence.ts';
import { errorOf, expectFlatError, expectTokenError, givesTokens } from '../../../suites/expectations/oauth.ts';
import { encoded, scopesIn, type Parameters } from '../../../suites/oauth/form.ts';
import { returnedBy } from '../../../suites/oauth/issued.ts';

const answered = (status: number, body: object): Evidence => ({
  id: 'scene#1',
  scenario: 'scene',
  role: 'probe',
  operation: 'POST /token',
  startedAt: 0,
  milliseconds: 0,
  connection: { scheme: 'https' },
  request: { method: 'POST', url: 'https://server.example.com/token', headers: [] },
  reply: { status, headers: ['Content-Type', 'application/json;charset=UTF-8'], body: JSON.stringify(body) },
});

const callback = 'https://client.example.com/cb';

describe('requests (RFC 6749 §4)', () => {
  const requests: readonly (readonly [section: string, text: string, parameters: Parameters])[] = [
    [
      '4.1.1',
      'response_type=code&client_id=s6BhdRkqt3&state=xyz&redirect_uri=https%3A%2F%2Fclient%2Eexample%2Ecom%2Fcb',
      [
        ['response_type', 'code'],
        ['client_id', 's6BhdRkqt3'],
        ['state', 'xyz'],
        ['redirect_uri', callback],
      ],
    ],
    [
      '4.1.3',
      'grant_type=authorization_code&code=SplxlOBeZQQYbYS6WxSbIA&redirect_uri=https%3A%2F%2Fclient%2Eexample%2Ecom%2Fcb',
      [
        ['grant_type', 'authorization_code'],
        ['code', 'SplxlOBeZQQYbYS6WxSbIA'],
        ['redirect_uri', callback],
      ],
    ],
    [
      '4.3.2',
      'grant_type=password&username=johndoe&password=A3ddj3w',
      [
        ['grant_type', 'password'],
        ['username', 'johndoe'],
        ['password', 'A3ddj3w'],
      ],
    ],
    ['4.4.2', 'grant_type=client_credentials', [['grant_type', 'client_credentials']]],
    [
      '6',
      'grant_type=refresh_token&refresh_token=tGzv3JOkF0XG5Qx2TlKWIA',
      [
        ['grant_type', 'refresh_token'],
        ['refresh_token', 'tGzv3JOkF0XG5Qx2TlKWIA'],
      ],
    ],
  ];

  test.each(requests)('that of section %s is read by the mock', (_, text, parameters) =>
    expect(parseParameters(text)).toEqual({ values: new Map(parameters), repeated: new Set() }),
  );
  // The RFC encodes the dots too, which may be and need not.
  test.each(requests)('that of section %s is written by the suites', (_, text, parameters) =>
    expect(encoded(parameters)).toBe(text.replaceAll('%2E', '.')),
  );

  test('the query of an authorization request is what follows the question mark', () =>
    expect(queryText(`/authorize?${requests[0]![1]}`)).toBe(requests[0]![1]));
});

describe('form encoding (RFC 6749 appendix B)', () => {
  const value = ' %&+£€';
  const text = 'a=+%25%26%2B%C2%A3%E2%82%AC';
  test('the mock reads it', () => expect(parseParameters(text).values.get('a')).toBe(value));
  test('the suites write it', () => {
    expect(encoded([['a', value]], '+')).toBe(text);
    expect(encoded([['a', value]])).toBe(text.replace('+', '%20'));
  });
});

describe('redirects back to the client (RFC 6749 §4.1.2)', () => {
  test.each([
    ['with a code', `${callback}?code=SplxlOBeZQQYbYS6WxSbIA&state=xyz`, { code: 'SplxlOBeZQQYbYS6WxSbIA', state: 'xyz' }],
    ['with an error', `${callback}?error=access_denied&state=xyz`, { error: 'access_denied', state: 'xyz' }],
    [
      'with a token in the fragment',
      'http://example.com/cb#access_token=2YotnFZFEjr1zCsicMWpAA&state=xyz&token_type=example&expires_in=3600',
      { access_token: '2YotnFZFEjr1zCsicMWpAA', state: 'xyz', token_type: 'example', expires_in: '3600' },
    ],
    ['with an error in the fragment', `${callback}#error=access_denied&state=xyz`, { error: 'access_denied', state: 'xyz' }],
  ])('%s', (_, location, parameters) => expect(Object.fromEntries(returnedBy(location))).toEqual(parameters));
});

describe('answers of the token endpoint (RFC 6749 §5)', () => {
  const tokens = {
    access_token: '2YotnFZFEjr1zCsicMWpAA',
    token_type: 'example',
    expires_in: 3600,
    refresh_token: 'tGzv3JOkF0XG5Qx2TlKWIA',
    example_parameter: 'example_value',
  };

  test('that of section 5.1 gives tokens', () => {
    expect(givesTokens(answered(200, tokens))).toBe(true);
    expect(expectTokenError(answered(200, tokens), ['invalid_request'])).toHaveLength(1);
  });
  test('that of section 5.2 is an error, and a flat one', () => {
    const error = answered(400, { error: 'invalid_request' });
    expect(errorOf(error)).toBe('invalid_request');
    expect(givesTokens(error)).toBe(false);
    expect(expectFlatError(error)).toEqual([]);
    expect(expectTokenError(error, ['invalid_request'])).toEqual([]);
  });
});

describe('scopes (RFC 6749 §3.3)', () => {
  test('are separated by spaces, in any order', () => {
    expect(scopesOf('read write')).toEqual(['read', 'write']);
    expect(scopesIn('read write')).toEqual(['read', 'write']);
    expect(scopesIn('https://example.com/a:b !#[]~').length).toBe(2);
  });
});

describe('redirect URIs of native apps (RFC 8252 §7.3)', () => {
  const client = { public: true, redirectUris: ['http://127.0.0.1/oauth2redirect/example-provider', 'http://[::1]/cb'] };
  test.each([
    ['http://127.0.0.1:51004/oauth2redirect/example-provider', true],
    ['http://[::1]:61023/cb', true],
    ['http://127.0.0.1:51004/oauth2redirect/other', false],
    ['http://127.0.0.2:51004/oauth2redirect/example-provider', false],
    ['https://127.0.0.1:51004/oauth2redirect/example-provider', false],
  ])('%s: %s', (uri, registered) => expect(isRegistered(client, uri)).toBe(registered));
});
