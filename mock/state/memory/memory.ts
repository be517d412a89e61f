import type { StoredGrant } from '../../oauth/grant.ts';
import type { Key } from '../key.ts';
import { createCollections } from './collections.ts';
import { memoryLimits, sizeOf } from './limits.ts';
import { createRecent, refill } from './recent.ts';
import type { Store } from '../store.ts';
import { charge, chargeAll, type Usage } from '../windows.ts';

/** Whether a grant is of no use any more, not even to notice that it is used again. */
function hasEnded(grant: StoredGrant, at: number): boolean {
  return 'expiresAt' in grant ? at >= grant.expiresAt : grant.kind === 'denial' && !grant.due;
}

/** A store that can go back to what it was. */
export interface Memory extends Store {
  /** Returns a function that brings back what the store holds now. */
  save(): () => void;
}

/** A store in memory. The initial keys stay; everything else has an end. */
export function createMemory(initial: readonly Key[]): Memory {
  const lasting = new Map(initial.map((key) => [key.secret, key]));
  const added = createRecent<Key>({ most: memoryLimits.keys });
  const usages = createRecent<readonly Usage[]>({ most: memoryLimits.quotas });
  const collections = createCollections();
  const grants = createRecent<StoredGrant>({ most: memoryLimits.grantSize, weigh: sizeOf });
  // A series that was forgotten goes on after every number of those that were, so no number is used twice.
  let begin = 0;
  const series = createRecent<number>({ most: memoryLimits.series, forgotten: (number) => void (begin = Math.max(begin, number)) });
  return {
    key: (secret) => lasting.get(secret) ?? added.get(secret),
    keys: () => [...lasting.values(), ...[...added.entries()].map(([, key]) => key)],
    addKey(key) {
      if (lasting.has(key.secret)) lasting.set(key.secret, key);
      else added.set(key.secret, key);
    },
    replaceKeys(keys, remade) {
      lasting.clear();
      for (const key of keys) lasting.set(key.secret, key);
      const made = [...added.entries()].map(([, key]) => key);
      added.clear();
      for (const key of made) {
        const next = lasting.has(key.secret) ? undefined : remade(key);
        if (next) added.set(key.secret, next);
      }
    },
    charge(limiter, bills, at) {
      const { charged, usages: after } = chargeAll(limiter, bills, at, ({ quotaKey }) => usages.get(quotaKey) ?? []);
      if (!charged.admitted) return charged;
      for (let index = 0; index < bills.length; index += 1) usages.set(bills[index]!.quotaKey, after[index]!);
      return charged;
    },
    states: (limiter, quotaKey, windows, at) => charge(limiter, windows, usages.get(quotaKey) ?? [], at, 0).states,
    resetQuota(quotaKey) {
      if (quotaKey === undefined) usages.clear();
      else for (const [key] of usages.entries()) if (key === quotaKey || key.startsWith(`${quotaKey}\n`)) usages.delete(key);
    },
    free(at) {
      for (const [secret, { expiresAt }] of added.entries()) if (at >= expiresAt) added.delete(secret);
      for (const [handle, grant] of grants.entries()) if (hasEnded(grant, at)) grants.delete(handle);
    },
    object: (collectionKey, id) => collections.objects(collectionKey).get(id),
    objects: (collectionKey) => collections.objects(collectionKey),
    putObject: (collectionKey, id, object) => collections.put(collectionKey, id, object),
    grant: (handle) => grants.get(handle),
    putGrant: (handle, grant) => grants.set(handle, grant),
    next(name) {
      const number = (series.get(name) ?? begin) + 1;
      series.set(name, number);
      return number;
    },
    save() {
      const [keys, from] = [[...lasting], begin];
      const parts = [added, usages, collections, grants, series].map((part) => part.save());
      return () => {
        refill(lasting, keys);
        begin = from;
        for (const restore of parts) restore();
      };
    },
  };
}
