import type { SchemeKind } from '../contract.ts';
import { basicScheme } from './basic.ts';
import { bearerScheme } from './bearer.ts';
import { certificateScheme } from './certificate.ts';
import { cookieScheme } from './cookie.ts';
import { digestScheme } from './digest.ts';
import { headerScheme } from './header.ts';
import { namedScheme } from './named.ts';
import { queryScheme } from './query.ts';
import type { SchemeMethods } from './scheme.ts';

/** No request carries such a credential, because it cannot be simulated. */
const unsupportedScheme: SchemeMethods = {
  kind: 'unsupported',
  put: (_scheme, carrier) => carrier,
  take: () => ({ found: 'nothing' }),
};

/** The methods of each kind of scheme. */
export const schemeMethods: { readonly [kind in SchemeKind]: SchemeMethods } = {
  bearer: bearerScheme,
  basic: basicScheme,
  digest: digestScheme,
  named: namedScheme,
  header: headerScheme,
  query: queryScheme,
  cookie: cookieScheme,
  certificate: certificateScheme,
  unsupported: unsupportedScheme,
};
