/**
 * Words that may be encoded bytes: Base64, Base32 and hexadecimal digits, beginning anywhere within what was encoded, forwards or backwards.
 *
 * @module
 */

/** Whatever may be Base64 for texts or URLs, and hexadecimal digits and Base32 with it. */
export const words = /[A-Za-z0-9+/_-]{8,}={0,6}/g;

/** Small letters and names of headers, which are hardly ever anything encoded. What a secret itself is when it is encoded is looked for in them too. */
const ordinary = /^[a-z/_-]+$|^(?:[A-Z]?[a-z]+-)*[A-Z]?[a-z]+$/;

const hexadecimal = /[0-9a-f]{12,}/gi;
const base32 = /[A-Z2-7]{10,}|[a-z2-7]{10,}/g;

/** Takes a decoded text, whose characters are bytes, and where the bytes from one to another are in the word. */
type Reader = (text: string, placeOf: PlaceOf) => void;
type PlaceOf = (from: number, until: number) => readonly [from: number, until: number];

/** Reads all that a word may be when it is decoded. */
export function readDecoded(word: string, read: Reader): void {
  if (ordinary.test(word)) return;
  readForwards(word, read);
  readForwards(reversed(word), (text, placeOf) => read(text, backwards(placeOf, word.length)));
}

/** A text from its end to its beginning. */
export function reversed(text: string): string {
  let result = '';
  for (let index = text.length - 1; index >= 0; index -= 1) result += text[index]!;
  return result;
}

/** Where something is in a text, if this is where it is in the reversed text. */
export function backwards(placeOf: PlaceOf, length: number): PlaceOf {
  return (from, until) => {
    const [begin, end] = placeOf(from, until);
    return [length - end, length - begin];
  };
}

function readForwards(word: string, read: Reader): void {
  for (let skipped = 0; skipped < 4; skipped += 1) {
    const bytes = Buffer.from(skipped === 0 ? word : word.slice(skipped), 'base64');
    read(bytes.toString('latin1'), placeIn(skipped, 6));
  }
  for (const { 0: digits, index } of word.matchAll(hexadecimal))
    for (let skipped = 0; skipped < 2; skipped += 1)
      read(Buffer.from(digits.slice(skipped), 'hex').toString('latin1'), placeIn(index + skipped, 4));
  for (const { 0: text, index } of word.matchAll(base32))
    for (let skipped = 0; skipped < 8; skipped += 1)
      read(fromBase32(text.slice(skipped).toUpperCase()).toString('latin1'), placeIn(index + skipped, 5));
}

/** Where bytes are in a word that has them from `start` on, so many bits in each character. */
const placeIn =
  (start: number, bits: number): PlaceOf =>
  (from, until) => [start + Math.floor((from * 8) / bits), start + Math.ceil((until * 8) / bits)];

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** @see RFC 4648 §6 */
export function toBase32(bytes: Buffer): string {
  let result = '';
  let [value, bits] = [0, 0];
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) result += alphabet[(value >> (bits - 5)) & 31]!;
  }
  return result;
}

function fromBase32(text: string): Buffer {
  const bytes = Buffer.alloc(Math.floor((text.length * 5) / 8));
  let [value, bits, length] = [0, 0, 0];
  for (const character of text) {
    value = ((value << 5) | alphabet.indexOf(character)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes[length] = (value >> bits) & 0xff;
    length += 1;
  }
  return bytes;
}
