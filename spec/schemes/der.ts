/**
 * The subset of DER that certificates need. @see ITU-T X.690 §8, §10
 *
 * @module
 */

/** An encoded value. */
export type Der = Uint8Array;

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A length below 64 KiB. */
function lengthOf(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  return length < 0x100 ? Uint8Array.of(0x81, length) : Uint8Array.of(0x82, length >>> 8, length & 0xff);
}

/** A value with a tag. */
export function tagged(tag: number, ...contents: readonly Uint8Array[]): Der {
  const content = joined(contents);
  return joined([Uint8Array.of(tag), lengthOf(content.length), content]);
}

/** A context-specific tag: constructed (explicit) or replacing the value's own tag (implicit). */
export const context = (number: number, constructed: boolean) => 0x80 + (constructed ? 0x20 : 0) + number;

export const sequence = (...members: readonly Der[]): Der => tagged(0x30, ...members);
export const set = (...members: readonly Der[]): Der => tagged(0x31, ...members);
export const yes: Der = tagged(0x01, Uint8Array.of(0xff));
export const octets = (bytes: Uint8Array): Der => tagged(0x04, bytes);
export const utf8 = (text: string): Der => tagged(0x0c, new TextEncoder().encode(text));

/** A whole number from 0 to 127. */
export const small = (value: number): Der => tagged(0x02, Uint8Array.of(value));

/** A bit string with some unused bits in the last byte. */
export const bits = (bytes: Uint8Array, unused = 0): Der => tagged(0x03, Uint8Array.of(unused), bytes);

/** The base-128 digits of a number; all but the last have the high bit set. */
function groups(value: number): readonly number[] {
  const rest = Math.floor(value / 128);
  return rest === 0 ? [value % 128] : [...groups(rest).map((group) => group | 0x80), value % 128];
}

/** An object identifier in its dotted form. */
export function objectId(dotted: string): Der {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number);
  return tagged(0x06, Uint8Array.from([40 * first + second, ...others].flatMap(groups)));
}

/** A time in milliseconds since the epoch, as UTCTime until 2049 and GeneralizedTime after. @see RFC 5280 §4.1.2.5 */
export function time(moment: number): Der {
  const digits = `${new Date(moment).toISOString().replace(/\.\d+Z$|\D/g, '')}Z`;
  const short = digits < '2050';
  return tagged(short ? 0x17 : 0x18, new TextEncoder().encode(short ? digits.slice(2) : digits));
}

/** The members of a constructed value, each with its tag and length. */
export function membersOf(value: Der): readonly Der[] {
  const [begin, end] = contentOf(value, 0);
  const found: Der[] = [];
  for (let at = begin; at < end;) {
    const [, next] = contentOf(value, at);
    found.push(value.subarray(at, next));
    at = next;
  }
  return found;
}

/** Where the content of the value at an offset begins and ends. */
function contentOf(bytes: Der, at: number): readonly [begin: number, end: number] {
  const first = bytes[at + 1] ?? 0;
  const more = first < 0x80 ? 0 : first & 0x7f;
  const length = more === 0 ? first : bytes.subarray(at + 2, at + 2 + more).reduce((sum, byte) => sum * 256 + byte, 0);
  const begin = at + 2 + more;
  return [begin, begin + length];
}
