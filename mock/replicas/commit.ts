import { randomBytes } from 'node:crypto';
import type { Json } from '../../spec/contract.ts';
import { memoryLimits } from '../state/memory/limits.ts';
import type { StoreConnection } from './connection.ts';
import { StoreUnavailable } from './errors.ts';
import { lifetimes } from './lifetimes.ts';
import { commitScript, listScript, stampLength } from './lua.ts';
import type { Names } from './names.ts';
import type { Known, Stamped, Transaction, Write } from './transaction.ts';

/** Writes what requests have read and written. */
export interface Commits {
  /** Records where new handles are, before anything refers to them. */
  record(transactions: readonly Transaction[]): Promise<void>;
  /**
   * Writes entries of one place if all of them still have the stamps that they were read with. Otherwise nothing is written, and `Known` has the
   * entries as they are.
   */
  write(stamps: ReadonlyMap<string, string>, writes: ReadonlyMap<string, Write>): Promise<boolean>;
}

/** An entry as a replica wrote it. */
export const stampedOf = (text: string | null | undefined): Stamped =>
  text === null || text === undefined
    ? { stamp: '', value: undefined }
    : // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the replicas wrote it
      { stamp: text.slice(0, stampLength), value: JSON.parse(text.slice(stampLength)) as Json };

/** The texts of a reply. */
export function textsOf(reply: unknown): readonly (string | null)[] {
  if (!Array.isArray(reply)) throw new StoreUnavailable('the reply is not a list');
  return reply.map((each: unknown) => (typeof each === 'string' ? each : typeof each === 'number' ? String(each) : null));
}

/** New stamps: eight characters of this replica, and a number. */
function createStamps(): () => string {
  const own = randomBytes(6).toString('base64url');
  let number = 0;
  return () => own + (number += 1).toString(36).padStart(stampLength - own.length, '0');
}

export function createCommits(connection: StoreConnection, names: Names, known: Known): Commits {
  const newStamp = createStamps();
  return {
    async record(transactions) {
      const recorded = transactions.flatMap((each) => [...each.recorded]);
      const added = transactions.flatMap(({ listed }) => [...listed].map(([secret, facts]) => ({ secret, ...facts })));
      await Promise.all([
        ...recorded.map(([handle, place]) => connection.record(names.placeOf(handle), place, lifetimes.endless)),
        ...added.map(({ secret, account, until, at }) =>
          connection.run(
            listScript,
            [names.keys],
            [`${account}\n${secret}`, String(Math.ceil(until)), String(at), String(memoryLimits.keys), String(lifetimes.endless)],
          ),
        ),
      ]);
      for (const [handle, place] of recorded) known.places.set(handle, place);
    },
    async write(stamps, writes) {
      const keys = [...stamps.keys()];
      const stamp = newStamp();
      const values = keys.flatMap((key) => {
        const write = writes.get(key);
        return [stamps.get(key)!, write === undefined ? '' : JSON.stringify(write.value), String(write?.lifetimeMs ?? '')];
      });
      const reply = await connection.run(commitScript, keys, [stamp, ...values]);
      if (Array.isArray(reply)) {
        const texts = textsOf(reply);
        for (const [index, key] of keys.entries()) known.entries.set(key, stampedOf(texts[index]));
        return false;
      }
      for (const [key, { value }] of writes) if (stamps.has(key)) known.entries.set(key, { stamp, value });
      return true;
    },
  };
}
