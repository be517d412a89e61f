import type { Json, JsonObject } from '../../spec/contract.ts';
import type { StoredGrant } from '../oauth/grant.ts';
import type { Key } from '../state/key.ts';
import { memoryLimits } from '../state/memory/limits.ts';
import type { Store } from '../state/store.ts';
import { charge, chargeAll, type Usage } from '../state/windows.ts';
import { lifetimes } from './lifetimes.ts';
import { isRecorded, placeOfCollection, placeOfQuota } from './names.ts';
import type { EntryAccess, Transaction } from './transaction.ts';
import type { SharedWorld } from './world.ts';

/** The usage of a quota and of those below it, by the rest of their keys. */
interface StoredQuota {
  /** The time of the last charge. Clocks of several servers differ; no window may begin again for that. */
  readonly at: number;
  /** How many times all quotas had been reset. */
  readonly resets: number;
  /** For each window: used, resetAt, and the times of a sliding window or bucket. */
  readonly usages: { readonly [below: string]: readonly (readonly number[])[] };
}

interface SharedState {
  readonly access: EntryAccess;
  readonly current: () => Transaction;
  /** The keys of the document. */
  readonly fixtures: readonly Key[];
  readonly world: SharedWorld;
  readonly now: () => number;
  /** Numbers that no other replica has, at once. */
  readonly own: () => number;
}

// What the store holds was written by the code below.
/* oxlint-disable typescript/no-unsafe-type-assertion */
const asJson = (value: object) => value as Json;
const asQuota = (value: Json | undefined) => value as unknown as StoredQuota | undefined;
/** JSON has no infinity. */
const asKey = (value: Json) => ({ ...(value as unknown as Key), expiresAt: (value as { expiresAt: number | null }).expiresAt ?? Infinity });
const asGrant = (value: Json) => {
  const grant = value as unknown as StoredGrant;
  return grant.kind === 'device' ? { ...grant, polledAt: grant.polledAt ?? Number.NEGATIVE_INFINITY } : grant;
};
const asObject = (value: Json) => value as JsonObject | null;
const asIds = (value: Json | undefined) => (value ?? []) as readonly string[];
/* oxlint-enable typescript/no-unsafe-type-assertion */

