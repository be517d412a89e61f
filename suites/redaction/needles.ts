/**
 * Finds many texts in another one in one pass: thousands of forms of secrets, in everything that is kept or written.
 *
 * @module
 */

/** Texts shorter than this are not looked for. */
export const shortest = 6;

export interface Needles<Value> {
  /** Adds a text to look for, whatever the case of its letters if `isFolded`; if it was added before, its first value stays. */
  add(text: string, value: Value, isFolded?: boolean): void;
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
/** Of four characters, alike for letters of either case. */
const mixed = (text: string, index: number) =>
  (((text.charCodeAt(index) | 32) * 961) ^
    ((text.charCodeAt(index + 1) | 32) * 31) ^
    ((text.charCodeAt(index + 2) | 32) << 7) ^
    (text.charCodeAt(index + 3) | 32)) &
  (slots - 1);

interface Needle<Value> {
  readonly text: string;
  readonly value: Value;
}

export function createNeedles<Value>(): Needles<Value> {
  /** Texts by how they begin, the longest first. */
  const [exact, folded] = [new Map<string, readonly Needle<Value>[]>(), new Map<string, readonly Needle<Value>[]>()];
  const glance = new Uint8Array(slots);
  const none: Found<Value>[] = [];
  const foundAt = (text: string, index: number): Needle<Value> | undefined => {
    const beginning = text.slice(index, index + shortest);
    const found = exact.get(beginning)?.find((needle) => text.startsWith(needle.text, index));
    if (found || folded.size === 0) return found;
    return folded.get(beginning.toLowerCase())?.find((needle) => {
      return text.slice(index, index + needle.text.length).toLowerCase() === needle.text;
    });
  };
  return {
    add(given, value, isFolded = false) {
      if (given.length < shortest) return;
      const text = isFolded ? given.toLowerCase() : given;
      const needles = isFolded ? folded : exact;
      const beginning = text.slice(0, shortest);
      const others = needles.get(beginning) ?? [];
      if (others.some((other) => other.text === text)) return;
      needles.set(beginning, [...others, { text, value }].sort((one, other) => other.text.length - one.text.length)); // oxfmt-ignore
      glance[mixed(text, 0)] = 1;
    },
    find(text) {
      let finds: Found<Value>[] = none;
      for (let index = 0; index <= text.length - shortest; index += 1) {
        // Before anything that needs memory: a body has millions of characters.
        if (glance[mixed(text, index)] === 0) continue;
        const needle = foundAt(text, index);
        if (needle === undefined) continue;
        if (finds === none) finds = [];
        finds.push({ from: index, until: index + needle.text.length, value: needle.value });
        index += needle.text.length - 1;
      }
      return finds;
    },
  };
}
