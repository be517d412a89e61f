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

/** An entry, linked with those that were used before and after it. Moving it costs less than deleting and adding it in a map. */
interface Entry<Value> {
  readonly key: string;
  value: Value;
  weight: number;
  older: Entry<Value> | undefined;
  newer: Entry<Value> | undefined;
}

/** Creates an empty map. */
export function createRecent<Value>({ most, weigh = () => 1, forgotten }: RecentLimit<Value>): Recent<Value> {
  const kept = new Map<string, Entry<Value>>();
  let oldest: Entry<Value> | undefined;
  let newest: Entry<Value> | undefined;
  let total = 0;
  const append = (entry: Entry<Value>) => {
    entry.older = newest;
    entry.newer = undefined;
    if (newest === undefined) oldest = entry;
    else newest.newer = entry;
    newest = entry;
  };
  const unlink = ({ older, newer }: Entry<Value>) => {
    if (older === undefined) oldest = newer;
    else older.newer = newer;
    if (newer === undefined) newest = older;
    else newer.older = older;
  };
  const use = (entry: Entry<Value>) => {
    if (entry === newest) return;
    unlink(entry);
    append(entry);
  };
  const add = (key: string, value: Value, weight: number) => {
    const entry = { key, value, weight, older: undefined, newer: undefined };
    kept.set(key, entry);
    append(entry);
  };
  const remove = (entry: Entry<Value>) => {
    kept.delete(entry.key);
    unlink(entry);
    total -= entry.weight;
  };
  const clear = () => {
    kept.clear();
    [oldest, newest, total] = [undefined, undefined, 0];
  };
  return {
    get(key) {
      const entry = kept.get(key);
      if (entry === undefined) return undefined;
      use(entry);
      return entry.value;
    },
    set(key, value) {
      const weight = weigh(value);
      const entry = kept.get(key);
      total += weight - (entry?.weight ?? 0);
      if (entry === undefined) add(key, value, weight);
      else {
        entry.value = value;
        entry.weight = weight;
        use(entry);
      }
      for (let last = oldest; last !== undefined && last !== newest; last = oldest) {
        if (total <= most) return;
        remove(last);
        forgotten?.(last.value);
      }
    },
    delete(key) {
      const entry = kept.get(key);
      if (entry !== undefined) remove(entry);
    },
    clear,
    *entries() {
      for (let entry = oldest; entry !== undefined; entry = entry.newer) yield [entry.key, entry.value];
    },
    save() {
      const entries: (readonly [key: string, value: Value, weight: number])[] = [];
      for (let entry = oldest; entry !== undefined; entry = entry.newer) entries.push([entry.key, entry.value, entry.weight]);
      const whole = total;
      return () => {
        clear();
        for (const entry of entries) add(...entry);
        total = whole;
      };
    },
  };
}

/** Gives a map exactly these entries. */
export function refill<Value>(map: Map<string, Value>, entries: Iterable<readonly [string, Value]>): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}