/** The store of a replica: the entries of the current transaction, as the gates know them. */
export function createSharedStore({ access, current, fixtures, world, now, own }: SharedState): Store {
  const { read, readAll, write } = access;
  const lasting = new Map(fixtures.map((key) => [key.secret, key]));
  const keyName = (secret: string) => `key ${secret}`;
  const lifetime = (until: number) => Math.ceil(Math.min(Math.max(until - now(), 0) + lifetimes.ended, lifetimes.endless));

  const key = (secret: string): Key | undefined => {
    const fixture = lasting.get(secret);
    const place = fixture?.account ?? access.placeOf(secret);
    if (place === undefined) return undefined;
    const stored = read(place, keyName(secret));
    return stored === undefined ? fixture : asKey(stored);
  };

  const quotaName = (quotaKey: string) => {
    const [holder = '', namespace = '', ...below] = quotaKey.split('\n');
    return { name: `quota ${holder} ${namespace}`, below: below.join('\n') };
  };
  const quotaOf = (quotaKey: string): StoredQuota => {
    const stored = asQuota(read(placeOfQuota(quotaKey), quotaName(quotaKey).name));
    const { resets } = world.read();
    return stored === undefined ? { at: 0, resets, usages: {} } : stored.resets === resets ? stored : { ...stored, resets, usages: {} };
  };
  const usagesOf = (quotaKey: string, windows: Usage['window'][] | readonly Usage['window'][]): readonly Usage[] =>
    (quotaOf(quotaKey).usages[quotaName(quotaKey).below] ?? []).map(([used = 0, resetAt = 0, ...times], index) => ({
      window: windows[index]!,
      used,
      remaining: 0,
      units: 0,
      resetAt,
      times,
    }));
  const putQuota = (quotaKey: string, quota: StoredQuota) => {
    const end = Math.max(quota.at, ...Object.values(quota.usages).flatMap((usages) => usages.map(([, resetAt = 0]) => resetAt)));
    write(placeOfQuota(quotaKey), quotaName(quotaKey).name, asJson(quota), lifetime(end));
  };

  const placeOfGrant = (handle: string) => (isRecorded(handle) ? access.placeOf(handle) : handle);
  const grantName = (handle: string) => `grant ${handle}`;
  const accountOf = (grant: StoredGrant): string | undefined => {
    if ('account' in grant) return grant.account;
    return grant.kind === 'ticket' && grant.asked.by === 'client' ? grant.asked.authorization.account : undefined;
  };

  const objectName = (collectionKey: string, id: string) => `object ${collectionKey} ${id}`;
  const idsName = (collectionKey: string) => `ids ${collectionKey}`;

  return {
    key,
    keys() {
      const { keys, wanted } = current();
      if (keys === undefined) wanted.keys = true;
      const named = [...fixtures.map(({ secret, account }) => [secret, account] as const), ...(keys ?? [])];
      const stored = readAll(named.map(([secret, account]) => [account, keyName(secret)]));
      return named.flatMap(([secret], index) => {
        const value = stored[index];
        const found = value === undefined ? lasting.get(secret) : asKey(value);
        return found === undefined ? [] : [found];
      });
    },
    addKey(added) {
      const { account, secret, expiresAt } = added;
      const until = Math.min(expiresAt, now() + lifetimes.endless);
      write(account, keyName(secret), asJson(added), lifetime(until));
      if (lasting.has(secret)) return;
      access.record(secret, account);
      current().listed.set(secret, { account, at: now(), until });
    },
    replaceKeys() {
      throw new Error('replicas serve the document that they were started with');
    },
    charge(limiter, bills, at) {
      const quotas = bills.map(({ quotaKey }) => quotaOf(quotaKey));
      const time = Math.max(at, ...quotas.map((quota) => quota.at));
      const { charged, usages } = chargeAll(limiter, bills, time, ({ quotaKey, windows }) => usagesOf(quotaKey, windows));
      if (charged.admitted)
        for (const [index, { quotaKey }] of bills.entries()) {
          const { below } = quotaName(quotaKey);
          const quota = quotaOf(quotaKey);
          const compact = usages[index]!.map(({ used, resetAt, times }) => [used, resetAt, ...times]);
          putQuota(quotaKey, { at: time, resets: quota.resets, usages: { ...quota.usages, [below]: compact } });
        }
      return charged;
    },
    states: (limiter, quotaKey, windows, at) =>
      charge(limiter, windows, usagesOf(quotaKey, windows), Math.max(at, quotaOf(quotaKey).at), 0).states,
    resetQuota(quotaKey) {
      if (quotaKey === undefined) return world.change({ resets: world.read().resets + 1 });
      const quota = quotaOf(quotaKey);
      const { below } = quotaName(quotaKey);
      const kept = Object.entries(quota.usages).filter(([name]) => below !== '' && name !== below && !name.startsWith(`${below}\n`));
      putQuota(quotaKey, { ...quota, usages: Object.fromEntries(kept) });
    },
    free() {
      // Entries expire by themselves.
    },
    object(collectionKey, id) {
      const stored = read(placeOfCollection(collectionKey), objectName(collectionKey, id));
      return stored === undefined ? undefined : asObject(stored);
    },
    objects(collectionKey) {
      const place = placeOfCollection(collectionKey);
      const ids = asIds(read(place, idsName(collectionKey)));
      const stored = readAll(ids.map((id) => [place, objectName(collectionKey, id)]));
      return new Map(ids.flatMap((id, index) => (stored[index] === undefined ? [] : [[id, asObject(stored[index])] as const])));
    },
    putObject(collectionKey, id, object) {
      const place = placeOfCollection(collectionKey);
      const ids = asIds(read(place, idsName(collectionKey)));
      write(place, objectName(collectionKey, id), object, lifetimes.endless);
      if (!ids.includes(id)) write(place, idsName(collectionKey), [...ids, id].slice(-memoryLimits.objectsOfCollection), lifetimes.endless);
    },
    grant(handle) {
      const place = placeOfGrant(handle);
      const stored = place === undefined ? undefined : read(place, grantName(handle));
      return stored === undefined ? undefined : asGrant(stored);
    },
    putGrant(handle, grant) {
      const place = (isRecorded(handle) ? (access.placeKnown(handle) ?? accountOf(grant)) : undefined) ?? handle;
      if (isRecorded(handle)) access.record(handle, place);
      const until = 'expiresAt' in grant ? grant.expiresAt : Number.POSITIVE_INFINITY;
      write(place, grantName(handle), asJson(grant), lifetime(until));
    },
    next: (series) => (series === 'request' ? own() : access.number(series)),
  };
}
