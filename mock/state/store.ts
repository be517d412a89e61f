import type { JsonObject, Window } from '../../spec/contract.ts';
import type { StoredGrant } from '../oauth/grant.ts';
import type { Key } from './key.ts';
import type { Limiter, WindowState } from './windows.ts';

/** The result of a charge. */
export interface Charged {
  readonly admitted: boolean;
  readonly states: readonly WindowState[];
}

/** The state of a mock. Synchronous; every method is atomic. */
export interface Store {
  key(secret: string): Key | undefined;
  keys(): readonly Key[];
  addKey(key: Key): void;
  /** Charges each window of a quota, or none if any is exhausted. */
  charge(quotaKey: string, limiter: Limiter, windows: readonly Window[], at: number): Charged;
  /** Resets one quota, or all. */
  resetQuota(quotaKey?: string): void;
  /** An object of a collection; null if it was deleted, undefined if it never existed. */
  object(collectionKey: string, id: string): JsonObject | null | undefined;
  /** All objects written to a collection, oldest first. */
  objects(collectionKey: string): ReadonlyMap<string, JsonObject | null>;
  putObject(collectionKey: string, id: string, object: JsonObject | null): void;
  /** The grant of a handle. */
  grant(handle: string): StoredGrant | undefined;
  putGrant(handle: string, grant: StoredGrant): void;
  /** The next number of a series: 1, 2, ….. */
  next(series: string): number;
}
