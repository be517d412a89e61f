import { isToken68, malformed, putAuthorization, takeAuthorization } from './authorization.ts';
import type { SchemeMethods } from './scheme.ts';

/** A token in the `Authorization` field. @see RFC 6750 §2.1 */
export const bearer: SchemeMethods = {
  kind: 'bearer',
  put: (_scheme, carrier, credential) => putAuthorization(carrier, `Bearer ${credential}`),
  take: (_scheme, carrier) => {
    const taken = takeAuthorization(carrier, 'Bearer');
    if (taken.found !== 'credential' || isToken68(taken.credential)) return taken;
    return malformed('What follows Bearer is no token.');
  },
};
