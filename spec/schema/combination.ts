import type { Json, JsonObject } from '../contract.ts';
import { isList, isObject, items, member } from '../json/json.ts';
import { dereferenced, type SchemaReading } from './reading.ts';

/** The schemas that apply together to one value, without references, `allOf`, `anyOf`, `oneOf` and conditions. */
export interface Combination {
  readonly parts: readonly JsonObject[];
  /** The lists of alternatives from which one was chosen. */
  readonly groups: readonly (readonly Json[])[];
}

/** The alternatives that were chosen: for each list an index, or else the first that is not null. */
export type Choices = ReadonlyMap<readonly Json[], number>;

/** The most schemas that are combined. */
const mostParts = 200;

/** Combines schemas with everything that they refer to; undefined if nothing satisfies them. */
export function combineSchemas(reading: SchemaReading, schemas: readonly Json[], choices: Choices): Combination | undefined {
  const parts = new Set<JsonObject>();
  const groups: (readonly Json[])[] = [];
  const waiting = [...schemas];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (next === false) return undefined;
    if (!isObject(next) || parts.has(next) || parts.size > mostParts) continue;
    if (next['$ref'] !== undefined) {
      waiting.unshift(...dereferenced(reading, next));
      continue;
    }
    parts.add(next);
    waiting.push(...items(next['allOf']));
    for (const group of [next['oneOf'], next['anyOf']]) {
      if (!isList(group) || group.length === 0) continue;
      groups.push(group);
      waiting.push(group[choices.get(group) ?? usual(reading, group)]!);
    }
    if (next['if'] !== undefined && choices.get(conditionOf(next)) !== 1) waiting.push(next['if'], next['then'] ?? true);
    else if (next['if'] !== undefined) waiting.push(next['else'] ?? true);
    if (next['if'] !== undefined) groups.push(conditionOf(next));
  }
  return { parts: [...parts], groups };
}

const conditions = new WeakMap<JsonObject, readonly Json[]>();

/** A condition as a list of two alternatives: it holds, or not. */
function conditionOf(schema: JsonObject): readonly Json[] {
  const known = conditions.get(schema) ?? [true, false];
  conditions.set(schema, known);
  return known;
}

function usual(reading: SchemaReading, group: readonly Json[]): number {
  const index = group.findIndex((part) => !dereferenced(reading, part).some((each) => member(each, 'type') === 'null'));
  return Math.max(index, 0);
}
