import type { Json } from '../contract.ts';
import { isList, isObject } from './json.ts';

/** One reference token, escaped: `/things` becomes `~1things`. @see RFC 6901 §3 */
export function escapeToken(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** A JSON Pointer made of tokens. @see RFC 6901 §3 */
export function pointerOf(tokens: readonly (string | number)[]): string {
  return tokens.map((token) => `/${escapeToken(String(token))}`).join('');
}

/** The pointer with further tokens at its end. */
export function below(pointer: string, ...tokens: readonly (string | number)[]): string {
  return pointer + pointerOf(tokens);
}

/** The tokens of a JSON Pointer, unescaped; the empty pointer has none. @see RFC 6901 §4 */
export function tokensOf(pointer: string): readonly string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The value of one token within a value, or undefined. @see RFC 6901 §4 */
export function valueOf(value: Json | undefined, token: string): Json | undefined {
  if (isList(value)) return /^(0|[1-9]\d*)$/.test(token) ? value[Number(token)] : undefined;
  return isObject(value) && Object.hasOwn(value, token) ? value[token] : undefined;
}

/** The value that a JSON Pointer names within another, or undefined. @see RFC 6901 §4 */
export function valueAt(value: Json | undefined, pointer: string): Json | undefined {
  return tokensOf(pointer).reduce<Json | undefined>(valueOf, value);
}

/** The pointer of a reference within the same document, `#/a/b`; undefined for any other. @see RFC 6901 §6 */
export function fragmentPointer(reference: string): string | undefined {
  if (reference === '#') return '';
  if (!reference.startsWith('#/')) return undefined;
  try {
    return decodeURIComponent(reference.slice(1));
  } catch {
    return undefined;
  }
}
