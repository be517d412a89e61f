import type { SchemeMethods } from './scheme.ts';

/**
 * A client certificate. It belongs to the connection, and is written in one of three forms: PEM with its key for a client, the common name of its
 * subject for the mock, and the same name marked as untrusted if no authority of the mock issued it, or not for this time.
 *
 * @see RFC 5246 §7.4.6, RFC 8446 §4.4.2
 */
export const certificateScheme: SchemeMethods = {
  kind: 'certificate',
  put: (_scheme, carrier, credential) => ({ ...carrier, certificate: credential }),
  take: (_scheme, { certificate }) => (certificate === undefined ? { found: 'nothing' } : { found: 'credential', credential: certificate }),
};

const mark = 'untrusted ';

/** The name in a certificate that is not trusted. */
export const untrusted = (name: string): string => mark + name;

/** The name of an untrusted certificate; undefined for any other credential. */
export const untrustedName = (credential: string): string | undefined =>
  credential.startsWith(mark) ? credential.slice(mark.length) : undefined;
