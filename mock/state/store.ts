import type { JsonObject } from '../../spec/contract.ts';
import type { Window } from '../../spec/quotas.ts';
import type { StoredGrant } from '../oauth/grant.ts';
import type { Key } from './key.ts';
import type { Limiter, WindowState } from './windows.ts';

/** The result of a charge. */
export interface Charged {
  readonly admitted: boolean;
  /** Of all windows of all bills, in order. */
  readonly states: readonly WindowState[];
}

/** What a request takes of one quota: a number of units of each of its windows. */
export interface Bill {
  readonly quotaKey: string;
  readonly windows: readonly Window[];
  readonly units: number;
}

/** The state of a mock. Synchronous; every method is atomic. What was not used for the longest time may be forgotten. */
export interface Store {
  key(secret: string): Key | undefined;
  keys(): readonly Key[];
  addKey(key: Key): void;
  /**
   * Replaces the initial keys, when the document has changed.
   *
   * @param remade - an added key as it is from now on; undefined if it is forgotten
   */
  replaceKeys(initial: readonly Key[], remade: (key: Key) => Key | undefined): void;
  /** Charges each window of each bill, or none if any has too little left. */
  charge(limiter: Limiter, bills: readonly Bill[], at: number): Charged;
  /** The windows of a quota as they are, without charging them. */
  states(limiter: Limiter, quotaKey: string, windows: readonly Window[], at: number): readonly WindowState[];
  /** Resets one quota with those below it, whose keys continue its own in a new line, or all. */
  resetQuota(quotaKey?: string): void;
  /** Forgets the credentials, codes and tokens that have expired by this time. */
  free(at: number): void;
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
