import type { Json, JsonObject } from '../contract.ts';
import { isObject, members, text } from '../json/json.ts';
import { below, fragmentPointer, tokensOf, valueOf } from '../json/pointer.ts';

/** A value of a document together with where it stands, references followed. */
export interface Spot {
  readonly document: JsonObject;
  readonly pointer: string;
  readonly value: Json | undefined;
}

/** The root of a document. */
export function rootOf(document: JsonObject): Spot {
  return { document, pointer: '', value: document };
}

/** What stands at a pointer, references on the way followed; its value is undefined where nothing stands. */
export function spotAt(document: JsonObject, pointer: string): Spot {
  return step(rootOf(document), ...tokensOf(pointer));
}

/** The spot some tokens further on, references followed. */
export function step(spot: Spot, ...tokens: readonly string[]): Spot {
  return tokens.reduce(
    (from, token) => follow({ document: from.document, pointer: below(from.pointer, token), value: valueOf(from.value, token) }),
    spot,
  );
}

/** The members of the object that stands there, by name, references followed. */
export function parts(spot: Spot): readonly (readonly [string, Spot])[] {
  return members(spot.value).map(([name]) => [name, step(spot, name)] as const);
}

/** The items of the list that stands there, references followed. */
export function itemSpots(spot: Spot): readonly Spot[] {
  return Array.isArray(spot.value) ? spot.value.map((_, index) => step(spot, String(index))) : [];
}

/** Where a reference leads, through at most as many hops as a sane document has; a spot that is no reference is itself. */
function follow(spot: Spot, hops = 0): Spot {
  const reference = isObject(spot.value) ? text(spot.value['$ref']) : undefined;
  const pointer = reference === undefined ? undefined : fragmentPointer(reference);
  if (pointer === undefined) return spot;
  if (hops > 32) return { ...spot, value: undefined };
  return tokensOf(pointer).reduce<Spot>(
    (from, token) => follow({ document: from.document, pointer: below(from.pointer, token), value: valueOf(from.value, token) }, hops + 1),
    rootOf(spot.document),
  );
}
