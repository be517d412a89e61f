import type { SchemeKind } from '../contract.ts';
import { basic } from './basic.ts';
import { bearer } from './bearer.ts';
import { certificate } from './certificate.ts';
import { cookie } from './cookie.ts';
import { header } from './header.ts';
import { query } from './query.ts';
import type { SchemeMethods } from './scheme.ts';
import { unsupported } from './unsupported.ts';

/** How each kind of credential is put into a request and taken out of one. */
export const schemeMethods: { readonly [kind in SchemeKind]: SchemeMethods } = {
  bearer,
  basic,
  header,
  query,
  cookie,
  certificate,
  unsupported,
};
