/**
 * SHA-256 of texts. Synchronous and without Node modules, because the engine also runs in browsers.
 *
 * @module
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 as sha256Bytes } from '@noble/hashes/sha2.js';

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
