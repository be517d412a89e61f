import { BlockList } from 'node:net';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressIn, parseRange } from '../../spec/address.ts';

const within = (range: string, address: string) => addressIn([parseRange(range)!], address);

/** Addresses that often share a prefix, so that hits are as common as misses. */
const octet = fc.constantFrom(0, 1, 127, 128, 203, 255);
const ipv4 = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join('.'));
const group = fc.constantFrom('0', '1', 'db8', '2001', 'ffff', '8000');
const ipv6 = fc
  .array(group, { minLength: 8, maxLength: 8 })
  .map((groups) => groups.join(':'))
  .filter((address) => !/^0:0:0:0:0:(0|ffff):/.test(address));

test('IPv4 ranges hold what node:net says that they hold', () => {
  fc.assert(
    fc.property(ipv4, fc.integer({ min: 0, max: 32 }), ipv4, (network, prefix, address) => {
      const list = new BlockList();
      list.addSubnet(network, prefix, 'ipv4');
      expect(within(`${network}/${prefix}`, address)).toBe(list.check(address, 'ipv4'));
    }),
    { numRuns: 2000 },
  );
});

test('IPv6 ranges hold what node:net says that they hold', () => {
  fc.assert(
    fc.property(ipv6, fc.integer({ min: 0, max: 128 }), ipv6, (network, prefix, address) => {
      const list = new BlockList();
      list.addSubnet(network, prefix, 'ipv6');
      expect(within(`${network}/${prefix}`, address)).toBe(list.check(address, 'ipv6'));
    }),
    { numRuns: 2000 },
  );
});

test('An IPv4-mapped address is that IPv4 address, in a range and in a question', () => {
  fc.assert(
    fc.property(ipv4, fc.integer({ min: 0, max: 32 }), ipv4, (network, prefix, address) => {
      const plain = within(`${network}/${prefix}`, address);
      expect(within(`${network}/${prefix}`, `::ffff:${address}`)).toBe(plain);
      expect(within(`::ffff:${network}/${prefix + 96}`, address)).toBe(plain);
    }),
  );
  expect(within('127.0.0.2', '::ffff:7f00:2')).toBe(true);
});

test('The first and the last address of a range are in, their neighbours out', () => {
  expect(['203.0.113.0', '203.0.113.255', '203.0.112.255', '203.0.114.0'].map((address) => within('203.0.113.0/24', address))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(
    ['2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db7:ffff::', '2001:db9::'].map((address) =>
      within('2001:db8::/32', address),
    ),
  ).toEqual([true, true, false, false]);
});

test('All spellings of an IPv6 address are one address', () => {
  for (const spelling of ['::1', '0:0:0:0:0:0:0:1', '0000::0001', '::0:1', '0::0.0.0.1', '::1%lo']) {
    expect(within('::1', spelling), spelling).toBe(true);
  }
});

test('Ranges of one family hold nothing of the other', () => {
  expect(within('0.0.0.0/0', '::1')).toBe(false);
  expect(within('::/0', '10.0.0.1')).toBe(false);
  expect(addressIn([], '10.0.0.1')).toBe(false);
});

test('What is no address or range is none', () => {
  const wrong = ['', '10', '10.0.0', '10.0.0.256', '010.0.0.1', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/08', '10.0.0.0/8/8', 'fe80::1%eth0'];
  const alsoWrong = [
    '::1::',
    ':',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8:9',
    '::g',
    '::12345',
    '::/129',
    '1.2.3.4::',
    '::1.2.3',
  ];
  expect([...wrong, ...alsoWrong].filter((text) => parseRange(text) !== undefined)).toEqual([]);
  expect(within('0.0.0.0/0', 'localhost')).toBe(false);
});
