import { headerValues, type Carrier, withoutHeader } from '../message.ts';
import type { MalformedCredential, Taken } from './scheme.ts';

/** The credentials in the `Authorization` header for one authentication scheme, not yet parsed. @see RFC 9110 §11.4 */
export function takeAuthorization(carrier: Carrier, scheme: string): Taken {
  const values = headerValues(carrier.headers, 'Authorization');
  if (values.length === 0) return { found: 'nothing' };
  if (values.length > 1) return malformedAuthorization('repeated');
  const [, named, credentials] = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+)(?: +(.*))?$/.exec(values[0]!.trim()) ?? [];
  if (named === undefined) return malformedAuthorization('no-scheme');
  if (named.toLowerCase() !== scheme.toLowerCase()) return { found: 'nothing' };
  return credentials === undefined || credentials === ''
    ? malformedAuthorization('empty')
    : { found: 'credential', credential: credentials };
}

/** The carrier with this `Authorization` header instead of any other. */
export function putAuthorization(carrier: Carrier, value: string): Carrier {
  return { ...carrier, headers: [...withoutHeader(carrier.headers, 'Authorization'), 'Authorization', value] };
}

/** A malformed `Authorization` header. */
export function malformedAuthorization(problem: MalformedCredential['problem']): Taken {
  return { found: 'malformed', problem, in: 'header', name: 'Authorization' };
}

/** Whether a text has the syntax of token68, which most schemes use for credentials. @see RFC 9110 §11.2 */
export function isToken68(text: string): boolean {
  return /^[A-Za-z0-9\-._~+/]+=*$/.test(text);
}
