import type { SchemeMethods } from './scheme.ts';

/** An unsupported scheme. No request contains a credential for it, so operations that require it always reject. */
export const unsupportedScheme: SchemeMethods = {
  kind: 'unsupported',
  put: (_scheme, carrier) => carrier,
  take: () => ({ found: 'nothing' }),
};
