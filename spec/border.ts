import type { Range } from './address.ts';

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
