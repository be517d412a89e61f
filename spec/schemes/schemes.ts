import type { SchemeKind } from '../contract.ts';
import { basicScheme } from './basic.ts';
import { bearerScheme } from './bearer.ts';
import { certificateScheme } from './certificate.ts';
import { cookieScheme } from './cookie.ts';
import { headerScheme } from './header.ts';
import { queryScheme } from './query.ts';
import type { SchemeMethods } from './scheme.ts';
import { unsupportedScheme } from './unsupported.ts';

/** The methods of each kind of scheme. */
export const schemeMethods: { readonly [kind in SchemeKind]: SchemeMethods } = {
  bearer: bearerScheme,
  basic: basicScheme,
  header: headerScheme,
  query: queryScheme,
  cookie: cookieScheme,
  certificate: certificateScheme,
  unsupported: unsupportedScheme,
};
