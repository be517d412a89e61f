import { getLineColLocation, type Source } from './redocly.ts';
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
  const known = positions.get(origin.source) ?? new Map<string, Position>();
  positions.set(origin.source, known);
  const position = known.get(origin.pointer) ?? positionOf(origin);
  known.set(origin.pointer, position);
  return { pointer, file: origin.name, ...position };
}

type Position = Pick<Place, 'line' | 'column'>;

/** A pointer is asked for several times, and looking for it takes as long as the document is wide. */
const positions = new WeakMap<Source, Map<string, Position>>();

function positionOf({ source, pointer, parsed }: PartOrigin): Position {
  if (pointer === '') return { line: 1, column: 1 };
  const reportOnKey = typeof valueAt(parsed, pointer) === 'object';
  try {
    const { start } = getLineColLocation({ source, pointer: `#${pointer}`, reportOnKey });
    return { line: start.line, column: start.col };
  } catch {
    // The parser with positions knows fewer forms of YAML and less nesting.
    return { line: 1, column: 1 };
  }
}
