/** A block of IPv4 or IPv6 addresses with the same first `prefix` bits. */
export interface Range {
  /** The first address in 32-bit words, unsigned: one for IPv4, four for IPv6. */
  readonly words: readonly number[];
  readonly prefix: number;
}

const MAPPED_PREFIX = 96;

/**
 * Parses an address or CIDR range; returns undefined for other text. Bits below the prefix are ignored.
 * IPv4-mapped IPv6 (`::ffff:a.b.c.d`) becomes IPv4. @see RFC 4632 §3.1, RFC 4291 §2.2, §2.5.5.2
 */
export function parseRange(text: string): Range | undefined {
  const [address = '', length, ...rest] = text.split('/');
  const words = parseWords(address);
  if (words === undefined || rest.length > 0) return undefined;
  const bits = words.length * 32;
  if (length !== undefined && !(/^(0|[1-9]\d{0,2})$/.test(length) && Number(length) <= bits)) return undefined;
  const prefix = length === undefined ? bits : Number(length);
  if (isMapped(words) && prefix >= MAPPED_PREFIX) return { words: words.slice(3), prefix: prefix - MAPPED_PREFIX };
  return { words, prefix };
}

/** Whether one of the ranges contains an address. An invalid address is in no range; IPv4 and IPv6 never match each other. */
export function addressIn(ranges: readonly Range[], address: string): boolean {
  const words = parseAddress(address);
  return words !== undefined && ranges.some((range) => holds(range, words));
}

/** An address in 32-bit words, IPv4-mapped IPv6 as IPv4; undefined if it is invalid. A zone (`%eth0`) is dropped. */
function parseAddress(text: string): readonly number[] | undefined {
  const words = parseWords(text.replace(/%.*$/, ''));
  return words !== undefined && isMapped(words) ? words.slice(3) : words;
}

function holds(range: Range, words: readonly number[]): boolean {
  if (range.words.length !== words.length) return false;
  for (let index = 0, left = range.prefix; left > 0; index += 1, left -= 32) {
    const mask = left >= 32 ? 0xff_ff_ff_ff : (0xff_ff_ff_ff << (32 - left)) >>> 0;
    if (((range.words[index]! ^ words[index]!) & mask) !== 0) return false;
  }
  return true;
}

function isMapped(words: readonly number[]): boolean {
  return words.length === 4 && words[0] === 0 && words[1] === 0 && words[2] === 0xff_ff;
}

function parseWords(text: string): readonly number[] | undefined {
  if (!text.includes(':')) {
    const word = parseIpv4(text);
    return word === undefined ? undefined : [word];
  }
  const groups = parseIpv6(text);
  if (groups === undefined) return undefined;
  return [0, 2, 4, 6].map((index) => groups[index]! * 0x1_00_00 + groups[index + 1]!);
}

/** Four decimal octets without leading zeros, as one word. */
function parseIpv4(text: string): number | undefined {
  const octets = text.split('.');
  if (octets.length !== 4 || !octets.every((octet) => /^(0|[1-9]\d{0,2})$/.test(octet) && Number(octet) <= 255)) return undefined;
  return octets.reduce((word, octet) => word * 256 + Number(octet), 0);
}

/** Eight groups of 16 bits; `::` means one or more that are zero, the last two may be written as IPv4. */
function parseIpv6(text: string): readonly number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = [parseGroups(halves[0]!), parseGroups(halves[1] ?? '')];
  if (head === undefined || tail === undefined) return undefined;
  if (halves.length === 1) return head.length === 8 ? head : undefined;
  const missing = 8 - head.length - tail.length;
  if (missing < 1 || halves[0]!.includes('.')) return undefined;
  return [...head, ...Array.from({ length: missing }, () => 0), ...tail];
}

function parseGroups(text: string): readonly number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const written = text.split(':');
  for (const [index, group] of written.entries()) {
    const embedded = group.includes('.') && index === written.length - 1 ? parseIpv4(group) : undefined;
    if (embedded !== undefined) groups.push(embedded >>> 16, embedded & 0xff_ff);
    else if (/^[\da-f]{1,4}$/i.test(group)) groups.push(Number.parseInt(group, 16));
    else return undefined;
  }
  return groups;
}

/** Addresses at the edges and in the middle of a range, as text. */
export interface Border {
  readonly first: string;
  readonly last: string;
  readonly middle: string;
  /** The addresses just outside the range; none beyond the first and last possible address. */
  readonly neighbours: readonly string[];
}

/** The border of a range, with IPv6 in the form of RFC 5952. @see RFC 4632 §3.1 */
export function borderOf({ words, prefix }: Range): Border {
  const bits = words.length * 32;
  const size = 1n << BigInt(bits - prefix);
  const within = words.reduce((sum, word) => sum * 0x1_00_00_00_00n + BigInt(word), 0n);
  const first = within - (within % size);
  const last = first + size - 1n;
  const text = (number: bigint) => (bits === 32 ? ipv4(number) : ipv6(number));
  const outside = [...(first > 0n ? [first - 1n] : []), ...(last + 1n < 1n << BigInt(bits) ? [last + 1n] : [])];
  return { first: text(first), last: text(last), middle: text(first + size / 2n), neighbours: outside.map(text) };
}

function ipv4(number: bigint): string {
  return parts(number, 8, 4).join('.');
}

function ipv6(number: bigint): string {
  const groups = parts(number, 16, 8).map((group) => group.toString(16));
  const runs = groups
    .map((_, start) => groups.slice(start).findIndex((group) => group !== '0'))
    .map((length, start) => (length < 0 ? 8 - start : length));
  const longest = Math.max(...runs);
  if (longest < 2) return groups.join(':');
  const start = runs.indexOf(longest);
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + longest).join(':')}`;
}

/** Splits a number into `count` parts of `bits` bits, the highest first. */
function parts(number: bigint, bits: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => Number((number >> BigInt(bits * (count - 1 - index))) & ((1n << BigInt(bits)) - 1n)));
}
