import { createHash, createPrivateKey, createPublicKey, generateKeyPair, sign, X509Certificate, type KeyObject } from 'node:crypto';
import { parseRange } from '../../../spec/address.ts';
import { context, octets, sequence, small, tagged, yes } from '../../../spec/schemes/der.ts';
import {
  basicConstraints,
  certificateOf,
  commonName,
  extendedKeyUsage,
  extension,
  keyUsage,
  pem,
  validity,
  type CertificateClaims,
} from '../../../spec/schemes/x509.ts';
import type { ListenerTraits } from '../../engine/parts.ts';

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

/** A CA as PEM, to be used again. */
export interface KeptAuthority {
  readonly ca: string;
  readonly key: string;
}

interface Authority {
  readonly name: string;
  readonly keys: Keys;
  readonly certificate: string;
}

const day = 86_400_000;
const authorityName = 'Test authority of a mock server';
const clientAuthorityName = 'Test authority of the clients of a mock server';

const makeKeys = () =>
  new Promise<Keys>((resolve, reject) => {
    generateKeyPair('ec', { namedCurve: 'P-256' }, (error, publicKey, privateKey) =>
      error ? reject(error) : resolve({ publicKey, privateKey }),
    );
  });

const exported = ({ publicKey }: Keys) => publicKey.export({ type: 'spki', format: 'der' });

const keyText = ({ privateKey }: Keys) => pem('PRIVATE KEY', privateKey.export({ type: 'pkcs8', format: 'der' }));

/** The key identifier: the digest of the public point, which is the last 65 bytes of the export. @see RFC 5280 §4.2.1.2 */
const keyId = (keys: Keys): Uint8Array => createHash('sha1').update(exported(keys).subarray(-65)).digest();

const certify = (claims: CertificateClaims, { privateKey }: Keys) =>
  pem(
    'CERTIFICATE',
    certificateOf(claims, (bytes) => sign('sha256', bytes, privateKey)),
  );

async function authorityAt(now: number, name = authorityName): Promise<Authority> {
  const keys = await makeKeys();
  const extensions = [basicConstraints(yes, small(0)), keyUsage(0b0000_0110, 1), extension('14', octets(keyId(keys)))];
  const subject = commonName(name);
  const claims = {
    serial: Uint8Array.of(1),
    issuer: subject,
    subject,
    publicKey: exported(keys),
    validity: validity(now - 30 * day, now + 3650 * day),
  };
  return { name, keys, certificate: certify({ ...claims, extensions }, keys) };
}

const dns = (name: string) => tagged(context(2, false), new TextEncoder().encode(name));
const ip = (...bytes: readonly number[]) => tagged(context(7, false), Uint8Array.from(bytes));

const here = ['localhost', '127.0.0.1', '::1'];
const elsewhere = ['other.invalid'];

/** A name of a certificate: an IP address by its bytes, else a host name. @see RFC 5280 §4.2.1.6 */
function nameOf(text: string): Uint8Array {
  const words = text.includes('/') ? undefined : parseRange(text)?.words;
  return words ? ip(...words.flatMap((word) => [24, 16, 8, 0].map((shift) => (word >>> shift) & 0xff))) : dns(text);
}

/** A serial number that no other certificate of the CA has: browsers refuse a second one. @see RFC 5280 §4.1.2.2 */
const serialOf = (keys: Keys): Uint8Array =>
  Uint8Array.from(keyId(keys).subarray(0, 16), (byte, index) => (index === 0 ? (byte & 0x3f) | 0x40 : byte));

/** The purposes of a certificate. @see RFC 5280 §4.2.1.12 */
const purposes = { server: '1.3.6.1.5.5.7.3.1', client: '1.3.6.1.5.5.7.3.2' } as const;

interface Leaf {
  readonly subject: string;
  readonly purpose: keyof typeof purposes;
  readonly until: number;
  readonly names?: readonly Uint8Array[];
}

async function leafOf(authority: Authority, { subject, purpose, until, names }: Leaf, now: number): Promise<Omit<Identity, 'ca'>> {
  const keys = await makeKeys();
  const extensions = [
    basicConstraints(),
    keyUsage(0b1000_0000, 7),
    extendedKeyUsage(purposes[purpose]),
    ...(names ? [extension('17', sequence(...names))] : []),
    extension('35', sequence(tagged(context(0, false), keyId(authority.keys)))),
  ];
  const claims = {
    serial: serialOf(keys),
    issuer: commonName(authority.name),
    validity: validity(now - 2 * day, until),
    subject: commonName(subject),
    publicKey: exported(keys),
    extensions,
  };
  return { key: keyText(keys), cert: certify(claims, authority.keys) };
}

/** An authority that was kept. @throws {Error} if its key is not one, or another's */
function authorityFrom({ ca, key }: KeptAuthority): Authority {
  const privateKey = createPrivateKey(key);
  const keys = { privateKey, publicKey: createPublicKey(privateKey) };
  if (!new X509Certificate(ca).checkPrivateKey(privateKey)) throw new Error('the key of the CA is that of another certificate');
  return { name: authorityName, keys, certificate: ca };
}

/** What issues valid and invalid certificates of a listener. */
export interface ListenerAuthority extends KeptAuthority {
  identity(certificate: ListenerTraits['certificate']): Promise<Identity>;
}

/**
 * Creates a test CA, or takes one that was kept.
 *
 * @param names - host names and IP addresses for its certificates, besides those of this machine
 */
export async function createAuthority(now: number, names: readonly string[] = [], kept?: KeptAuthority): Promise<ListenerAuthority> {
  const authority = kept ? authorityFrom(kept) : await authorityAt(now);
  const ca = authority.certificate;
  return {
    ca,
    key: keyText(authority.keys),
    async identity(certificate) {
      const signer = certificate === 'unknown-authority' ? await authorityAt(now) : authority;
      const other = certificate === 'other-host';
      const leaf = {
        subject: other ? 'other.invalid' : 'localhost',
        purpose: 'server',
        until: certificate === 'expired' ? now - day : now + 364 * day,
        names: (other ? elsewhere : [...new Set([...here, ...names])]).map(nameOf),
      } as const;
      return { ...(await leafOf(signer, leaf, now)), ca };
    },
  };
}

/** A test CA of clients. */
export interface ClientAuthority {
  readonly ca: string;
  /** Issues a certificate with this common name: as PEM, the key in front. */
  issue(name: string, state: 'valid' | 'expired'): Promise<string>;
}

/** Creates a test CA of clients. */
export async function createClientAuthority(now: number): Promise<ClientAuthority> {
  const authority = await authorityAt(now, clientAuthorityName);
  return {
    ca: authority.certificate,
    async issue(name, state) {
      const until = state === 'expired' ? now - day : now + 3649 * day;
      const { key, cert } = await leafOf(authority, { subject: name, purpose: 'client', until }, now);
      return key + cert;
    },
  };
}
