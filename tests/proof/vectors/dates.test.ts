/**
 * The examples of the standards themselves, against the parsers and writers of both sides.
 *
 * @module
 * @see RFC 9110 §5.6.7; RFC 9110 §10.2.3
 */
import { describe, expect, test } from 'vitest';
import { createDates } from '../../../mock/engine/response.ts';
import { isHttpDate } from '../../../suites/expectations/fields.ts';
import { targetSeconds } from '../../../suites/expectations/quota.ts';
import { formOf, wholeNumber } from '../../../suites/expectations/times.ts';

/** The one moment of the RFC's examples. */
const moment = Date.UTC(1994, 10, 6, 8, 49, 37);

describe('dates of HTTP (RFC 9110 §5.6.7)', () => {
  const preferred = 'Sun, 06 Nov 1994 08:49:37 GMT';

  test('the mock writes the preferred form', () => expect(createDates()(moment)).toBe(preferred));

  test('the suites take it for the form that may be sent, and read the moment', () => {
    expect(isHttpDate(preferred)).toBe(true);
    expect(targetSeconds({ status: 200, headers: ['Date', preferred], body: '' }, 0)).toBe(moment / 1000);
  });

  test.each([
    ['RFC 850', 'Sunday, 06-Nov-94 08:49:37 GMT'],
    ['asctime()', 'Sun Nov  6 08:49:37 1994'],
  ])('the suites do not take the obsolete form of %s for it', (_, text) => expect(isHttpDate(text)).toBe(false));
});

describe('Retry-After (RFC 9110 §10.2.3)', () => {
  test.each([
    ['Fri, 31 Dec 1999 23:59:59 GMT', 'http-date', undefined],
    ['120', 'delta-seconds', 120],
  ] as const)('%s is of the form %s', (text, form, seconds) => {
    expect(formOf(text)).toBe(form);
    expect(wholeNumber(text)).toBe(seconds);
  });
});
