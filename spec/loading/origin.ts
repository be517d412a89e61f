import { getLineColLocation, type Source } from '@redocly/openapi-core';
import type { Json, Place } from '../contract.ts';
import { pointerOf, tokensOf, valueAt } from '../json/pointer.ts';

/** Where a part of the bundled document was written: a file, and the pointer there. */
export interface PartOrigin {
  readonly name: string;
  readonly source: Source;
  readonly pointer: string;
  /** What the file says, as it was parsed. */
  readonly parsed: Json | undefined;
}

/** Pointers into the document, each with the place where what stands there was written; what stands below it was written there too. */
export type PartOrigins = ReadonlyMap<string, PartOrigin>;

/** The origin of what stands at a pointer: that of the nearest recorded part which holds it. */
export function originOf(origins: PartOrigins, pointer: string): PartOrigin {
  const tokens = tokensOf(pointer);
  for (let length = tokens.length; length >= 0; length -= 1) {
    const origin = origins.get(pointerOf(tokens.slice(0, length)));
    if (origin) return { ...origin, pointer: origin.pointer + pointerOf(tokens.slice(length)) };
  }
  throw new Error(`No origin is recorded for the document's root, sought for "${pointer}".`);
}

/** The file, line and column of what stands at a pointer; of an object, the place of its name. */
export function placeOf(origins: PartOrigins, pointer: string): Place {
  const origin = originOf(origins, pointer);
  const { source, name } = origin;
  if (origin.pointer === '') return { pointer, file: name, line: 1, column: 1 };
  const reportOnKey = typeof valueAt(origin.parsed, origin.pointer) === 'object';
  const { start } = getLineColLocation({ source, pointer: `#${origin.pointer}`, reportOnKey });
  return { pointer, file: name, line: start.line, column: start.col };
}
