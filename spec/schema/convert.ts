import type { Contract, Json, JsonObject } from '../contract.ts';
import { isList, isObject, items, member, texts } from '../json/json.ts';
import { nodeAt } from '../loading/document-node.ts';
import { fragmentPointer, valueAt } from '../json/pointer.ts';

/** The direction of a body: read-only members are optional in requests, write-only members in responses. */
export type ConversionDirection = 'request' | 'response';

/** The document with its schemas converted to JSON Schema 2020-12, at the same pointers. */
export function convertSchemas(document: JsonObject, version: Contract['openapi'], direction: ConversionDirection): JsonObject {
  const hidden = direction === 'request' ? 'readOnly' : 'writeOnly';
  return Object.fromEntries(Object.entries(document).map(([name, part]) => [name, convert(part)]));

  function convert(value: Json): Json {
    if (isList(value)) return value.map(convert);
    if (!isObject(value)) return value;
    if (version === '3.0' && typeof value['$ref'] === 'string') return { $ref: value['$ref'] };
    const inner = oneAsAny(Object.fromEntries(Object.entries(value).flatMap(([name, part]) => memberOf(value, name, part))));
    const converted = version === '3.0' && value['nullable'] === true ? withNull(inner) : inner;
    return isObject(value['properties']) && isList(value['required']) ? withoutHidden(converted, value) : converted;
  }

  /**
   * One member of a schema; identifiers and patterns that the validator rejects are removed. So are alternatives that refer back to their own
   * schema for the same value, as a base that lists its subtypes does: applying them would never end.
   */
  function memberOf(schema: JsonObject, name: string, part: Json): readonly (readonly [string, Json])[] {
    if ((name === '$id' || name === '$schema') && typeof part === 'string') return [];
    if (alternatives.some((keyword) => keyword === name) && items(part).some((branch) => leadsTo(branch, schema, document))) return [];
    if (name === 'allOf') return [[name, convert(items(part).filter((branch) => !leadsTo(branch, schema, document, ['allOf'])))]];
    if (name === 'pattern' && typeof part === 'string' && !isPattern(part)) return [];
    if (name === 'nullable' && typeof part === 'boolean') return [];
    if (name === 'exclusiveMinimum' && typeof part === 'boolean') return part ? bound(name, schema['minimum']) : [];
    if (name === 'exclusiveMaximum' && typeof part === 'boolean') return part ? bound(name, schema['maximum']) : [];
    return [[name, convert(part)]];
  }

  function withoutHidden(converted: JsonObject, schema: JsonObject): JsonObject {
    const required = texts(schema['required']).filter((name) => !isHidden(member(schema['properties'], name)));
    return { ...converted, required };
  }

  function isHidden(property: Json | undefined): boolean {
    const reference = member(property, '$ref');
    const pointer = typeof reference === 'string' ? fragmentPointer(reference) : undefined;
    return member(property, hidden) === true || (pointer !== undefined && member(nodeAt(document, pointer).value, hidden) === true);
  }
}

const alternatives = ['oneOf', 'anyOf'] as const;

/** Whether a schema applies another one to the same value, through references and these keywords. */
function leadsTo(
  schema: Json,
  target: JsonObject,
  document: JsonObject,
  keywords: readonly string[] = ['allOf', ...alternatives],
  seen = new Set<Json>(),
): boolean {
  if (schema === target) return true;
  if (!isObject(schema) || seen.has(schema)) return false;
  seen.add(schema);
  const reference = member(schema, '$ref');
  const pointer = typeof reference === 'string' ? fragmentPointer(reference) : undefined;
  const referred = pointer === undefined ? undefined : valueAt(document, pointer);
  const parts = [...(referred === undefined ? [] : [referred]), ...keywords.flatMap((keyword) => items(member(schema, keyword)))];
  return parts.some((part) => leadsTo(part, target, document, keywords, seen));
}

function bound(name: string, value: Json | undefined): readonly (readonly [string, Json])[] {
  return typeof value === 'number' ? [[name, value]] : [];
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern) instanceof RegExp;
  } catch {
    return false;
  }
}

/** A value that fits several alternatives of `oneOf` is ambiguous and not wrong: documents rarely make them exclude each other. */
function oneAsAny(schema: JsonObject): JsonObject {
  const { oneOf, ...rest } = schema;
  if (!isList(oneOf)) return schema;
  return rest['anyOf'] === undefined ? { ...rest, anyOf: oneOf } : { ...rest, allOf: [...items(rest['allOf']), { anyOf: oneOf }] };
}

const RESTRICTING: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf', 'not']);

/** The schema with null allowed. */
function withNull(schema: JsonObject): JsonObject {
  const { type, enum: values, ...rest } = schema;
  const combined = Object.fromEntries(Object.entries(rest).filter(([name]) => RESTRICTING.has(name)));
  const others = Object.fromEntries(Object.entries(rest).filter(([name]) => !RESTRICTING.has(name)));
  return {
    ...others,
    ...(typeof type === 'string' && { type: [type, 'null'] }),
    ...(isList(values) && { enum: [...values.filter((value) => value !== null), null] }),
    ...(Object.keys(combined).length > 0 && { anyOf: [{ type: 'null' }, combined] }),
  };
}
