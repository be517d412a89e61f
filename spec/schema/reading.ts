import type { Json, JsonObject } from '../contract.ts';
import { isObject, member, text, texts } from '../json/json.ts';
import { fragmentPointer, valueAt } from '../json/pointer.ts';
import { runBounded } from './bounded.ts';
import type { ConversionDirection } from './convert.ts';

/** How schemas of a document are read: read-only members are optional in requests, write-only members in responses. */
export interface SchemaReading {
  readonly document: JsonObject;
  readonly direction: ConversionDirection;
  /** Steps that are left; without any, every value is allowed. */
  readonly work: { left: number };
}

/** The most comparisons for one value: more than any real example needs, and some tens of milliseconds. */
const mostWork = 100_000;

export function schemaReading(document: JsonObject, direction: ConversionDirection): SchemaReading {
  return { document, direction, work: { left: mostWork } };
}

const targets = new WeakMap<JsonObject, Map<string, Json | undefined>>();

/** The schema that a reference names. */
function targetOf(document: JsonObject, reference: string): Json | undefined {
  const known = targets.get(document) ?? new Map<string, Json | undefined>();
  targets.set(document, known);
  if (!known.has(reference)) {
    const pointer = fragmentPointer(reference);
    known.set(reference, pointer === undefined ? undefined : valueAt(document, pointer));
  }
  return known.get(reference);
}

const isOldDocument = ({ document }: SchemaReading) => text(document['openapi'])?.startsWith('3.0') === true;

/** The referenced schema and the keywords beside the reference, which OpenAPI 3.0 ignores; the schema alone without a reference. */
export function dereferenced(reading: SchemaReading, schema: Json | undefined): readonly Json[] {
  const reference = text(member(schema, '$ref'));
  if (schema === undefined) return [];
  if (reference === undefined || !isObject(schema)) return [schema];
  const target = targetOf(reading.document, reference);
  const found = target === undefined ? [] : [target];
  if (isOldDocument(reading)) return found;
  const { $ref: _, ...beside } = schema;
  return Object.keys(beside).length === 0 ? found : [...found, beside];
}

/** Whether null is allowed by `nullable` (OpenAPI 3.0). */
export const isNullable = (reading: SchemaReading, schema: JsonObject): boolean => schema['nullable'] === true && isOldDocument(reading);

/** Whether a member does not belong to bodies of this direction. */
export function isHidden(reading: SchemaReading, property: Json | undefined): boolean {
  const keyword = reading.direction === 'request' ? 'readOnly' : 'writeOnly';
  return [property, ...dereferenced(reading, property)].some((part) => member(part, keyword) === true);
}

/** The members that a schema requires in bodies of this direction. */
export function requiredOf(reading: SchemaReading, schema: JsonObject): readonly string[] {
  return texts(schema['required']).filter((name) => !isHidden(reading, member(schema['properties'], name)));
}

/** A pattern with a repetition within a repetition, whose time can grow faster than the text. */
const risky = /\((?:[^()]|\([^()]*\))*[*+}|](?:[^()]|\([^()]*\))*\)[*+{]/;

const patterns = new Map<string, RegExp | undefined>();

/** Whether a text matches a pattern as the validator reads it. An invalid pattern allows everything; one that takes too long, nothing. */
export function matches(source: string, value: string): boolean {
  if (!patterns.has(source)) patterns.set(source, compiled(source));
  const pattern = patterns.get(source);
  if (pattern === undefined) return true;
  if (!risky.test(source)) return pattern.test(value);
  const outcome = runBounded(() => pattern.test(value));
  return outcome.ended && outcome.result;
}

function compiled(source: string): RegExp | undefined {
  try {
    return new RegExp(source);
  } catch {
    return undefined;
  }
}
