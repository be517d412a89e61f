/**
 * Client certificates that no server may accept.
 *
 * @module
 */
import { createPrivateKey, generateKeyPairSync, sign, X509Certificate } from 'node:crypto';
import { untrusted } from '../../spec/schemes/certificate.ts';
import {
  basicConstraints,
  certificateOf,
  commonName,
  extendedKeyUsage,
  isPem,
  keyUsage,
  partsOfCertificate,
  pem,
} from '../../spec/schemes/x509.ts';

const unknownName = 'unknown.auth-conformance.example';

const clientPurpose = '1.3.6.1.5.5.7.3.2';

type Names = ReturnType<typeof partsOfCertificate>;

/** A certificate with these names that this side signs with a key of its own: as PEM, the key in front. */
function signedHere({ issuer, validity: period, subject }: Names): string {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const claims = {
    serial: Uint8Array.of(2),
    issuer,
    validity: period,
    subject,
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    extensions: [basicConstraints(), keyUsage(0b1000_0000, 7), extendedKeyUsage(clientPurpose)],
  };
  const certificate = certificateOf(claims, (bytes) => sign('sha256', bytes, authority));
  return pem('PRIVATE KEY', privateKey.export({ type: 'pkcs8', format: 'der' })) + pem('CERTIFICATE', certificate);
}

/** A certificate with the names and dates of a valid one, from an authority that no server knows. In process, its name marked as untrusted. */
export function forgedCertificate(valid: string): string {
  return isPem(valid) ? signedHere(partsOfCertificate(new X509Certificate(valid).raw)) : untrusted(valid);
}

/** A certificate of each valid one is enough: a connection is opened for each. */
const unknown = new Map<string, string>();

/** A certificate with a name and an authority that no server knows, for the dates of a valid one. */
export function unknownCertificate(valid: string): string {
  if (!isPem(valid)) return untrusted(unknownName);
  const known = unknown.get(valid);
  if (known !== undefined) return known;
  const name = commonName(unknownName);
  const made = signedHere({ ...partsOfCertificate(new X509Certificate(valid).raw), issuer: name, subject: name });
  unknown.set(valid, made);
  return made;
}

/**
 * Why a text is not a client certificate with its key; undefined if it is one.
 */
export function problemOfCertificate(text: string): string | undefined {
  if (!isPem(text)) return 'it contains no PEM certificate';
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) return 'it contains no PEM private key';
  try {
    return new X509Certificate(text).checkPrivateKey(createPrivateKey(text)) ? undefined : 'the private key is not that of the certificate';
  } catch (error) {
    return `it cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}
