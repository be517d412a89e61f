/**
 * The examples of the standards themselves, against the parsers and writers of both sides.
 *
 * @module
 * @see RFC 4291 §2.2; RFC 4291 §2.3; RFC 5952 §4; RFC 4632 §3.1
 */
import { describe, expect, test } from 'vitest';
import { addressIn, borderOf, parseRange } from '../../../spec/address.ts';

/** An address as this project writes it. */
const written = (text: string) => borderOf(parseRange(text)!).first;
const same = (one: string, other: string) => addressIn([parseRange(one)!], other) && addressIn([parseRange(other)!], one);

describe('texts of IPv6 addresses (RFC 4291 §2.2)', () => {
  test.each(['ABCD:EF01:2345:6789:ABCD:EF01:2345:6789', '2001:DB8:0:0:8:800:200C:417A'])('%s', (text) =>
    expect(parseRange(text)?.prefix).toBe(128),
  );
  test.each([
    ['2001:DB8:0:0:8:800:200C:417A', '2001:DB8::8:800:200C:417A'],
    ['FF01:0:0:0:0:0:0:101', 'FF01::101'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['0:0:0:0:0:0:13.1.68.3', '::13.1.68.3'],
    ['0:0:0:0:0:FFFF:129.144.52.38', '::FFFF:129.144.52.38'],
  ])('%s is %s', (one, other) => expect(same(one, other)).toBe(true));

  test('a mapped address is the IPv4 address in it (2.5.5.2)', () => expect(same('129.144.52.38', '::FFFF:129.144.52.38')).toBe(true));
});

describe('texts of prefixes (RFC 4291 §2.3)', () => {
  const border = borderOf(parseRange('2001:0DB8:0000:CD30:0000:0000:0000:0000/60')!);
  test.each(['2001:0DB8::CD30:0:0:0:0/60', '2001:0DB8:0:CD30::/60'])('%s is the same prefix', (text) =>
    expect(borderOf(parseRange(text)!)).toEqual(border),
  );
  test('an address and its prefix may be written as one', () =>
    expect(borderOf(parseRange('2001:0DB8:0:CD30:123:4567:89AB:CDEF/60')!)).toEqual(border));
  test('2001:0DB8:0:CD3/60 drops a zero, and is none', () => expect(parseRange('2001:0DB8:0:CD3/60')).toBeUndefined());
  test.each(['2001:0DB8::CD30/60', '2001:0DB8::CD3/60'])('%s is another prefix', (text) =>
    expect(borderOf(parseRange(text)!)).not.toEqual(border),
  );
});

describe('the recommended text (RFC 5952 §4)', () => {
  test.each([
    ['4.1', '2001:0db8::0001', '2001:db8::1'],
    ['4.2.1', '2001:db8:0:0:0:0:2:1', '2001:db8::2:1'],
    ['4.2.2', '2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['4.2.3', '2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['4.2.3', '2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['4.3', '2001:DB8::AAAA', '2001:db8::aaaa'],
  ])('section %s: %s is written %s', (_, text, recommended) => expect(written(text)).toBe(recommended));

  test.each([
    '2001:db8:0:0:1:0:0:1',
    '2001:0db8:0:0:1:0:0:1',
    '2001:db8::1:0:0:1',
    '2001:db8::0:1:0:0:1',
    '2001:0db8::1:0:0:1',
    '2001:db8:0:0:1::1',
    '2001:db8:0000:0:1::1',
    '2001:DB8:0:0:1::1',
  ])('%s is one address in eight spellings (2)', (text) => expect(written(text)).toBe('2001:db8::1:0:0:1'));
});

describe('classless blocks (RFC 4632 §3.1)', () => {
  test.each([
    ['172.16.0.0/12', '172.16.0.0', '172.31.255.255'],
    ['192.168.99.0/24', '192.168.99.0', '192.168.99.255'],
    ['10.0.0.0/8', '10.0.0.0', '10.255.255.255'],
    ['0.0.0.0/0', '0.0.0.0', '255.255.255.255'],
    ['192.0.2.1/32', '192.0.2.1', '192.0.2.1'],
  ])('%s runs from %s to %s', (text, first, last) => expect(borderOf(parseRange(text)!)).toMatchObject({ first, last }));
});
