import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import type { ListenerTraits } from './parts.ts';

/** A key and a certificate chain for a listener, and the authority that a client has to trust; all PEM. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const day = 86_400_000;

const names: x509.JsonGeneralNames = [
  { type: 'dns', value: 'localhost' },
  { type: 'ip', value: '127.0.0.1' },
  { type: 'ip', value: '::1' },
];

interface Authority {
  readonly certificate: x509.X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

async function authorityAt(now: number): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=Test authority of a mock server',
    notBefore: new Date(now - 30 * day),
    notAfter: new Date(now + 365 * day),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate, keys };
}

async function leafOf(authority: Authority, certificate: ListenerTraits['certificate'], now: number): Promise<Omit<Identity, 'ca'>> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const other = certificate === 'other-host';
  const leaf = await x509.X509CertificateGenerator.create({
    serialNumber: '02',
    subject: `CN=${other ? 'other.invalid' : 'localhost'}`,
    issuer: authority.certificate.subject,
    notBefore: new Date(now - 2 * day),
    notAfter: new Date(certificate === 'expired' ? now - day : now + 364 * day),
    signingKey: authority.keys.privateKey,
    publicKey: keys.publicKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(other ? [{ type: 'dns', value: 'other.invalid' }] : names),
      await x509.AuthorityKeyIdentifierExtension.create(authority.keys.publicKey),
    ],
  });
  return { key: await pemOf(keys.privateKey), cert: leaf.toString('pem') };
}

/** Makes identities of one test authority: as a client wants them, or wrong in one way. */
export async function createAuthority(
  now: number,
): Promise<{ readonly ca: string; identity(certificate: ListenerTraits['certificate']): Promise<Identity> }> {
  const authority = await authorityAt(now);
  const ca = authority.certificate.toString('pem');
  return {
    ca,
    async identity(certificate) {
      const signer = certificate === 'unknown-authority' ? await authorityAt(now) : authority;
      return { ...(await leafOf(signer, certificate, now)), ca };
    },
  };
}
