import { expect, test } from 'vitest';
import { reachabilityLines } from '../../../suites/preflight/reachability.ts';
import type { Secured } from '../../../suites/http/target.ts';

const day = 86_400_000;
const now = Date.parse('2027-01-01T12:00:00Z');
const good: Secured = {
  protocol: 'TLSv1.3',
  namesHost: true,
  names: 'staging.example.com',
  issuer: 'Example CA',
  validFrom: now - 30 * day,
  validUntil: now + 60 * day,
};

/** What is said of a server that presents this. */
function linesOf(changes: Partial<Secured>) {
  const found = {
    host: 'staging.example.com',
    port: 443,
    addresses: ['203.0.113.7'],
    connected: { address: '203.0.113.7', milliseconds: 12 },
  };
  const secured = { ...good, ...changes };
  const lines = reachabilityLines({ ...found, secured }, { key: 'target', url: 'https://staging.example.com' }, { insecure: false }, now);
  return lines.filter(({ outcome }) => outcome !== 'pass');
}

test('a certificate that is good for long is fine', () => {
  expect(linesOf({})).toEqual([]);
});

test.for([
  [0.5, 'today'],
  [1.5, 'in 1 day'],
  [13.9, 'in 13 days'],
] as const)('a certificate that ends in %d days is a warning', ([days, says]) => {
  const expected = { id: 'target-certificate', outcome: 'warning', configuration: 'target', message: expect.stringMatching(`, ${says}$`) };
  expect(linesOf({ validUntil: now + days * day })).toEqual([expect.objectContaining(expected)]);
});

test('a certificate that begins tomorrow fails, by the clock of this machine perhaps', () => {
  expect(linesOf({ validFrom: now + day })).toEqual([
    expect.objectContaining({ outcome: 'fail', configuration: 'tls.insecure', fix: 'check the clock of this machine' }),
  ]);
});

test('a version that is out of date is a warning', () => {
  expect(linesOf({ protocol: 'TLSv1.1' })).toEqual([
    expect.objectContaining({ id: 'target-tls', outcome: 'warning', message: 'the server uses TLSv1.1, which is outdated' }),
  ]);
});
