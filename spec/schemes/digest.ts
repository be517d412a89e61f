import { takeAuthorization } from './authorization.ts';
import type { SchemeMethods } from './scheme.ts';

/**
 * A user name and a password that answer a challenge; the credential is `user:password`. The header depends on the request and on the server's
 * nonce, so a request that is not sent yet has the credential itself, and a received one the parameters of the header. @see RFC 7616 §3.4
 */
export const digestScheme: SchemeMethods = {
  kind: 'digest',
  put: (_scheme, carrier, credential) => ({ ...carrier, digest: credential }),
  take: (_scheme, carrier) =>
    carrier.digest === undefined ? takeAuthorization(carrier, 'Digest') : { found: 'credential', credential: carrier.digest },
};
