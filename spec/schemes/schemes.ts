import type { SchemeKind } from '../contract.ts';
import { basicScheme } from './basic.ts';
import { bearerScheme } from './bearer.ts';
import { certificateScheme } from './certificate.ts';
import { cookieScheme } from './cookie.ts';
import { headerScheme } from './header.ts';
import { queryScheme } from './query.ts';
import type { SchemeMethods } from './scheme.ts';
import { unsupportedScheme } from './unsupported.ts';

/** How each kind of credential is put into a request and taken out of one. */
export const schemeMethods: { readonly [kind in SchemeKind]: SchemeMethods } = {
  bearer: bearerScheme,
  basic: basicScheme,
  header: headerScheme,
  query: queryScheme,
  cookie: cookieScheme,
  certificate: certificateScheme,
  unsupported: unsupportedScheme,
};
