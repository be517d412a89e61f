import type { JsonObject } from '../../spec/contract.ts';
import type { StoredGrant } from '../oauth/grant.ts';
import type { Key } from './key.ts';
import type { Store } from './store.ts';
import { charge, type Usage } from './windows.ts';

const nothing: ReadonlyMap<string, JsonObject | null> = new Map();

/** A store in this process's memory. */
export function createMemory(initial: readonly Key[]): Store {
  const keys = new Map(initial.map((key) => [key.secret, key]));
  const ledgers = new Map<string, readonly Usage[]>();
  const shelves = new Map<string, Map<string, JsonObject | null>>();
  const grants = new Map<string, StoredGrant>();
  const series = new Map<string, number>();
  return {
    key: (secret) => keys.get(secret),
    keys: () => [...keys.values()],
    addKey(key) {
      keys.set(key.secret, key);
    },
    charge(pacer, limiter, windows, at) {
      const charged = charge(limiter, windows, ledgers.get(pacer) ?? [], at);
      if (charged.admitted) ledgers.set(pacer, charged.usages);
      return charged;
    },
    unspend(ledger) {
      if (ledger === undefined) ledgers.clear();
      else ledgers.delete(ledger);
    },
    object: (shelf, id) => shelves.get(shelf)?.get(id),
    objects: (shelf) => (shelves.size === 0 ? nothing : (shelves.get(shelf) ?? nothing)),
    putObject(shelf, id, object) {
      const objects = shelves.get(shelf) ?? new Map<string, JsonObject | null>();
      shelves.set(shelf, objects);
      objects.set(id, object);
    },
    grant: (handle) => grants.get(handle),
    putGrant(handle, grant) {
      grants.set(handle, grant);
    },
    next(name) {
      const number = (series.get(name) ?? 0) + 1;
      series.set(name, number);
      return number;
    },
  };
}
