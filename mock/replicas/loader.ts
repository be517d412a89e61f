import { stampedOf } from './commit.ts';
import type { StoreConnection } from './connection.ts';
import { lifetimes } from './lifetimes.ts';
import { countScript } from './lua.ts';
import type { Names } from './names.ts';
import type { Known, Transaction } from './transaction.ts';

/** The most numbers of a series that are taken at once. */
const mostNumbers = 256;

/** Loads what requests want. What several want at the same time is loaded once. */
export function createLoader(connection: StoreConnection, names: Names, known: Known): (transaction: Transaction) => Promise<void> {
  const loading = new Map<string, Promise<void>>();
  /** Others that want the same wait; they read what is known then, and a commit checks it. */
  const once = (key: string, load: () => Promise<void>): Promise<void> => {
    const shared = loading.get(key);
    if (shared !== undefined) return shared;
    const own = load().finally(() => loading.delete(key));
    loading.set(key, own);
    return own;
  };

  async function loadEntries(keys: readonly string[], place: string, { reads, sealed }: Transaction): Promise<void> {
    const shared = keys.flatMap((key) => loading.get(key) ?? []);
    const own = keys.filter((key) => !loading.has(key));
    const load = async () => {
      const texts = await connection.read(own);
      for (const [index, key] of own.entries()) {
        const stamped = stampedOf(texts[index]);
        known.entries.set(key, stamped);
        if (!sealed.has(place)) reads.set(key, { ...stamped, place, fresh: true });
      }
    };
    const loaded = own.length === 0 ? undefined : load();
    if (loaded) for (const key of own) void once(key, () => loaded).catch(() => {});
    await Promise.all([...shared, loaded]);
  }

  async function takeNumbers(series: string): Promise<void> {
    const size = Math.min((known.series.get(series)?.size ?? 0) * 2 || 1, mostNumbers);
    const last = Number(await connection.run(countScript, [names.series(series)], [String(size), String(lifetimes.endless)]));
    known.series.set(series, { next: last - size + 1, end: last + 1, size });
  }

  async function findPlace(handle: string, { absent }: Transaction): Promise<void> {
    const [place] = await connection.read([names.placeOf(handle)]);
    if (place === null || place === undefined) absent.add(handle);
    else known.places.set(handle, place);
  }

  async function listKeys(transaction: Transaction): Promise<void> {
    const texts = await connection.listed(names.keys, transaction.at);
    transaction.keys = texts.map((text): readonly [string, string] => {
      const [account = '', secret = ''] = text.split('\n', 2);
      return [secret, account];
    });
  }

  return async (transaction) => {
    const { entries, handles, series, keys } = transaction.wanted;
    const places = new Set(entries.values());
    await Promise.all([
      ...[...places].map((place) =>
        loadEntries(
          [...entries].flatMap(([key, own]) => (own === place ? [key] : [])),
          place,
          transaction,
        ),
      ),
      ...[...handles].map((handle) => findPlace(handle, transaction)),
      ...[...series].map((name) => once(names.series(name), () => takeNumbers(name))),
      ...(keys ? [listKeys(transaction)] : []),
    ]);
  };
}
