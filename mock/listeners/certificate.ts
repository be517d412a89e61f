import { createHash, generateKeyPair, sign, type KeyObject } from 'node:crypto';
import { bits, context, objectId, octets, sequence, set, small, tagged, time, utf8, yes, type Der } from './der.ts';
import type { ListenerTraits } from '../engine/parts.ts';

/** The key and certificate of a listener, and the CA certificate; all PEM. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
}

interface Keys {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** The content of a certificate. */
interface Claims {
  readonly serial: number;
  readonly subject: string;
  readonly keys: Keys;
  readonly from: number;
  readonly until: number;
  readonly extensions: readonly Der[];
}

interface Authority {
  readonly keys: Keys;
  readonly certificate: string;
}

const day = 86_400_000;
const authorityName = 'Test authority of a mock server';
const signature = sequence(objectId('1.2.840.10045.4.3.2'));

const makeKeys = () =>
  new Promise<Keys>((resolve, reject) => {
    generateKeyPair('ec', { namedCurve: 'P-256' }, (error, publicKey, privateKey) =>
      error ? reject(error) : resolve({ publicKey, privateKey }),
    );
  });

function pem(label: string, der: Der): string {
  const lines = Buffer.from(der)
    .toString('base64')
    .match(/.{1,64}/g)!;
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

const nameOf = (name: string) => sequence(set(sequence(objectId('2.5.4.3'), utf8(name))));

/** The key identifier: the digest of the public point, which is the last 65 bytes of the export. @see RFC 5280 §4.2.1.2 */
function keyId({ publicKey }: Keys): Uint8Array {
  const exported = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha1').update(exported.subarray(-65)).digest();
}

/** @see RFC 5280 §4.2.1 */
const extension = (id: string, value: Der, critical = false) =>
  sequence(objectId(`2.5.29.${id}`), ...(critical ? [yes] : []), octets(value));

const basicConstraints = (...members: readonly Der[]) => extension('19', sequence(...members), true);
const keyUsage = (byte: number, unused: number) => extension('15', bits(Uint8Array.of(byte), unused), true);

/** A certificate as PEM. @see RFC 5280 §4.1 */
function certify({ serial, subject, keys, from, until, extensions }: Claims, issuer: Keys): string {
  const claims = sequence(
    tagged(context(0, true), small(2)),
    small(serial),
    signature,
    nameOf(authorityName),
    sequence(time(from), time(until)),
    nameOf(subject),
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    tagged(context(3, true), sequence(...extensions)),
  );
  return pem('CERTIFICATE', sequence(claims, signature, bits(sign('sha256', claims, issuer.privateKey))));
}

async function authorityAt(now: number): Promise<Authority> {
  const keys = await makeKeys();
  const extensions = [basicConstraints(yes, small(0)), keyUsage(0b0000_0110, 1), extension('14', octets(keyId(keys)))];
  const claims = { serial: 1, subject: authorityName, keys, from: now - 30 * day, until: now + 365 * day, extensions };
  return { keys, certificate: certify(claims, keys) };
}

const dns = (name: string) => tagged(context(2, false), new TextEncoder().encode(name));
const ip = (...bytes: readonly number[]) => tagged(context(7, false), Uint8Array.from(bytes));

const here = [dns('localhost'), ip(127, 0, 0, 1), ip(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)];
const elsewhere = [dns('other.invalid')];

async function leafOf(authority: Authority, certificate: ListenerTraits['certificate'], now: number): Promise<Omit<Identity, 'ca'>> {
  const keys = await makeKeys();
  const other = certificate === 'other-host';
  const extensions = [
    basicConstraints(),
    keyUsage(0b1000_0000, 7),
    extension('37', sequence(objectId('1.3.6.1.5.5.7.3.1'))),
    extension('17', sequence(...(other ? elsewhere : here))),
    extension('35', sequence(tagged(context(0, false), keyId(authority.keys)))),
  ];
  const until = certificate === 'expired' ? now - day : now + 364 * day;
  const claims = { serial: 2, subject: other ? 'other.invalid' : 'localhost', keys, from: now - 2 * day, until, extensions };
  return {
    key: pem('PRIVATE KEY', keys.privateKey.export({ type: 'pkcs8', format: 'der' })),
    cert: certify(claims, authority.keys),
  };
}

/** Creates a test CA, which issues valid and invalid certificates. */
export async function createAuthority(
  now: number,
): Promise<{ readonly ca: string; identity(certificate: ListenerTraits['certificate']): Promise<Identity> }> {
  const authority = await authorityAt(now);
  const ca = authority.certificate;
  return {
    ca,
    async identity(certificate) {
      const signer = certificate === 'unknown-authority' ? await authorityAt(now) : authority;
      return { ...(await leafOf(signer, certificate, now)), ca };
    },
  };
}
