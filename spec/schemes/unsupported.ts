import type { SchemeMethods } from './scheme.ts';

/** A scheme that cannot be simulated: no credential of it is ever found, so that whatever depends on it is refused. */
export const unsupportedScheme: SchemeMethods = {
  kind: 'unsupported',
  put: (_scheme, carrier) => carrier,
  take: () => ({ found: 'nothing' }),
};
