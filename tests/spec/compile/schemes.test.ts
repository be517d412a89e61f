import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Scheme, SchemeKind } from '../../../spec/contract.ts';
import type { Carrier } from '../../../spec/message.ts';
import { schemeMethods } from '../../../spec/schemes/schemes.ts';

const scheme = (kind: SchemeKind, parameter = 'Authorization'): Scheme => ({
  name: 'Key',
  kind,
  type: 'http',
  parameter,
  challenge: 'Bearer',
  flows: [],
  place: { pointer: '', file: '' },
});
const PLAIN: Carrier = { target: '/things?limit=1', headers: ['Accept', '*/*'] };
const carrying = (...headers: readonly string[]): Carrier => ({ target: '/things', headers });
const observation = (kind: SchemeKind, carrier: Carrier, parameter?: string) => schemeMethods[kind].take(scheme(kind, parameter), carrier);

const CREDENTIALS: readonly (readonly [SchemeKind, fc.Arbitrary<string>])[] = [
  ['bearer', fc.stringMatching(/^[A-Za-z0-9._~+/-]{1,40}={0,2}$/)],
  ['basic', fc.tuple(fc.stringMatching(/^[^:]{0,10}$/u), fc.string({ unit: 'grapheme' })).map(([user, password]) => `${user}:${password}`)],
  ['header', fc.stringMatching(/^[!-~]{1,40}$/)],
  ['query', fc.string({ unit: 'grapheme', minLength: 1 })],
  ['cookie', fc.stringMatching(/^[!#-+\--:<-[\]-~]{1,40}$/)],
];

test('What a scheme puts into a request it takes out of it, whatever stood there before', () => {
  for (const [kind, credentials] of CREDENTIALS) {
    const methods = schemeMethods[kind];
    const subject = scheme(kind, ['bearer', 'basic'].includes(kind) ? 'Authorization' : 'x-key');
    fc.assert(
      fc.property(credentials, credentials, (first, second) => {
        const carrier = methods.put(subject, methods.put(subject, PLAIN, first), second);
        expect(methods.take(subject, carrier)).toEqual({ found: 'credential', credential: second });
        expect(carrier.headers.slice(0, 2)).toEqual(PLAIN.headers);
        expect(carrier.target.startsWith(PLAIN.target)).toBe(true);
      }),
    );
  }
});

test('Nothing is found in a request that carries nothing', () => {
  for (const [kind, methods] of Object.entries(schemeMethods)) {
    expect(methods.kind).toBe(kind);
    expect(methods.take(scheme(methods.kind, 'x-key'), PLAIN), kind).toEqual({ found: 'nothing' });
  }
});

test('A bearer token is known by its scheme in any case, after one space or more', () => {
  for (const value of ['Bearer abc', 'bearer abc', 'BEARER   abc', ' Bearer abc ']) {
    expect(observation('bearer', carrying('authorization', value)), value).toEqual({ found: 'credential', credential: 'abc' });
  }
});

test('What is not a bearer token is malformed, and another scheme is none of its business', () => {
  for (const value of ['Bearer', 'Bearer ', 'Bearer a b', 'Bearer a,b', 'Bearer "abc"', 'Bearer a=b', '', '"abc"', 'Bearer\tabc']) {
    expect(observation('bearer', carrying('Authorization', value)), value).toMatchObject({
      found: 'malformed',
      problem: expect.not.stringMatching('repeated'),
    });
  }
  for (const value of ['Basic YTpi', 'Token abc', 'abc'])
    expect(observation('bearer', carrying('Authorization', value)), value).toEqual({ found: 'nothing' });
});

test('A field, parameter or cookie that stands twice is malformed for that', () => {
  const twice = { found: 'malformed', problem: 'repeated' };
  for (const kind of ['bearer', 'basic'] as const) {
    expect(observation(kind, carrying('Authorization', 'Bearer a', 'authorization', 'Basic YTpi'))).toMatchObject(twice);
  }
  expect(observation('header', carrying('X-Key', 'a', 'x-key', 'a'), 'X-Key')).toMatchObject(twice);
  expect(observation('query', { target: '/?key=a&key=b', headers: [] }, 'key')).toMatchObject(twice);
  expect(observation('cookie', carrying('Cookie', 'key=a', 'Cookie', 'key=b'), 'key')).toMatchObject(twice);
});

test('Basic credentials are Base64 of UTF-8 with a colon, all else is malformed', () => {
  expect(observation('basic', carrying('Authorization', 'basic w6TDtjrwn5iAOg=='))).toEqual({ found: 'credential', credential: 'äö:😀:' });
  for (const value of ['Basic', 'Basic ?', 'Basic YWI=', 'Basic //8=', 'Basic a']) {
    expect(observation('basic', carrying('Authorization', value)), value).toMatchObject({
      found: 'malformed',
      problem: expect.not.stringMatching('repeated'),
    });
  }
  expect(observation('basic', carrying('Authorization', 'Bearer abc'))).toEqual({ found: 'nothing' });
});

test('An empty key is malformed, not absent', () => {
  expect(observation('header', carrying('X-Key', ' '), 'X-Key')).toMatchObject({ found: 'malformed' });
  expect(observation('query', { target: '/?key=', headers: [] }, 'key')).toMatchObject({ found: 'malformed' });
  expect(observation('query', { target: '/?key', headers: [] }, 'key')).toMatchObject({ found: 'malformed' });
  expect(observation('cookie', carrying('Cookie', 'key='), 'key')).toMatchObject({ found: 'malformed' });
});

test('A key in the query is decoded, and one that cannot be is malformed', () => {
  expect(observation('query', { target: '/?a=1&k%65y=x%2By+z', headers: [] }, 'key')).toEqual({ found: 'credential', credential: 'x+y z' });
  expect(observation('query', { target: '/?key=%ff', headers: [] }, 'key')).toMatchObject({ found: 'malformed' });
});

test('A cookie is found among others, in one field or several, quoted or not', () => {
  expect(observation('cookie', carrying('Cookie', 'a=1; key="x=y"; keys=2', 'Cookie', 'b=2'), 'key')).toEqual({
    found: 'credential',
    credential: 'x=y',
  });
  const { headers } = schemeMethods.cookie.put(scheme('cookie', 'key'), carrying('cookie', 'a=1; key=old', 'Cookie', 'b=2'), 'new');
  expect(headers).toEqual(['Cookie', 'a=1; b=2; key=new']);
});

test('What cannot be simulated is never found, whatever a request carries', () => {
  const carrier = schemeMethods.unsupported.put(scheme('unsupported'), carrying('Authorization', 'Hmac abc'), 'abc');
  expect(carrier).toEqual(carrying('Authorization', 'Hmac abc'));
  expect(observation('unsupported', carrier)).toEqual({ found: 'nothing' });
});

test('A certificate belongs to the connection, and a Digest response is made where the request is sent', () => {
  for (const kind of ['certificate', 'digest'] as const) {
    const carrier = schemeMethods[kind].put(scheme(kind), carrying(), 'user:abc');
    expect(carrier).toEqual({ ...carrying(), [kind]: 'user:abc' });
    expect(observation(kind, carrier)).toEqual({ found: 'credential', credential: 'user:abc' });
    expect(observation(kind, carrying('Authorization', 'Basic abc'))).toEqual({ found: 'nothing' });
  }
  expect(observation('digest', carrying('Authorization', 'digest nc=1'))).toEqual({ found: 'credential', credential: 'nc=1' });
  expect(observation('digest', carrying('Authorization', 'Digest'))).toMatchObject({ found: 'malformed', problem: 'empty' });
});
