import type { Json } from '../../spec/contract.ts';
import type { JournalNote } from '../state/journal.ts';
import { createRecent } from '../state/memory/recent.ts';
import { missingState } from './errors.ts';
import type { Names } from './names.ts';

/** A value with the stamp of its last write. Without a value the stamp is empty. */
export interface Stamped {
  readonly stamp: string;
  readonly value: Json | undefined;
}

/** An entry as a request has read it. */
interface Read extends Stamped {
  readonly place: string;
  /** Whether it was loaded for this request, and not known from before. */
  readonly fresh: boolean;
}

/** An entry as a request writes it. */
export interface Write {
  readonly place: string;
  readonly value: Json;
  readonly lifetimeMs: number;
}

/** What a request still needs before it can pass the gates. */
export interface WantedState {
  readonly entries: Map<string, string>;
  readonly handles: Set<string>;
  readonly series: Set<string>;
  keys: boolean;
}

/** What one request reads and writes. It passes the gates again when something was missing or has changed; then its writes are made anew. */
export interface Transaction {
  /** The time when it began, without what the clock was moved, in milliseconds since the epoch. */
  readonly at: number;
  /** By name of the entry. */
  readonly reads: Map<string, Read>;
  readonly writes: Map<string, Write>;
  /** The places of new handles. */
  readonly recorded: Map<string, string>;
  /** New credentials with the time of the mock and the time when they are forgotten. */
  readonly listed: Map<string, { readonly account: string; readonly at: number; readonly until: number }>;
  readonly wanted: WantedState;
  /** Handles without a place. */
  readonly absent: Set<string>;
  /** The credentials that the document does not have, with their accounts; undefined until they are needed. */
  keys: readonly (readonly [secret: string, account: string])[] | undefined;
  /** Places that are written already; their entries stay as they were read. */
  readonly sealed: Set<string>;
  readonly journal: JournalNote[];
  /** The numbers that it has taken of each series. They stay its own when it passes the gates again. */
  readonly numbers: Map<string, { readonly taken: number[]; used: number }>;
  /** What those before it in a group have written. */
  before: ReadonlyMap<string, Write> | undefined;
  /** How long an answer of a script has waited already. */
  waitedMs: number;
}

/** A transaction that begins at a time. */
export function beginTransaction(at: number): Transaction {
  return {
    at,
    reads: new Map(),
    writes: new Map(),
    recorded: new Map(),
    listed: new Map(),
    wanted: { entries: new Map(), handles: new Set(), series: new Set(), keys: false },
    absent: new Set(),
    keys: undefined,
    sealed: new Set(),
    journal: [],
    numbers: new Map(),
    before: undefined,
    waitedMs: 0,
  };
}

/** Forgets what a request would have written and what has changed since, before it passes the gates again. */
export function restart({ reads, writes, recorded, listed, sealed, journal, wanted, numbers }: Transaction, known: Known): void {
  for (const [name, { place, fresh, stamp }] of reads) {
    const outdated = (known.entries.get(name)?.stamp ?? stamp) !== stamp;
    if (!sealed.has(place) && (!fresh || outdated)) reads.delete(name);
  }
  for (const each of [writes, recorded, listed, wanted.entries, wanted.handles, wanted.series]) each.clear();
  for (const each of numbers.values()) each.used = 0;
  wanted.keys = false;
  journal.length = 0;
}

/** Whether what a request has read was written since, as far as the replica knows. */
export function isOutdated({ reads, sealed }: Transaction, known: Known): boolean {
  for (const [key, { place, stamp }] of reads) if (!sealed.has(place) && (known.entries.get(key)?.stamp ?? stamp) !== stamp) return true;
  return false;
}

/** Whether a request needs something that is not loaded. */
export const isWanting = ({ wanted: { entries, handles, series, keys } }: Transaction) =>
  keys || entries.size + handles.size + series.size > 0;

