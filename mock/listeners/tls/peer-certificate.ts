/**
 * Certificates that clients present.
 *
 * @module
 */
import { X509Certificate } from 'node:crypto';
import { TLSSocket } from 'node:tls';
import { untrusted } from '../../../spec/schemes/certificate.ts';
import { isPem } from '../../../spec/schemes/x509.ts';

/** Reads the client certificate of a connection; undefined if the client presented none. */
export type PeerCertificates = (socket: object) => string | undefined;

/** The common name of a subject, as Node writes it: one attribute on each line. */
const nameIn = (subject: string) => /^CN=(.*)$/m.exec(subject)?.[1] ?? '';

/** The name by which the mock knows a credential: of a certificate, the common name of its subject. */
export const identityOf = (credential: string): string =>
  isPem(credential) ? nameIn(new X509Certificate(credential).subject) : credential;

/**
 * Reads certificates that an authority issued. The name of any other is marked as untrusted. Of one that has expired, the state of its principal is
 * known, so it is read like a valid one.
 *
 * @param ca - PEM of the authority
 */
export function peerCertificates(ca: string): PeerCertificates {
  const { publicKey } = new X509Certificate(ca);
  const read = new WeakMap<object, string>();
  return (socket) => {
    if (!(socket instanceof TLSSocket)) return undefined;
    const known = read.get(socket);
    if (known !== undefined) return known;
    const certificate = socket.getPeerX509Certificate();
    if (certificate === undefined) return undefined;
    const { authorized, authorizationError } = socket;
    const isExpired = String(authorizationError) === 'CERT_HAS_EXPIRED' && certificate.verify(publicKey);
    const name = nameIn(certificate.subject);
    const text = authorized || isExpired ? name : untrusted(name);
    read.set(socket, text);
    return text;
  };
}
