import type { JsonObject, Window } from '../../spec/contract.ts';
import type { StoredGrant } from '../oauth/grant.ts';
import type { Key } from './key.ts';
import type { Limiter, WindowState } from './windows.ts';

/** What one charge found. */
export interface Charged {
  readonly admitted: boolean;
  readonly states: readonly WindowState[];
}

/** All that a mock remembers. Small and synchronous; every method is one atomic step. */
export interface Store {
  key(secret: string): Key | undefined;
  keys(): readonly Key[];
  addKey(key: Key): void;
  /** Takes one unit from each window of a ledger, or none from any. */
  charge(quotaKey: string, limiter: Limiter, windows: readonly Window[], at: number): Charged;
  /** Makes one ledger, or all, unspent again. */
  resetQuota(quotaKey?: string): void;
  /** An object of a shelf; null where it was deleted, undefined where it never was. */
  object(collectionKey: string, id: string): JsonObject | null | undefined;
  /** All that was written to a shelf, oldest first. */
  objects(collectionKey: string): ReadonlyMap<string, JsonObject | null>;
  putObject(collectionKey: string, id: string, object: JsonObject | null): void;
  /** What an authorization server has put under a handle. */
  grant(handle: string): StoredGrant | undefined;
  putGrant(handle: string, grant: StoredGrant): void;
  /** The next number of a series: 1, 2, … */
  next(series: string): number;
}
