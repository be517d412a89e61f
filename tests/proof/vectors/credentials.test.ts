/**
 * The examples of the standards themselves, against the parsers and writers of both sides.
 *
 * @module
 * @see RFC 6750 §2; RFC 7617 §2; RFC 7617 §2.1; RFC 6749 §2.3.1; RFC 6265 §3.1; RFC 9110 §11.2
 */
import { describe, expect, test } from 'vitest';
import type { Scheme, SchemeKind } from '../../../spec/contract.ts';
import type { Carrier } from '../../../spec/message.ts';
import { isToken68 } from '../../../spec/schemes/authorization.ts';
import { schemeMethods } from '../../../spec/schemes/schemes.ts';
import { basicCredentials } from '../../../suites/oauth/dialogue.ts';

const scheme = (kind: SchemeKind, parameter = 'Authorization'): Scheme => ({
  name: 'Key',
  kind,
  type: 'http',
  parameter,
  challenge: '',
  flows: [],
  place: { pointer: '', file: '' },
});

/** Both directions: what a request carries is read as the credential, and the credential is written as the request carries it. */
function both(kind: SchemeKind, carrier: Carrier, credential: string, parameter?: string): void {
  const { take: observation, put } = schemeMethods[kind];
  const subject = scheme(kind, parameter);
  expect(observation(subject, carrier)).toEqual({ found: 'credential', credential });
  expect(put(subject, { target: carrier.target.split('?', 1)[0]!, headers: [] }, credential)).toEqual(carrier);
}

const carrying = (value: string): Carrier => ({ target: '/resource', headers: ['Authorization', value] });

describe('bearer tokens (RFC 6750 §2)', () => {
  test('in the header', () => both('bearer', carrying('Bearer mF_9.B5f-4.1JqM'), 'mF_9.B5f-4.1JqM'));
  test('in the query', () =>
    both('query', { target: '/resource?access_token=mF_9.B5f-4.1JqM', headers: [] }, 'mF_9.B5f-4.1JqM', 'access_token'));
  test('among other parameters', () =>
    expect(
      schemeMethods.query.take(scheme('query', 'access_token'), { target: '/resource?access_token=mF_9.B5f-4.1JqM&p=q', headers: [] }),
    ).toEqual({ found: 'credential', credential: 'mF_9.B5f-4.1JqM' }));
});

describe('user names and passwords (RFC 7617 §2)', () => {
  test('in ASCII', () => both('basic', carrying('Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=='), 'Aladdin:open sesame'));
  test('in UTF-8 (RFC 7617 §2.1)', () => both('basic', carrying('Basic dGVzdDoxMjPCow=='), 'test:123£'));
  test('not in Latin-1, which is no UTF-8', () =>
    expect(schemeMethods.basic.take(scheme('basic'), carrying('Basic dGVzdDoxMjOj'))).toMatchObject({ found: 'malformed' }));
});

describe('client ids and secrets (RFC 6749 §2.3.1)', () => {
  const value = 'Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW';
  test('the mock reads them', () => both('basic', carrying(value), 's6BhdRkqt3:gX1fBat3bV'));
  test('the suites write them', () => expect(basicCredentials('s6BhdRkqt3', 'gX1fBat3bV')).toBe(value));
});

describe('cookies (RFC 6265 §3.1)', () => {
  const carrier = { target: '/', headers: ['Cookie', 'SID=31d4d96e407aad42; lang=en-US'] };
  test.each([
    ['SID', '31d4d96e407aad42'],
    ['lang', 'en-US'],
  ])('%s is found among others', (name, credential) =>
    expect(schemeMethods.cookie.take(scheme('cookie', name), carrier)).toEqual({ found: 'credential', credential }),
  );
});

describe('token68 (RFC 9110 §11.2)', () => {
  test.each(['mF_9.B5f-4.1JqM', 'QWxhZGRpbjpvcGVuIHNlc2FtZQ==', 'a-._~+/0=', 'Z'])('%s is one', (text) =>
    expect(isToken68(text)).toBe(true),
  );
  test.each(['', '=', 'a=b', 'a b', 'a,b', 'a"b', 'ä', 'a:b'])('"%s" is none', (text) => expect(isToken68(text)).toBe(false));
});
