import type { Json } from '../contract.ts';
import { isList, isObject } from '../json/json.ts';
import { below, pointerOf, tokensOf, valueAt, valueOf } from '../json/pointer.ts';
import { type PartOrigin, originOf, type PartOrigins } from './origin.ts';

/** A document and the origins of its parts. */
interface Edited {
  readonly document: Json | undefined;
  readonly origins: PartOrigins;
}

/** The result of a merge, with the origins of the added parts. */
interface Merged {
  readonly value: Json;
  readonly origins: readonly (readonly [pointer: string, origin: PartOrigin])[];
}

/** Merges objects member by member, appends to lists, and replaces other values. */
export function mergeParts(base: Json, addition: Json, pointer: string, from: PartOrigin): Merged {
  const inside = (token: string | number): PartOrigin => ({ ...from, pointer: below(from.pointer, token) });
  if (isList(base)) {
    const added = isList(addition) ? addition : [addition];
    const origins = added.map((_, index) => [below(pointer, base.length + index), isList(addition) ? inside(index) : from] as const);
    return { value: [...base, ...added], origins };
  }
  if (!isObject(base) || !isObject(addition)) return { value: addition, origins: [[pointer, from]] };
  const merged = Object.entries(addition).map(([name, value]) => {
    const at = below(pointer, name);
    const known = Object.hasOwn(base, name) ? base[name]! : undefined;
    return [
      name,
      known === undefined ? { value, origins: [[at, inside(name)] as const] } : mergeParts(known, value, at, inside(name)),
    ] as const;
  });
  return {
    value: { ...base, ...Object.fromEntries(merged.map(([name, part]) => [name, part.value])) },
    origins: merged.flatMap(([, part]) => part.origins),
  };
}

/** The document with another value at a location; undefined removes the member or item. */
export function replaceAt(document: Json | undefined, tokens: readonly string[], value: Json | undefined): Json | undefined {
  const [token, ...rest] = tokens;
  if (token === undefined) return value;
  const inner = replaceAt(valueOf(document, token), rest, value);
  if (isList(document)) return document.flatMap((item, index) => (String(index) !== token ? [item] : inner === undefined ? [] : [inner]));
  if (!isObject(document)) return document;
  if (inner !== undefined) return { ...document, [token]: inner };
  return Object.fromEntries(Object.entries(document).filter(([name]) => name !== token));
}

/** The document without the value at a location; later list items and their origins move up. */
export function removeAt(state: Edited, pointer: string): Edited {
  const tokens = tokensOf(pointer);
  const parent = pointerOf(tokens.slice(0, -1));
  const list = valueAt(state.document, parent);
  const document = replaceAt(state.document, tokens, undefined);
  if (!isList(list)) return { document, origins: new Map([...state.origins].filter(([place]) => !within(pointer, place))) };
  const gone = Number(tokens.at(-1));
  const moved = list.slice(gone + 1).flatMap((_, offset) => {
    const before = below(parent, gone + 1 + offset);
    const after = below(parent, gone + offset);
    const deeper = [...state.origins].filter(([place]) => place.startsWith(`${before}/`));
    return [
      [after, originOf(state.origins, before)] as const,
      ...deeper.map(([place, origin]) => [after + place.slice(before.length), origin] as const),
    ];
  });
  const kept = [...state.origins].filter(([place]) => !list.some((_, index) => index >= gone && within(below(parent, index), place)));
  return { document, origins: new Map([...kept, ...moved]) };
}

function within(holder: string, place: string): boolean {
  return place === holder || place.startsWith(`${holder}/`);
}
