/**
 * Signatures of JWTs with `ES256`. Synchronous and deterministic: a new mock has its tokens at once, the same ones for the same seed, in browsers too.
 *
 * @module
 * @see RFC 7518 §3.4
 */
import { ecdsa, weierstrass } from '@noble/curves/abstract/weierstrass.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { hmacSha256 } from '../oauth/sha256.ts';

/** The curve P-256. @see NIST SP 800-186 §3.2.1.3 */
const parameters = {
  p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
  n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  h: 1n,
  a: 0xffffffff00000001000000000000000000000000fffffffffffffffffffffffcn,
  b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
  Gx: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  Gy: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
};

let curve: ReturnType<typeof ecdsa> | undefined;
/** Made when it is asked for: only documents with OpenID Connect pay for it. */
const p256 = () => (curve ??= ecdsa(weierstrass(parameters), sha256));

const encoded = (bytes: Uint8Array) =>
  btoa(String.fromCodePoint(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

/** A key pair; the public key in the form of a JWK. */
export interface SigningKey {
  readonly secret: Uint8Array;
  readonly x: string;
  readonly y: string;
}

/** The key pair of a seed. */
export function signingKeyOf(seed: string): SigningKey {
  const bytes = [...hmacSha256(seed, 'ES256/1'), ...hmacSha256(seed, 'ES256/2')];
  const { secretKey, publicKey } = p256().keygen(new Uint8Array(bytes.slice(0, p256().lengths.seed)));
  const point = p256().Point.fromBytes(publicKey).toBytes(false);
  return { secret: secretKey, x: encoded(point.subarray(1, 33)), y: encoded(point.subarray(33)) };
}

/** The signature of a text, as a JWS has it; its random number follows from key and text. @see RFC 6979 §3.2 */
export function signatureOf({ secret }: SigningKey, text: string): string {
  return encoded(p256().sign(new TextEncoder().encode(text), secret, { lowS: false }));
}
