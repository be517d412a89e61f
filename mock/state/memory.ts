import type { JsonObject } from '../../spec/contract.ts';
import type { StoredGrant } from '../oauth/grant.ts';
import type { Key } from './key.ts';
import type { Store } from './store.ts';
import { charge, type Usage } from './windows.ts';

const nothing: ReadonlyMap<string, JsonObject | null> = new Map();

/** A store in memory. */
export function createMemory(initial: readonly Key[]): Store {
  const keys = new Map(initial.map((key) => [key.secret, key]));
  const usages = new Map<string, readonly Usage[]>();
  const collections = new Map<string, Map<string, JsonObject | null>>();
  const grants = new Map<string, StoredGrant>();
  const series = new Map<string, number>();
  return {
    key: (secret) => keys.get(secret),
    keys: () => [...keys.values()],
    addKey(key) {
      keys.set(key.secret, key);
    },
    charge(quotaKey, limiter, windows, at) {
      const charged = charge(limiter, windows, usages.get(quotaKey) ?? [], at);
      if (charged.admitted) usages.set(quotaKey, charged.usages);
      return charged;
    },
    resetQuota(quotaKey) {
      if (quotaKey === undefined) usages.clear();
      else usages.delete(quotaKey);
    },
    object: (collectionKey, id) => collections.get(collectionKey)?.get(id),
    objects: (collectionKey) => (collections.size === 0 ? nothing : (collections.get(collectionKey) ?? nothing)),
    putObject(collectionKey, id, object) {
      const objects = collections.get(collectionKey) ?? new Map<string, JsonObject | null>();
      collections.set(collectionKey, objects);
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
