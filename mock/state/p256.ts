/**
 * Signatures with ECDSA on P-256 and SHA-256 (`ES256`). Synchronous, deterministic and without Node modules: a new mock has its tokens at once, the same
 * ones for the same seed, in browsers too. Not constant in time, so the keys are for test tokens only.
 *
 * @module
 * @see RFC 7518 §3.4, FIPS 186-5 §6
 */
import { hmacSha256, sha256Of } from '../oauth/sha256.ts';

const prime = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const base: Affine = [
  0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
];

type Affine = readonly [x: bigint, y: bigint];
/** Jacobian coordinates; a `z` of zero is the point at infinity. */
type Point = readonly [x: bigint, y: bigint, z: bigint];

const modulo = (value: bigint, modulus: bigint) => ((value % modulus) + modulus) % modulus;
const field = (value: bigint) => modulo(value, prime);

/** The inverse, by the extended Euclidean algorithm. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [one, other, first, second] = [modulo(value, modulus), modulus, 1n, 0n];
  while (one > 1n) {
    const quotient = other / one;
    [one, other] = [other - quotient * one, one];
    [first, second] = [second - quotient * first, first];
  }
  return modulo(first, modulus);
}

function doubled([x, y, z]: Point): Point {
  const [delta, gamma] = [field(z * z), field(y * y)];
  const beta = field(x * gamma);
  const alpha = field(3n * (x - delta) * (x + delta));
  const left = field(alpha * alpha - 8n * beta);
  return [left, field(alpha * (4n * beta - left) - 8n * gamma * gamma), field((y + z) * (y + z) - gamma - delta)];
}

/** The sum of a point and the base point, which are different wherever a multiple below the order is computed. */
function plusBase([x, y, z]: Point): Point {
  if (z === 0n) return [...base, 1n];
  const square = field(z * z);
  const [across, up] = [field(base[0] * square - x), field(base[1] * square * z - y)];
  const squared = field(across * across);
  const cubed = field(across * squared);
  const shifted = field(x * squared);
  const left = field(up * up - cubed - 2n * shifted);
  return [left, field(up * (shifted - left) - y * cubed), field(z * across)];
}

function multipleOfBase(factor: bigint): Affine {
  let point: Point = [1n, 1n, 0n];
  for (const bit of factor.toString(2)) {
    point = doubled(point);
    if (bit === '1') point = plusBase(point);
  }
  const back = inverse(point[2], prime);
  return [field(point[0] * back * back), field(point[1] * back * back * back)];
}

const numberOf = (bytes: Uint8Array) => bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);

/** 32 bytes in Base64 for URLs. */
function encoded(...numbers: readonly bigint[]): string {
  const hexadecimal = numbers.map((number) => number.toString(16).padStart(64, '0')).join('');
  const letters = hexadecimal.match(/../g)!.map((pair) => String.fromCodePoint(Number.parseInt(pair, 16)));
  return btoa(letters.join('')).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** A number from 1 to one below the order that follows from a text under a key. */
const derived = (key: string, text: string): bigint => {
  const wide = numberOf(hmacSha256(key, `${text}/1`)) * 2n ** 256n + numberOf(hmacSha256(key, `${text}/2`));
  return 1n + modulo(wide, order - 1n);
};

/** A key pair; the public key in the form of a JWK. */
export interface SigningKey {
  readonly secret: bigint;
  readonly x: string;
  readonly y: string;
}

/** The key pair of a seed. */
export function signingKeyOf(seed: string): SigningKey {
  const secret = derived(seed, 'ES256 key');
  const [x, y] = multipleOfBase(secret);
  return { secret, x: encoded(x), y: encoded(y) };
}

/** The signature of a text, as a JWS has it. The random number follows from key and text. @see RFC 6979 §3.2 */
export function signatureOf({ secret }: SigningKey, text: string): string {
  const hash = numberOf(sha256Of(text));
  const random = derived(secret.toString(16), text);
  const r = modulo(multipleOfBase(random)[0], order);
  const s = modulo(inverse(random, order) * (hash + r * secret), order);
  return encoded(r, s);
}
