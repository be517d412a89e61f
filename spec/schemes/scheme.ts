import type { Scheme, SchemeKind } from '../contract.ts';
import type { Carrier } from '../message.ts';

/** Why the value in a credential's place is not a credential of the scheme. */
export interface MalformedCredential {
  readonly problem: 'repeated' | 'empty' | 'no-scheme' | 'not-a-token' | 'not-base64' | 'no-colon' | 'not-percent-encoded';
  readonly in: 'header' | 'query parameter' | 'cookie';
  readonly name: string;
}

/** The content of the place where a scheme's credential belongs. */
export type Taken =
  | { readonly found: 'nothing' }
  | { readonly found: 'credential'; readonly credential: string }
  | ({ readonly found: 'malformed' } & MalformedCredential);

/** How the credentials of one kind of scheme are put into a request and taken out of one. */
export interface SchemeMethods {
  readonly kind: SchemeKind;
  put(scheme: Scheme, carrier: Carrier, credential: string): Carrier;
  take(scheme: Scheme, carrier: Carrier): Taken;
}
