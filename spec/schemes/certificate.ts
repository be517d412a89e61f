import type { SchemeMethods } from './scheme.ts';

/** A client certificate: it travels with the connection, so no request can carry it, and none is ever found in one. */
export const certificateScheme: SchemeMethods = {
  kind: 'certificate',
  put: (_scheme, carrier) => carrier,
  take: () => ({ found: 'nothing' }),
};
