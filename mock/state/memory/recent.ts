/** A map with a largest weight; above it, the entries that were not used for the longest time are forgotten. */
export interface Recent<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
  clear(): void;
  /** The entries, the least recently used first. */
  entries(): Iterable<readonly [key: string, value: Value]>;
  /** Returns a function that brings back what the map holds now. */
  save(): () => void;
}

/** What a map may hold. */
export interface RecentLimit<Value> {
  /** The largest sum of weights. */
  readonly most: number;
  /** The weight of a value. Default: 1. */
  readonly weigh?: (value: Value) => number;
  /** Called with what is forgotten. */
  readonly forgotten?: (value: Value) => void;
}

/** Creates an empty map. */
export function createRecent<Value>({ most, weigh = () => 1, forgotten }: RecentLimit<Value>): Recent<Value> {
  const kept = new Map<string, { readonly value: Value; readonly weight: number }>();
  let total = 0;
  const remove = (key: string) => {
    const entry = kept.get(key);
    if (entry === undefined) return;
    kept.delete(key);
    total -= entry.weight;
  };
  return {
    get(key) {
      const entry = kept.get(key);
      if (entry === undefined) return undefined;
      kept.delete(key);
      kept.set(key, entry);
      return entry.value;
    },
    set(key, value) {
      const weight = weigh(value);
      remove(key);
      kept.set(key, { value, weight });
      total += weight;
      for (const [oldest, entry] of kept) {
        if (total <= most || oldest === key) return;
        remove(oldest);
        forgotten?.(entry.value);
      }
    },
    delete: remove,
    clear() {
      kept.clear();
      total = 0;
    },
    *entries() {
      for (const [key, { value }] of kept) yield [key, value];
    },
    save() {
      const [entries, weight] = [[...kept], total];
      return () => {
        refill(kept, entries);
        total = weight;
      };
    },
  };
}

/** Gives a map exactly these entries. */
export function refill<Value>(map: Map<string, Value>, entries: Iterable<readonly [string, Value]>): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}
