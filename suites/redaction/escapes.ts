/**
 * Texts with their escapes undone. Any character may be escaped, so a list of escaped spellings is never complete.
 *
 * @module
 */
/** A text without the escapes of one notation. */
export interface View {
  readonly text: string;
  /** The positions in the original of a part of the text: its first character, and the one after its last. */
  placeOf(from: number, until: number): readonly [from: number, until: number];
}

interface Notation {
  /** The beginning of every escape. */
  readonly sign: string;
  readonly escape: RegExp;
  readonly undone: (match: RegExpExecArray) => string;
}

const letters: { readonly [letter: string]: string } = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const characterOf = (code: number) => (code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd');
const fromHexadecimal = (digits: string) => characterOf(Number.parseInt(digits, 16));

/** The names that HTML has for ASCII characters. */
const names = new Map(
  (
    'amp & AMP & lt < LT < gt > GT > quot " QUOT " apos \' plus + sol / equals = lowbar _ UnderBar _ period . colon : semi ; comma , excl ! ' +
    'num # dollar $ percnt % lpar ( rpar ) ast * midast * quest ? commat @ lsqb [ lbrack [ bsol \\ rsqb ] rbrack ] Hat ^ grave ` ' +
    'DiacriticalGrave ` lcub { lbrace { verbar | vert | VerticalLine | rcub } rbrace }'
  )
    .match(/\w+ \S/g)!
    .map((pair): [string, string] => [pair.slice(0, -2), pair.slice(-1)]),
);

const notations: readonly Notation[] = [
  {
    // JSON and JavaScript. @see RFC 8259 §7
    sign: '\\',
    escape: /\\(?:u([0-9a-f]{4})|u\{([0-9a-f]{1,6})\}|x([0-9a-f]{2})|([^ux]))/gi,
    undone: ([, code, point, byte, letter = '']) => {
      const digits = code ?? point ?? byte;
      return digits === undefined ? (letters[letter] ?? letter) : fromHexadecimal(digits);
    },
  },
  {
    // URLs, and the older escape() of JavaScript. @see RFC 3986 §2.1
    sign: '%',
    escape: /%(?:u([0-9a-f]{4})|([0-9a-f]{2}))/gi,
    undone: ([, code, byte = '']) => fromHexadecimal(code ?? byte),
  },
  {
    // HTML and XML.
    sign: '&',
    escape: /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,20}));?/gi,
    undone: ([whole, decimal, hexadecimal, name = '']) => {
      if (decimal !== undefined) return characterOf(Number(decimal));
      return hexadecimal === undefined ? (names.get(name) ?? whole) : fromHexadecimal(hexadecimal);
    },
  },
  {
    // Quoted-printable. @see RFC 2045 §6.7
    sign: '=',
    escape: /=(?:([0-9a-f]{2})|[ \t]*\r?\n)/gi,
    undone: ([, byte]) => (byte === undefined ? '' : fromHexadecimal(byte)),
  },
  // The same of ASCII alone: in `key=C0ffee=3D`, only the second sign begins an escape.
  { sign: '=3', escape: /=(?:3d|[ \t]*\r?\n)/gi, undone: ([whole]) => (/3d/i.test(whole) ? '=' : '') },
  // UTF-16 read as another encoding.
  { sign: '\0', escape: /\0/g, undone: () => '' },
  // Base64 in lines. @see RFC 2045 §6.8
  { sign: '\n', escape: /(?<=[A-Za-z0-9+/]{60})\r?\n(?=[A-Za-z0-9+/=])/g, undone: () => '' },
];

const anySign = /[\\%&=\n\0]/;

const none: readonly View[] = [];

/** The text without escapes, for each notation that it contains an escape of. */
export function unescapedViews(original: string): readonly View[] {
  if (!anySign.test(original)) return none;
  return notations.flatMap((notation) => (original.includes(notation.sign) ? (viewIn(original, notation) ?? []) : []));
}

function viewIn(original: string, { escape, undone }: Notation): View | undefined {
  /** The beginnings of escapes and of the text after them: in the view and in the original. */
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
    const piece = undone(match);
    if (piece === match[0]) continue;
    add(original.slice(from, match.index), from);
    add(piece, match.index);
    from = match.index + match[0].length;
  }
  if (from === 0) return undefined;
  add(original.slice(from), from);
  const placeOf = (index: number) => {
    let [low, high] = [0, marks.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (marks[middle]![0] <= index) low = middle;
      else high = middle;
    }
    return marks[low]![1] + index - marks[low]![0];
  };
  return { text: pieces.join(''), placeOf: (begin, end) => [placeOf(begin), placeOf(end)] };
}
