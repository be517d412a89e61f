import { describe, expect, test } from 'vitest';
import { isHttpDate, directivesOf } from '../../../../suites/expectations/fields.ts';

describe('an HTTP date', () => {
  test.each(['Sun, 06 Nov 1994 08:49:37 GMT', 'Thu, 29 Feb 2024 23:59:59 GMT', 'Sat, 31 Dec 2016 23:59:60 GMT'])('is %s', (text) => {
    expect(isHttpDate(text)).toBe(true);
  });
  test.each([
    '',
    '0',
    '1994-11-06T08:49:37Z',
    'Sunday, 06-Nov-94 08:49:37 GMT',
    'Sun Nov  6 08:49:37 1994',
    'Sun, 6 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 08:49:37 UTC',
    'Sun, 06 Nov 1994 08:49:37 +0000',
    'Sun, 06 Nov 1994 28:49:37 GMT',
    ' Sun, 06 Nov 1994 08:49:37 GMT',
  ])('is not "%s"', (text) => {
    expect(isHttpDate(text)).toBe(false);
  });
});

describe('the directives of a header', () => {
  test('are separated at commas outside quotes, in all lines of the name', () => {
    const headers = ['Cache-Control', 'private="set-cookie, x", Max-Age = 60', 'cache-control', 'no-store,,', 'Other', 'public'];
    expect([...directivesOf(headers, 'cache-control')]).toEqual([
      ['private', 'set-cookie, x'],
      ['max-age', '60'],
      ['no-store', ''],
    ]);
  });

  test('are separated at semicolons where that is their separator', () => {
    const headers = ['Strict-Transport-Security', 'max-age="31536000" ; includeSubDomains;'];
    expect([...directivesOf(headers, 'strict-transport-security', ';')]).toEqual([
      ['max-age', '31536000'],
      ['includesubdomains', ''],
    ]);
  });

  test('are none without the header', () => expect(directivesOf([], 'cache-control').size).toBe(0));
});
