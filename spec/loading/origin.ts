import { getLineColLocation, type Source } from '@redocly/openapi-core';
import type { Json, Place } from '../contract.ts';
import { pointerOf, tokensOf, valueAt } from '../json/pointer.ts';

/** The origin of a part of the bundled document: a file and a pointer into it. */
export interface PartOrigin {
  readonly name: string;
  readonly source: Source;
  readonly pointer: string;
  /** The parsed content of the file. */
  readonly parsed: Json | undefined;
}

/** Origins by pointer; an origin also applies to everything below its pointer. */
export type PartOrigins = ReadonlyMap<string, PartOrigin>;

/** The origin of a pointer: that of its nearest recorded parent. */
export function originOf(origins: PartOrigins, pointer: string): PartOrigin {
  const tokens = tokensOf(pointer);
  for (let length = tokens.length; length >= 0; length -= 1) {
    const origin = origins.get(pointerOf(tokens.slice(0, length)));
    if (origin) return { ...origin, pointer: origin.pointer + pointerOf(tokens.slice(length)) };
  }
  throw new Error(`No origin is recorded for the document's root (pointer "${pointer}").`);
}

/** The file, line and column of a pointer; for an object, of its name. */
export function placeOf(origins: PartOrigins, pointer: string): Place {
  const origin = originOf(origins, pointer);
  const { source, name } = origin;
  if (origin.pointer === '') return { pointer, file: name, line: 1, column: 1 };
  const reportOnKey = typeof valueAt(origin.parsed, origin.pointer) === 'object';
  const { start } = getLineColLocation({ source, pointer: `#${origin.pointer}`, reportOnKey });
  return { pointer, file: name, line: start.line, column: start.col };
}
