/**
 * Digests of texts. Synchronous and without Node modules, because the engine also runs in browsers.
 *
 * @module
 */
import { hmac } from '@noble/hashes/hmac.js';
import { md5 } from '@noble/hashes/legacy.js';
import { sha256 as sha256Bytes } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

const utf8 = (text: string) => new TextEncoder().encode(text);

/** The digest of a text in UTF-8, as padded Base64. */
export function sha256(text: string): string {
  return btoa(String.fromCodePoint(...sha256Bytes(utf8(text))));
}

/** The HMAC of a text under a key, both in UTF-8. @see RFC 2104 §2 */
export function hmacSha256(key: string, text: string): Uint8Array {
  return hmac(sha256Bytes, utf8(key), utf8(text));
}

/** The `S256` challenge of a code verifier. @see RFC 7636 §4.2 */
export function challengeOf(verifier: string): string {
  return sha256(verifier).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The algorithms of Digest challenges. @see RFC 7616 §6.1 */
const digestAlgorithms = { MD5: md5, 'SHA-256': sha256Bytes } as const;

export const isDigestAlgorithm = (name: string): name is keyof typeof digestAlgorithms => Object.hasOwn(digestAlgorithms, name);

/** The digest of a text in UTF-8, in hexadecimal digits. */
export const hexDigest = (algorithm: keyof typeof digestAlgorithms, text: string): string =>
  bytesToHex(digestAlgorithms[algorithm](utf8(text)));
