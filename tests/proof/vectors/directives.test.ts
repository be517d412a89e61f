/**
 * The examples of the standards themselves, against the parsers and writers of both sides.
 *
 * @module
 * @see RFC 6797 §6.2; RFC 9111 §5.2
 */
import { describe, expect, test } from 'vitest';
import { directivesOf } from '../../../suites/expectations/fields.ts';

describe('Strict-Transport-Security (RFC 6797 §6.2)', () => {
  test.each([
    ['max-age=31536000', { 'max-age': '31536000' }],
    ['max-age=15768000 ; includeSubDomains', { 'max-age': '15768000', includesubdomains: '' }],
    ['max-age="31536000"', { 'max-age': '31536000' }],
    ['max-age=0', { 'max-age': '0' }],
    ['max-age=0; includeSubDomains', { 'max-age': '0', includesubdomains: '' }],
  ])('%s', (field, directives) =>
    expect(Object.fromEntries(directivesOf(['Strict-Transport-Security', field], 'strict-transport-security', ';'))).toEqual(directives),
  );
});

describe('Cache-Control (RFC 9111 §5.2)', () => {
  test.each([
    ['max-age=5', { 'max-age': '5' }],
    ['private="Set-Cookie, Authorization", no-cache', { private: 'Set-Cookie, Authorization', 'no-cache': '' }],
    ['private, community="UCI"', { private: '', community: 'UCI' }],
    ['No-Store', { 'no-store': '' }],
  ])('%s', (field, directives) => expect(Object.fromEntries(directivesOf(['cache-control', field], 'Cache-Control'))).toEqual(directives));
});
