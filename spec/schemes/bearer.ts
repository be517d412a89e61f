import { headerValues } from '../message.ts';
import { isToken68, malformedAuthorization, putAuthorization, takeAuthorization } from './authorization.ts';
import type { SchemeMethods } from './scheme.ts';

/** The usual form of the header, which needs no further parsing. */
const usual = /^Bearer [A-Za-z0-9\-._~+/]+=*$/;

/** A token in the `Authorization` header. @see RFC 6750 §2.1 */
export const bearerScheme: SchemeMethods = {
  kind: 'bearer',
  put: (_scheme, carrier, credential) => putAuthorization(carrier, `Bearer ${credential}`),
  take: (_scheme, carrier) => {
    const values = headerValues(carrier.headers, 'Authorization');
    if (values.length === 1 && usual.test(values[0]!)) return { found: 'credential', credential: values[0]!.slice('Bearer '.length) };
    const taken = takeAuthorization(carrier, 'Bearer');
    if (taken.found !== 'credential' || isToken68(taken.credential)) return taken;
    return malformedAuthorization('not-a-token');
  },
};
