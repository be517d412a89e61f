import type { Json } from '../contract.ts';
import { isList, isObject } from './json.ts';

/** Escapes a reference token: `/things` becomes `~1things`. @see RFC 6901 §3 */
export function escapeToken(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Joins tokens to a JSON Pointer. @see RFC 6901 §3 */
export function pointerOf(tokens: readonly (string | number)[]): string {
  return tokens.map((token) => `/${escapeToken(String(token))}`).join('');
}

/** Appends tokens to a pointer. */
export function below(pointer: string, ...tokens: readonly (string | number)[]): string {
  return pointer + pointerOf(tokens);
}

/** Splits a JSON Pointer into unescaped tokens. @see RFC 6901 §4 */
export function tokensOf(pointer: string): readonly string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The value at one token, or undefined. @see RFC 6901 §4 */
export function valueOf(value: Json | undefined, token: string): Json | undefined {
  if (isList(value)) return /^(0|[1-9]\d*)$/.test(token) ? value[Number(token)] : undefined;
  return isObject(value) && Object.hasOwn(value, token) ? value[token] : undefined;
}

/** The value at a JSON Pointer, or undefined. @see RFC 6901 §4 */
export function valueAt(value: Json | undefined, pointer: string): Json | undefined {
  return tokensOf(pointer).reduce<Json | undefined>(valueOf, value);
}

/** The JSON Pointer of a local reference such as `#/a/b`; undefined for other references. @see RFC 6901 §6 */
export function fragmentPointer(reference: string): string | undefined {
  if (reference === '#') return '';
  if (!reference.startsWith('#/')) return undefined;
  try {
    return decodeURIComponent(reference.slice(1));
  } catch {
    return undefined;
  }
}
