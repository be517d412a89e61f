import type { SchemeMethods } from './scheme.ts';

/** A client certificate. It belongs to the connection, so a request never contains one. */
export const certificateScheme: SchemeMethods = {
  kind: 'certificate',
  put: (_scheme, carrier) => carrier,
  take: () => ({ found: 'nothing' }),
};
