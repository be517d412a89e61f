/**
 * Finds many texts in another one in one pass: thousands of forms of secrets, in everything that is kept or written.
 *
 * @module
 */

/** Texts shorter than this are not looked for. */
export const shortest = 6;

export interface Needles<Value> {
  /** Adds a text to look for; if it was added before, its first value stays. */
  add(text: string, value: Value): void;
  /** All finds: the leftmost first, the longest of those at one position, and no overlaps. */
  find(text: string): readonly Found<Value>[];
}

/** The value that was found, and its first character and the one after its last. */
export interface Found<Value> {
  readonly from: number;
  readonly until: number;
  readonly value: Value;
}

/** The text with each find replaced; finds come in order and do not overlap. */
export function replaced<Value>(text: string, finds: readonly Found<Value>[], replacement: (value: Value) => string): string {
  let changed = '';
  let kept = 0;
  for (const { from, until, value } of finds) {
    changed += text.slice(kept, from) + replacement(value);
    kept = until;
  }
  return changed + text.slice(kept);
}

/** The size of the hash table for beginnings of texts. */
const slots = 1 << 16;
const mixed = (text: string, index: number) =>
  ((text.charCodeAt(index) * 961) ^ (text.charCodeAt(index + 1) * 31) ^ (text.charCodeAt(index + 2) << 7) ^ text.charCodeAt(index + 3)) &
  (slots - 1);

export function createNeedles<Value>(): Needles<Value> {
  const values = new Map<string, Value>();
  /** Texts by how they begin, the longest first. */
  const byBeginning = new Map<string, string[]>();
  const glance = new Uint8Array(slots);
  const foundAt = (text: string, index: number): string | undefined =>
    glance[mixed(text, index)] === 0
      ? undefined
      : byBeginning.get(text.slice(index, index + shortest))?.find((needle) => text.startsWith(needle, index));
  return {
    add(text, value) {
      if (text.length < shortest || values.has(text)) return;
      values.set(text, value);
      const beginning = text.slice(0, shortest);
      const others = byBeginning.get(beginning) ?? [];
      byBeginning.set(beginning, [...others, text].sort((one, other) => other.length - one.length)); // prettier-ignore
      glance[mixed(text, 0)] = 1;
    },
    find(text) {
      const finds: Found<Value>[] = [];
      for (let index = 0; index <= text.length - shortest; index += 1) {
        const needle = foundAt(text, index);
        if (needle === undefined) continue;
        finds.push({ from: index, until: index + needle.length, value: values.get(needle)! });
        index += needle.length - 1;
      }
      return finds;
    },
  };
}
