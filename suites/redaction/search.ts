/**
 * Looks for texts in another one and in all that it stands for: without escapes, decoded, and both within each other.
 *
 * @module
 */
import { unescapedViews, type View } from './escapes.ts';
import { createNeedles, type Found, type Needles } from './needles.ts';
import { backwards, readDecoded, reversed, words } from './words.ts';

/** How many escapes and encodings may stand within each other: JSON in HTML in a URL. */
const depth = 3;
/** So many words are remembered that contain nothing. */
const memorableWords = 20_000;
/** Escapes that were reversed with the text that they are in. */
const reversedEscape = /[0-9a-f]{2}%|;[0-9a-z]+#?&|[0-9a-f]{4}u\\|[0-9a-f]{2}x\\|[^ux]\\|[0-9A-F]{2}=/i;
const mayHaveEscapes = /[\\%&=]/;
/** Decoded bytes that may contain an escape or a word: some ASCII, or UTF-16. */
const promising = /[ -~]{6}|\0/;
const tags = /‹[^‹›]+›/g;

/**
 * Creates a search for nothing.
 *
 * @param encoded - the value of a find in a word that had to be decoded
 * @param isTag - whether a text such as `‹reader#a1b2›` stands for a secret already, so that nothing is looked for in it
 */
export function createSearch<Value>(encoded: (value: Value) => Value, isTag: (text: string) => boolean): Needles<Value> {
  const needles = createNeedles<Value>();
  const none: Found<Value>[] = [];
  /** By the number of encodings that may still stand within the word. */
  const clean = Array.from({ length: depth }, () => new Set<string>());

  const within = ({ text, placeOf }: View, left: number, seen: Map<string, number>): readonly Found<Value>[] => {
    if ((seen.get(text) ?? -1) >= left) return [];
    seen.set(text, left);
    return findsIn(text, left, seen).map(({ from, until, value }) => {
      const [begin, end] = placeOf(from, until);
      return { from: begin, until: end, value };
    });
  };
  const inWords = (text: string, left: number): readonly Found<Value>[] => {
    const finds: Found<Value>[] = [];
    words.lastIndex = 0;
    for (let match = text.length < 8 ? null : words.exec(text); match !== null; match = words.exec(text)) {
      const [word] = match;
      const { index } = match;
      if (clean[left]!.has(word)) continue;
      const { lastIndex } = words;
      const before = finds.length;
      readDecoded(word, (decoded, placeOf) => {
        const found = left > 0 && promising.test(decoded) ? findsIn(decoded, left, new Map()) : needles.find(decoded);
        for (const { from, until, value } of found) {
          const [begin, end] = placeOf(from, until);
          finds.push({ from: index + begin, until: index + Math.min(end, word.length), value: encoded(value) });
        }
      });
      words.lastIndex = lastIndex;
      if (finds.length > before) continue;
      if (clean[left]!.size >= memorableWords) clean[left]!.clear();
      clean[left]!.add(word);
    }
    return finds;
  };
  const findsIn = (text: string, left: number, seen: Map<string, number>): readonly Found<Value>[] => {
    const plain = needles.find(text);
    if (left === 0) return plain;
    const views = unescapedViews(text);
    const spelt = views.length === 0 ? none : views.flatMap((view) => within(view, left - 1, seen));
    const turned = mayHaveEscapes.test(text) && reversedEscape.test(text) ? turnedFinds(text, left - 1, seen) : none;
    const coded = inWords(text, left - 1);
    return spelt.length + turned.length + coded.length === 0 ? plain : [...plain, ...spelt, ...turned, ...coded];
  };
  const turnedFinds = (text: string, left: number, seen: Map<string, number>) =>
    within({ text: reversed(text), placeOf: backwards((from, until) => [from, until], text.length) }, left, seen).map(
      ({ from, until, value }) => ({ from, until, value: encoded(value) }),
    );
  return {
    add(text, value, isFolded) {
      needles.add(text, value, isFolded);
      for (const one of clean) one.clear();
    },
    find(text) {
      const finds = findsIn(text, depth, new Map());
      if (finds.length === 0) return finds;
      const made = [...text.matchAll(tags)].filter(({ 0: tag }) => isTag(tag));
      const done = made.map(({ 0: tag, index }) => ({ from: index, until: index + tag.length }));
      return withoutOverlaps(finds.filter(({ from, until }) => !done.some((tag) => from < tag.until && tag.from < until)));
    },
  };
}

/** Finds in the order of their beginnings, the longest first; a find that begins within another extends it. */
function withoutOverlaps<Value>(finds: readonly Found<Value>[]): readonly Found<Value>[] {
  const apart: Found<Value>[] = [];
  for (const find of finds.toSorted((one, other) => one.from - other.from || other.until - one.until)) {
    const last = apart.at(-1);
    if (last === undefined || find.from >= last.until) apart.push(find);
    else if (find.until > last.until) apart[apart.length - 1] = { ...last, until: find.until };
  }
  return apart;
}
