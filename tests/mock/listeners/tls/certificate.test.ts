import { createPrivateKey, X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { createAuthority } from '../../../../mock/listeners/tls/certificate.ts';
import { context, objectId, octets, small, tagged, time } from '../../../../spec/schemes/der.ts';

const now = Date.UTC(2026, 4, 6, 7, 8, 9);
const authority = await createAuthority(now);
const ca = new X509Certificate(authority.ca);
const made = async (kind: 'valid' | 'expired' | 'other-host' | 'unknown-authority') =>
  new X509Certificate((await authority.identity(kind)).cert);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test('The authority signs itself and may sign others', () => {
  expect(ca.ca).toBe(true);
  expect(ca.verify(ca.publicKey)).toBe(true);
  expect(ca.checkIssued(ca)).toBe(true);
});

test('A valid certificate is of the authority, for this host by name and address, and for now', async () => {
  const leaf = await made('valid');
  expect(leaf.verify(ca.publicKey)).toBe(true);
  expect(leaf.checkIssued(ca)).toBe(true);
  expect(leaf.ca).toBe(false);
  expect(leaf.checkHost('localhost')).toBe('localhost');
  expect([leaf.checkIP('127.0.0.1'), leaf.checkIP('::1'), leaf.checkIP('192.0.2.1')]).toEqual(['127.0.0.1', '::1', undefined]);
  expect([leaf.validFrom, leaf.validTo]).toEqual(['May  4 07:08:09 2026 GMT', 'May  5 07:08:09 2027 GMT']);
  expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
});

test('The key of an identity belongs to its certificate', async () => {
  const { cert, key } = await authority.identity('valid');
  expect(new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))).toBe(true);
});

test('A wrong certificate is wrong in one way', async () => {
  const [expired, foreign, strange] = [await made('expired'), await made('other-host'), await made('unknown-authority')];
  expect(Date.parse(expired.validTo)).toBeLessThan(now);
  expect(expired.verify(ca.publicKey)).toBe(true);
  expect([foreign.checkHost('localhost'), foreign.checkHost('other.invalid')]).toEqual([undefined, 'other.invalid']);
  expect(foreign.verify(ca.publicKey)).toBe(true);
  expect(strange.verify(ca.publicKey)).toBe(false);
  expect(strange.checkHost('localhost')).toBe('localhost');
});

test('DER is as the standard has it: lengths in each of their forms, identifiers, tags, times before and from 2050', () => {
  expect(hex(octets(new Uint8Array(2)))).toBe('04020000');
  expect(hex(octets(new Uint8Array(128)).subarray(0, 3))).toBe('048180');
  expect(hex(octets(new Uint8Array(300)).subarray(0, 4))).toBe('0482012c');
  expect(hex(objectId('1.2.840.10045.4.3.2'))).toBe('06082a8648ce3d040302');
  expect(hex(tagged(context(3, true), small(5)))).toBe('a303020105');
  const text = (moment: number) => Buffer.from(time(moment)).toString('latin1');
  expect(text(Date.UTC(2049, 11, 31, 23, 59, 59, 999))).toBe('\u0017\r491231235959Z');
  expect(text(Date.UTC(2050, 0, 1))).toBe('\u0018\u000f20500101000000Z');
});
