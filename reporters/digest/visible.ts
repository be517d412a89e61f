const CONTROLS = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/gu;
const NAMED: { readonly [character: string]: string } = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Escapes characters that are invisible or change how the rest is shown: controls, escape sequences, direction overrides, zero-width characters,
 * unpaired surrogates. The result is one line.
 */
export function visibleLine(text: string): string {
  return text.replaceAll(CONTROLS, spell);
}

/** The same, but keeps line feeds and tabs. */
export function visibleText(text: string): string {
  return text.replaceAll(CONTROLS, (character) => (character === '\n' || character === '\t' ? character : spell(character)));
}

/** Cuts a text to a number of characters, with a note. */
export function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}… (${text.length - length} more characters)`;
}

function spell(character: string): string {
  return NAMED[character] ?? `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
