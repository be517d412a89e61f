import type { Json } from '../../spec/contract.ts';
import { isList, isObject } from '../../spec/json/json.ts';
import { tokensOf } from '../../spec/json/pointer.ts';

/** The pointer without its last token, and that token unescaped. The root has an empty token. */
export function splitPointer(pointer: string): readonly [parent: string, last: string] {
  return [pointer.slice(0, Math.max(pointer.lastIndexOf('/'), 0)), tokensOf(pointer).at(-1) ?? ''];
}

function replaced(value: Json | undefined, path: readonly string[], replacement: Json): Json {
  const [token, ...rest] = path;
  if (token === undefined) return replacement;
  if (isList(value)) return value.map((element, index) => (String(index) === token ? replaced(element, rest, replacement) : element));
  const members = isObject(value) ? value : {};
  return { ...members, [token]: replaced(members[token], rest, replacement) };
}

/** A copy of the value with a replacement at a JSON Pointer. Missing objects are created. */
export function withValueAt(value: Json | undefined, pointer: string, replacement: Json): Json {
  return replaced(value, tokensOf(pointer), replacement);
}

/** A copy of the value with every occurrence of a string replaced. */
export function withStringReplaced(value: Json, from: string, to: string): Json {
  if (value === from) return to;
  if (isList(value)) return value.map((element) => withStringReplaced(element, from, to));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withStringReplaced(member, from, to)]));
}

/** The size of a text in UTF-8 bytes. */
export function byteLength(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    // A surrogate pair is two units and four bytes: two more than its length.
    bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}
