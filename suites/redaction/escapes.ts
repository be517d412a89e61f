/**
 * Texts with their escapes undone. Any character may be escaped, so a list of escaped spellings is never complete.
 *
 * @module
 */

interface Notation {
  /** The beginning of every escape. */
  readonly sign: string;
  readonly escape: RegExp;
  readonly undone: (match: RegExpExecArray) => string;
}

const letters: { readonly [letter: string]: string } = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const names: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const characterOf = (code: number) => (code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd');

const notations: readonly Notation[] = [
  {
    // JSON and JavaScript. @see RFC 8259 §7
    sign: '\\',
    escape: /\\(?:u([0-9a-f]{4})|([^u]))/gi,
    undone: ([, code, letter = '']) => (code === undefined ? (letters[letter] ?? letter) : characterOf(Number.parseInt(code, 16))),
  },
  // URLs. @see RFC 3986 §2.1
  { sign: '%', escape: /%([0-9a-f]{2})/gi, undone: ([, code = '']) => characterOf(Number.parseInt(code, 16)) },
  {
    // HTML and XML.
    sign: '&',
    escape: /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi,
    undone: ([, decimal, hexadecimal = '0', name]) =>
      name === undefined
        ? characterOf(decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal))
        : names[name.toLowerCase()]!,
  },
];

/** A text without the escapes of one notation. */
export interface UnescapedText {
  readonly text: string;
  /** The position in the original of a character of the text; for its length, the end of the original. */
  startOf(index: number): number;
}

/** The text without escapes, for each notation that it contains an escape of. */
export function readingsOf(original: string): readonly UnescapedText[] {
  return notations.flatMap((notation) => (original.includes(notation.sign) ? (reading(original, notation) ?? []) : []));
}

function reading(original: string, { escape, undone }: Notation): UnescapedText | undefined {
  /** The beginnings of escapes and of the text after them: in the reading and in the original. */
  const marks: (readonly [read: number, written: number])[] = [[0, 0]];
  const pieces: string[] = [];
  let length = 0;
  let from = 0;
  const add = (piece: string, written: number) => {
    marks.push([length, written]);
    pieces.push(piece);
    length += piece.length;
  };
  for (const match of original.matchAll(escape)) {
    add(original.slice(from, match.index), from);
    add(undone(match), match.index);
    from = match.index + match[0].length;
  }
  if (from === 0) return undefined;
  add(original.slice(from), from);
  const startOf = (index: number) => {
    let [low, high] = [0, marks.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (marks[middle]![0] <= index) low = middle;
      else high = middle;
    }
    return marks[low]![1] + index - marks[low]![0];
  };
  return { text: pieces.join(''), startOf };
}
