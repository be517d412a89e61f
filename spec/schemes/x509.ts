/**
 * X.509 certificates, written without a library: the mock issues them, and the suites forge them.
 *
 * @module
 * @see RFC 5280 §4.1
 */
import { bits, context, membersOf, objectId, octets, sequence, set, small, tagged, time, utf8, yes, type Der } from './der.ts';

/** The content of a certificate. */
export interface CertificateClaims {
  /** A positive integer, its most significant byte first. */
  readonly serial: Uint8Array;
  readonly issuer: Der;
  readonly validity: Der;
  readonly subject: Der;
  /** As SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  readonly extensions: readonly Der[];
}

/** ECDSA with SHA-256. @see RFC 5758 §3.2 */
const signature = sequence(objectId('1.2.840.10045.4.3.2'));

/** A name that consists of a common name. */
export const commonName = (name: string): Der => sequence(set(sequence(objectId('2.5.4.3'), utf8(name))));

/** From one time to another, in milliseconds since the epoch. */
export const validity = (from: number, until: number): Der => sequence(time(from), time(until));

/** @see RFC 5280 §4.2.1 */
export const extension = (id: string, value: Der, critical = false): Der =>
  sequence(objectId(`2.5.29.${id}`), ...(critical ? [yes] : []), octets(value));

export const basicConstraints = (...members: readonly Der[]): Der => extension('19', sequence(...members), true);
export const keyUsage = (byte: number, unused: number): Der => extension('15', bits(Uint8Array.of(byte), unused), true);
export const extendedKeyUsage = (id: string): Der => extension('37', sequence(objectId(id)));

/**
 * A certificate.
 *
 * @param sign - signs with ECDSA on P-256 and SHA-256
 */
export function certificateOf(claims: CertificateClaims, sign: (bytes: Uint8Array) => Uint8Array): Der {
  const signed = sequence(
    tagged(context(0, true), small(2)),
    tagged(0x02, claims.serial),
    signature,
    claims.issuer,
    claims.validity,
    claims.subject,
    claims.publicKey,
    tagged(context(3, true), sequence(...claims.extensions)),
  );
  return sequence(signed, signature, bits(sign(signed)));
}

/** The parts of a certificate that a forgery keeps. */
export function partsOfCertificate(certificate: Der): Pick<CertificateClaims, 'issuer' | 'validity' | 'subject'> {
  const members = membersOf(membersOf(certificate)[0]!);
  // Version 1 has no version.
  const [, , issuer, validityPeriod, subject] = members[0]![0] === context(0, true) ? members.slice(1) : members;
  return { issuer: issuer!, validity: validityPeriod!, subject: subject! };
}

/** A value as PEM. @see RFC 7468 §2 */
export function pem(label: string, bytes: Uint8Array): string {
  const lines = btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join('')).match(/.{1,64}/g)!;
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** Whether a credential is a certificate as PEM. */
export const isPem = (credential: string): boolean => credential.includes('-----BEGIN CERTIFICATE-----');
