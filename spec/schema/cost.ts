import type { Json, JsonObject } from '../contract.ts';
import { isObject, member } from '../json/json.ts';
import { fragmentPointer, valueAt } from '../json/pointer.ts';

/** Keywords whose time can grow faster than the value. */
const unbounded = ['pattern', 'patternProperties', 'uniqueItems', '$dynamicRef'];

/** The most subschemas that are applied without a time limit. */
const mostSubschemas = 1000;

/** Whether the time to apply a schema is limited by the schema alone: it has no pattern, no recursion and few subschemas. */
export function createIsQuick(document: JsonObject): (pointer: string) => boolean {
  const costs = new Map<Json, number>();

  /** The subschemas that are applied; infinite within a cycle. */
  const costOf = (schema: Json | undefined): number => {
    if (typeof schema !== 'object' || schema === null) return 0;
    const known = costs.get(schema);
    if (known !== undefined) return known;
    costs.set(schema, Number.POSITIVE_INFINITY);
    const cost = isObject(schema) && unbounded.some((keyword) => member(schema, keyword)) ? Number.POSITIVE_INFINITY : sumOf(schema);
    costs.set(schema, cost);
    return cost;
  };

  const sumOf = (schema: object): number => {
    const reference = isObject(schema) ? member(schema, '$ref') : undefined;
    const pointer = typeof reference === 'string' ? fragmentPointer(reference) : undefined;
    const parts: readonly Json[] = Object.values(schema);
    return parts.reduce<number>((sum, part) => sum + costOf(part), 1) + (pointer === undefined ? 0 : costOf(valueAt(document, pointer)));
  };

  return (pointer) => {
    try {
      return costOf(valueAt(document, pointer)) <= mostSubschemas;
    } catch {
      // The schema is too deep to be measured.
      return false;
    }
  };
}