/** What one replica knows of the store. Entries may be out of date: a commit checks their stamps. Places never change. */
export interface Known {
  readonly entries: ReturnType<typeof createRecent<Stamped>>;
  readonly places: ReturnType<typeof createRecent<string>>;
  /** The numbers of series that are this replica's. */
  readonly series: ReturnType<typeof createRecent<Numbers>>;
}

/** Numbers of a series from the next one on, without the end. */
export interface Numbers {
  readonly next: number;
  readonly end: number;
  /** How many were taken at once. */
  readonly size: number;
}

const absent: Stamped = { stamp: '', value: undefined };

/** The most of each kind that a replica keeps. */
const most = { entries: 20_000, places: 50_000, series: 5000 } as const;

export const createKnown = (): Known => ({
  entries: createRecent<Stamped>({ most: most.entries }),
  places: createRecent<string>({ most: most.places }),
  series: createRecent<Numbers>({ most: most.series }),
});

/** Reads and writes entries for the gates. */
export interface EntryAccess {
  /** @throws if it has to be loaded first */
  read(place: string, name: string): Json | undefined;
  /** The entries of some names; all that are missing are loaded at once. @throws as `read` */
  readAll(named: readonly (readonly [place: string, name: string])[]): readonly (Json | undefined)[];
  write(place: string, name: string, value: Json, lifetimeMs: number): void;
  /** The place of a handle; undefined if there is none. @throws as `read` */
  placeOf(handle: string): string | undefined;
  /** The same, as far as it is known. */
  placeKnown(handle: string): string | undefined;
  record(handle: string, place: string): void;
  /** The next number. @throws as `read` */
  number(series: string): number;
}

/** The entries of the current transaction. */
export function createAccess(current: () => Transaction, known: Known, names: Names): EntryAccess {
  const missing = (): never => {
    throw missingState;
  };
  const find = (place: string, name: string): Stamped | undefined => {
    const { reads, writes, wanted, before } = current();
    const key = names.entry(place, name);
    const written = writes.get(key) ?? before?.get(key);
    if (written !== undefined) return { stamp: '', value: written.value };
    const read = reads.get(key);
    if (read !== undefined) return read;
    const kept = known.entries.get(key);
    if (kept === undefined) wanted.entries.set(key, place);
    else reads.set(key, { ...kept, place, fresh: false });
    return kept;
  };
  const read = (place: string, name: string) => (find(place, name) ?? missing()).value;
  return {
    read,
    readAll(named) {
      const found = named.map(([place, name]) => find(place, name));
      return found.map((each) => (each ?? missing()).value);
    },
    write(place, name, value, lifetimeMs) {
      const { reads, writes } = current();
      const key = names.entry(place, name);
      // What is not known is taken for absent. If it is not, the commit fails and says what there is.
      if (!reads.has(key)) reads.set(key, { ...(known.entries.get(key) ?? absent), place, fresh: false });
      writes.set(key, { place, value, lifetimeMs });
    },
    placeOf(handle) {
      const { recorded, absent: unknown, wanted } = current();
      const place = recorded.get(handle) ?? known.places.get(handle);
      if (place !== undefined || unknown.has(handle)) return place;
      wanted.handles.add(handle);
      return missing();
    },
    placeKnown: (handle) => current().recorded.get(handle) ?? known.places.get(handle),
    record(handle, place) {
      if (known.places.get(handle) !== place) current().recorded.set(handle, place);
    },
    number(series) {
      const { numbers, wanted } = current();
      const own = numbers.get(series) ?? { taken: [], used: 0 };
      numbers.set(series, own);
      const again = own.taken[own.used];
      if (again === undefined) {
        const next = known.series.get(series);
        if (next === undefined || next.next === next.end) {
          wanted.series.add(series);
          return missing();
        }
        known.series.set(series, { ...next, next: next.next + 1 });
        own.taken.push(next.next);
      }
      own.used += 1;
      return own.taken[own.used - 1]!;
    },
  };
}
