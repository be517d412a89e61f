import type { JsonObject } from '../contract.ts';
import { isList, isObject, member } from '../json/json.ts';
import { itemNodes, parts, type DocumentNode, nodeAt, step } from '../loading/document-node.ts';

const KEYWORDS = ['const', 'enum', 'pattern', 'not', 'if', 'minProperties', '$dynamicRef'] as const;

/** Whether a schema restricts a body: by a value, a required member, a type other than object, or a closed set of members. */
export function fixesSomething(document: JsonObject, schema: string): boolean {
  return fixes(nodeAt(document, schema), new Set());
}

function fixes(schema: DocumentNode, seen: ReadonlySet<string>): boolean {
  const { value, pointer } = schema;
  if (value === false) return true;
  if (!isObject(value) || seen.has(pointer)) return false;
  const inner = new Set([...seen, pointer]);
  if (KEYWORDS.some((keyword) => Object.hasOwn(value, keyword))) return true;
  if (isList(value['required']) && value['required'].length > 0) return true;
  if (value['additionalProperties'] === false) return true;
  const type = value['type'];
  if (type !== undefined && type !== 'object' && !(isList(type) && type.includes('object'))) return true;
  const within = (name: string) => itemNodes(step(schema, name));
  const every = (name: string) => within(name).length > 0 && within(name).every((part) => fixes(part, inner));
  return (
    within('allOf').some((part) => fixes(part, inner)) ||
    every('anyOf') ||
    every('oneOf') ||
    parts(step(schema, 'properties')).some(([, part]) => fixesDeeply(part, inner))
  );
}

/** For an optional member, its type alone does not count as a restriction. */
function fixesDeeply(schema: DocumentNode, seen: ReadonlySet<string>): boolean {
  const { value, pointer } = schema;
  if (!isObject(value) || seen.has(pointer)) return false;
  const inner = new Set([...seen, pointer]);
  if (KEYWORDS.some((keyword) => Object.hasOwn(value, keyword))) return true;
  if (isList(value['required']) && value['required'].length > 0) return true;
  const within = ['allOf', 'anyOf', 'oneOf'].flatMap((name) => itemNodes(step(schema, name)));
  return [...within, ...parts(step(schema, 'properties')).map(([, part]) => part)].some((part) => fixesDeeply(part, inner));
}

/** The properties of a schema, including every `allOf`; undefined if it has alternatives. */
export function propertiesOf(document: JsonObject, schema: string): ReadonlyMap<string, DocumentNode> | undefined {
  return collect(nodeAt(document, schema), new Set());
}

function collect(schema: DocumentNode, seen: ReadonlySet<string>): ReadonlyMap<string, DocumentNode> | undefined {
  const { value, pointer } = schema;
  if (!isObject(value) || seen.has(pointer)) return new Map();
  if (member(value, 'anyOf') !== undefined || member(value, 'oneOf') !== undefined) return undefined;
  const inner = new Set([...seen, pointer]);
  const combined = itemNodes(step(schema, 'allOf')).map((part) => collect(part, inner));
  if (combined.includes(undefined)) return undefined;
  return new Map([...combined.flatMap((part) => [...(part ?? [])]), ...parts(step(schema, 'properties'))]);
}
