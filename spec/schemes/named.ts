import { putAuthorization, takeAuthorization } from './authorization.ts';
import type { SchemeMethods } from './scheme.ts';

/** A credential without a known structure in the `Authorization` header, after the name of the scheme: `Token abc`. @see RFC 9110 §11.4 */
export const namedScheme: SchemeMethods = {
  kind: 'named',
  put: ({ challenge }, carrier, credential) => putAuthorization(carrier, `${challenge} ${credential}`),
  take: ({ challenge }, carrier) => takeAuthorization(carrier, challenge),
};
