import type { Contract, Json, JsonObject } from '../contract.ts';
import { isList, isObject, member, texts } from '../json/json.ts';
import { nodeAt } from '../loading/document-node.ts';
import { fragmentPointer } from '../json/pointer.ts';

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
    const inner = Object.fromEntries(Object.entries(value).flatMap(([name, part]) => memberOf(value, name, part)));
    const converted = version === '3.0' && value['nullable'] === true ? withNull(inner) : inner;
    return isObject(value['properties']) && isList(value['required']) ? withoutHidden(converted, value) : converted;
  }

  /** One member of a schema; identifiers and patterns that the validator rejects are removed. */
  function memberOf(schema: JsonObject, name: string, part: Json): readonly (readonly [string, Json])[] {
    if ((name === '$id' || name === '$schema') && typeof part === 'string') return [];
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
