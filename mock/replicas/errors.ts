/** The store does not answer. What was asked for may have been done or not; nothing is served. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  readonly code = 'store/unavailable';
  constructor(why: string, options?: ErrorOptions) {
    super(`store: ${why}`, options);
  }
}

/** The package that talks to the store is not installed. */
export class StoreClientMissing extends Error {
  override readonly name = 'StoreClientMissing';
  readonly code = 'store/client';
  constructor(options?: ErrorOptions) {
    super('store: the package redis is missing; install it: npm install redis', options);
  }
}

/** Thrown where the state that a request needs is not loaded. It is loaded, and the request passes the gates again. Always the same: a stack costs more than a gate. */
export const missingState = new Error('the state is not loaded');

export const errorMessage = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
