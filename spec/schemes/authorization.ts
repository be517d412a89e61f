import { headerValues, type Carrier, withoutHeader } from '../message.ts';
import type { Taken } from './scheme.ts';

/** What the `Authorization` field holds for one authentication scheme, its credentials not yet looked into. @see RFC 9110 §11.4 */
export function takeAuthorization(carrier: Carrier, scheme: string): Taken {
  const values = headerValues(carrier.headers, 'Authorization');
  if (values.length === 0) return { found: 'nothing' };
  if (values.length > 1) return { found: 'malformed', why: 'The Authorization field stands more than once.', twice: true };
  const [, named, credentials] = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+)(?: +(.*))?$/.exec(values[0]!.trim()) ?? [];
  if (named === undefined) return malformedAuthorization('The Authorization field does not begin with an authentication scheme.');
  if (named.toLowerCase() !== scheme.toLowerCase()) return { found: 'nothing' };
  return credentials === undefined || credentials === ''
    ? malformedAuthorization(`Nothing follows ${scheme}.`)
    : { found: 'credential', credential: credentials };
}

/** The carrier with this and no other `Authorization` field. */
export function putAuthorization(carrier: Carrier, value: string): Carrier {
  return { ...carrier, headers: [...withoutHeader(carrier.headers, 'Authorization'), 'Authorization', value] };
}

/** Something that is no credential. */
export function malformedAuthorization(why: string): Taken {
  return { found: 'malformed', why, twice: false };
}

/** Whether a text is what most schemes send as credentials. @see RFC 9110 §11.2 */
export function isToken68(text: string): boolean {
  return /^[A-Za-z0-9\-._~+/]+=*$/.test(text);
}
