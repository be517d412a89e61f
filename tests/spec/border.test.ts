import { BlockList } from 'node:net';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { borderOf, parseRange } from '../../spec/address.ts';

const octet = fc.constantFrom(0, 1, 127, 128, 203, 255);
const ipv4 = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join('.'));
const group = fc.constantFrom('0', '1', 'db8', '2001', 'ffff', '8000');
const ipv6 = fc
  .array(group, { minLength: 8, maxLength: 8 })
  .map((groups) => groups.join(':'))
  .filter((address) => !/^0:0:0:0:0:(0|ffff):/.test(address));

test.each([
  ['ipv4', ipv4, 32],
  ['ipv6', ipv6, 128],
] as const)('By node:net, the ends and the middle of a range lie in it and its neighbours do not (%s)', (family, addresses, bits) => {
  fc.assert(
    fc.property(addresses, fc.integer({ min: 1, max: bits }), (network, prefix) => {
      const list = new BlockList();
      list.addSubnet(network, prefix, family);
      const { first, middle, last, neighbours } = borderOf(parseRange(`${network}/${prefix}`)!);
      expect([first, middle, last].map((address) => list.check(address, family))).toEqual([true, true, true]);
      expect(neighbours.filter((address) => list.check(address, family))).toEqual([]);
      expect(neighbours.length).toBeGreaterThan(0);
    }),
    { numRuns: 1000 },
  );
});

test('Addresses are written as people write them', () => {
  expect(borderOf(parseRange('127.0.0.8/30')!)).toEqual({
    first: '127.0.0.8',
    middle: '127.0.0.10',
    last: '127.0.0.11',
    neighbours: ['127.0.0.7', '127.0.0.12'],
  });
  expect(borderOf(parseRange('2001:db8::/32')!)).toEqual({
    first: '2001:db8::',
    middle: '2001:db8:8000::',
    last: '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff',
    neighbours: ['2001:db7:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db9::'],
  });
  expect(borderOf(parseRange('::1')!)).toEqual({ first: '::1', middle: '::1', last: '::1', neighbours: ['::', '::2'] });
  expect(borderOf(parseRange('1:0:2:3:4:5:6:7')!).first).toBe('1:0:2:3:4:5:6:7');
});

test('A range of everything has no neighbours', () => {
  expect(borderOf(parseRange('0.0.0.0/0')!)).toMatchObject({ first: '0.0.0.0', last: '255.255.255.255', neighbours: [] });
  expect(borderOf(parseRange('::/0')!).neighbours).toEqual([]);
});
