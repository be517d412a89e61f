import type { Scheme, SchemeKind } from '../contract.ts';
import type { Carrier } from '../message.ts';

/** What was found where a scheme's credential belongs. */
export type Taken =
  | { readonly found: 'nothing' }
  | { readonly found: 'credential'; readonly credential: string }
  /** Something stands there that is no credential of this scheme; `twice` where the field occurs more than once. */
  | { readonly found: 'malformed'; readonly why: string; readonly twice: boolean };

/** One way in which a credential travels: puts it into a request, takes it out of one. */
export interface SchemeMethods {
  readonly kind: SchemeKind;
  put(scheme: Scheme, carrier: Carrier, credential: string): Carrier;
  take(scheme: Scheme, carrier: Carrier): Taken;
}
