/**
 * The texts that a secret is looked for as. Escapes and words of encoded bytes are undone before, so that the secret itself is found in them.
 *
 * @module
 */
import { reversed, toBase32 } from './words.ts';

/** A text that a secret is looked for as; `isFolded`: whatever the case of its letters. */
export interface SecretForm {
  readonly text: string;
  readonly encoding: 'plain' | 'base64' | 'encoded';
  readonly isFolded?: boolean;
}

/** All texts that a secret is looked for as. */
export function formsOf(secret: string): readonly SecretForm[] {
  // Spaces in forms. @see https://url.spec.whatwg.org/#concept-urlencoded-serializer
  const plain = [secret, ...(secret.includes(' ') ? [secret.replaceAll(' ', '+')] : []), ...readOtherwise(secret)];
  const isHexadecimal = /^[0-9a-f-]*[a-f][0-9a-f-]*$/i.test(secret);
  return [
    ...plain.map((text) => ({ text, encoding: 'plain' as const })),
    ...(isHexadecimal ? [{ text: secret, encoding: 'encoded' as const, isFolded: true }] : []),
    ...plain.map((text) => ({ text: reversed(text), encoding: 'encoded' as const })),
    ...[0, 1, 2, 3, 4].map((offset) => ({ text: base32Core(secret, offset), encoding: 'encoded' as const, isFolded: true })),
    ...[0, 1, 2].flatMap((offset) => base64Core(secret, offset)).map((text) => ({ text, encoding: 'base64' as const })),
  ];
}

/** A text with other characters than those of ASCII as it is read in an encoding that it was not written in. */
function readOtherwise(text: string): readonly string[] {
  if (!/[^\0-\x7f]/.test(text)) return [];
  const bytes = Buffer.from(text, 'utf8').toString('latin1');
  const little = Buffer.from(text, 'utf16le');
  const big = Buffer.from(little).swap16();
  const wide = [little, big].flatMap((form) => [form.toString('latin1'), form.toString('utf8')]);
  return [
    bytes,
    Buffer.from(bytes, 'utf8').toString('latin1'),
    ...(/^[\0-\xff]*$/.test(text) ? [Buffer.from(text, 'latin1').toString('utf8')] : []),
    ...wide.map((form) => form.replaceAll('\0', '')),
  ];
}

/** The part of a Base64 text that a secret determines if it begins `offset` bytes (modulo 3) into the encoded data. */
function base64Core(secret: string, offset: number): readonly string[] {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret, 'utf8')]);
  const from = [0, 2, 3][offset]!;
  const until = Math.floor((bytes.length * 8) / 6);
  const core = bytes.toString('base64').slice(from, until);
  const whole = offset === 0 ? [bytes.toString('base64'), bytes.toString('base64url')] : [];
  return [...whole, core, core.replaceAll('+', '-').replaceAll('/', '_')];
}

/** The same of a Base32 text, modulo 5. */
function base32Core(secret: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret, 'utf8')]);
  return toBase32(bytes).slice(Math.ceil((offset * 8) / 5));
}
