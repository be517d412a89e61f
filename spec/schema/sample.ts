import type { Json, JsonObject } from '../contract.ts';
import { isList, isObject, items } from '../json/json.ts';
import type { DocumentNode } from '../loading/document-node.ts';
import { combineSchemas, type Choices } from './combination.ts';
import type { ConversionDirection } from './convert.ts';
import { fitsSchema, memberSchemas, namedTypes } from './fit.ts';
import { numberCandidate } from './numbers.ts';
import { dereferenced, isHidden, isNullable, schemaReading, requiredOf, type SchemaReading } from './reading.ts';
import { textCandidates } from './texts.ts';

/** How much a sample has of its optional members: those of requests only if none is required, those of responses all. */
interface Wish {
  readonly reading: SchemaReading;
  readonly everything: boolean;
  /** Of several values, the one with the highest score is taken. */
  readonly score?: (value: Json) => number;
  /** Values that may still be made. */
  readonly budget: { left: number };
}

/** The most values with optional members, the most of all, and the most attempts with other alternatives. */
const mostOptional = 200;
const mostValues = 2000;
const mostAttempts = 16;
const mostItems = 50;

/**
 * A value that is valid against a schema, the same at every time: an example, default or constant of the schema, or else made from it.
 * Undefined if none is found.
 *
 * @param direction - of the body: a request gets no read-only members, and optional ones only if none is required
 * @param variant - a number for another value, where the schema allows one
 */
export function sample({ document, value }: DocumentNode, direction: ConversionDirection = 'request', variant = 0): Json | undefined {
  if (!isObject(value)) return value === true ? 'string' : undefined;
  const known = variant === 0 ? samples[direction].get(value) : undefined;
  if (known !== undefined) return known.value;
  const wish = { reading: schemaReading(document, direction), everything: direction === 'response', budget: { left: mostValues } };
  const built = build(wish, [value], { trail: [], share: mostOptional, variant });
  if (variant === 0) samples[direction].set(value, { value: built });
  return built;
}

/** The value for a response that a score prefers among those that alternatives, lists of values and examples of the schema give. */
export function preferredSample({ document, value }: DocumentNode, score: (value: Json) => number): Json | undefined {
  if (!isObject(value)) return undefined;
  const wish = { reading: schemaReading(document, 'response'), everything: true, score, budget: { left: mostValues } };
  return build(wish, [value], { trail: [], share: mostOptional, variant: 0 });
}

/** The samples of all schemas so far: many responses share one. */
const samples: { readonly [direction in ConversionDirection]: WeakMap<JsonObject, { readonly value: Json | undefined }> } = {
  request: new WeakMap(),
  response: new WeakMap(),
};

/** Whether a value is valid against the schema at a node; a node without a schema allows everything. */
export function isAllowed({ document, value: schema }: DocumentNode, value: Json, direction: ConversionDirection = 'response'): boolean {
  return fitsSchema(schemaReading(document, direction), schema, value);
}

/** A value that several schemas allow together, without their examples: another one for each number. */
export function freshValue(document: JsonObject, schemas: readonly Json[], variant: number): Json | undefined {
  const reading = schemaReading(document, 'response');
  const parts = combineSchemas(reading, schemas, new Map())?.parts ?? [];
  const types = wantedTypes(reading, parts);
  const candidates = types.includes('string')
    ? textCandidates(parts, variant)
    : [numberCandidate(parts, types.includes('integer'), variant)];
  return candidates.find((value) => schemas.every((schema) => fitsSchema(reading, schema, value)));
}

/** Where a value is in the sample. */
interface Position {
  /** The schemas around it. */
  readonly trail: readonly Json[];
  /** How many values it may have beyond the required ones. */
  readonly share: number;
  /** Its number among values that must differ. */
  readonly variant: number;
}

/** A value that some schemas allow together. */
function build(wish: Wish, schemas: readonly Json[], position: Position): Json | undefined {
  const { reading, budget, score } = wish;
  const isValid = (value: Json) => schemas.every((schema) => fitsSchema(reading, schema, value));
  const tried: Choices[] = [new Map()];
  const found: Json[] = [];
  for (let attempt = 0; attempt < tried.length && attempt < mostAttempts; attempt += 1) {
    budget.left -= 1;
    if (budget.left < 0) return best(found, score);
    const choices = tried[attempt]!;
    const combined = combineSchemas(reading, schemas, choices);
    const value = combined && construct(wish, schemas, combined.parts, position);
    if (value !== undefined && isValid(value)) {
      if (score === undefined) return value;
      found.push(value);
    }
    for (const group of combined?.groups ?? []) {
      if (choices.size > 1 || choices.has(group)) continue;
      for (const index of group.keys()) tried.push(new Map([...choices, [group, index]]));
    }
  }
  return best(found, score) ?? (schemas.some((schema) => isObject(schema)) && isValid(null) ? null : undefined);
}

/** The first value with the highest score. */
function best(values: readonly Json[], score: Wish['score'] = () => 0): Json | undefined {
  const scores = values.map(score);
  return values[scores.indexOf(Math.max(...scores))];
}

/** The constants, examples, defaults and listed values of a schema. */
function shownValues(schema: JsonObject): readonly Json[] {
  const shown = [schema['const'], schema['example'], ...items(schema['examples']), schema['default'], ...items(schema['enum'])];
  return shown.filter((value) => value !== undefined);
}

function construct(wish: Wish, schemas: readonly Json[], parts: readonly JsonObject[], position: Position): Json | undefined {
  const { reading } = wish;
  const isValid = (value: Json) => schemas.every((schema) => fitsSchema(reading, schema, value));
  const shown = parts.flatMap(shownValues).filter(isValid);
  if (shown.length > 0) return wish.score ? best(shown, wish.score) : shown[position.variant % shown.length];
  const roots = schemas.flatMap((schema) => dereferenced(reading, schema)).filter((root) => isObject(root) && isStructure(root));
  if (roots.some((root) => position.trail.includes(root))) return undefined;
  const inner = { ...position, trail: [...position.trail, ...roots] };
  const text = () => textCandidates(parts, position.variant).find(isValid);
  const makers: { readonly [type: string]: () => Json | undefined } = {
    object: () => objectOf(wish, parts, inner),
    array: () => listOf(wish, parts, inner),
    string: text,
    integer: () => numberCandidate(parts, true, position.variant),
    number: () => numberCandidate(parts, false, position.variant),
    boolean: () => position.variant % 2 === 0,
    null: () => null,
  };
  for (const type of wantedTypes(reading, parts)) {
    const made = makers[type]?.();
    if (made !== undefined && isValid(made)) return made;
  }
  return undefined;
}

const isStructure = (part: JsonObject) =>
  ['properties', 'items', 'additionalProperties', 'allOf', 'anyOf', 'oneOf'].some((name) => part[name] !== undefined);

/** The types that all schemas allow, or those that their keywords are about. */
function wantedTypes(reading: SchemaReading, parts: readonly JsonObject[]): readonly string[] {
  const named = parts.map(namedTypes).filter((types) => types.length > 0);
  const shared = (named[0] ?? []).filter((type) =>
    named.every(
      (types) =>
        types.includes(type) || (type === 'integer' && types.includes('number')) || (type === 'number' && types.includes('integer')),
    ),
  );
  const known = named.some((types) => types.includes('integer')) ? shared.map((type) => (type === 'number' ? 'integer' : type)) : shared;
  const nullable = parts.every((part) => isNullable(reading, part)) ? ['null'] : [];
  if (named.length > 0) return [...known.filter((type) => type !== 'null'), ...known.filter((type) => type === 'null'), ...nullable];
  const has = (...keywords: readonly string[]) => parts.some((part) => keywords.some((name) => part[name] !== undefined));
  if (has('properties', 'required', 'additionalProperties', 'patternProperties', 'minProperties')) return ['object'];
  if (has('items', 'prefixItems', 'minItems', 'contains')) return ['array'];
  if (has('minimum', 'maximum', 'multipleOf', 'exclusiveMinimum', 'exclusiveMaximum')) return ['number'];
  return ['string', 'object', 'array', 'integer', 'number', 'boolean'];
}

const count = (parts: readonly JsonObject[], keyword: string, most = false): number | undefined => {
  const values = parts.map((part) => part[keyword]).filter((value) => typeof value === 'number');
  return values.length === 0 ? undefined : most ? Math.min(...values) : Math.max(...values);
};

const memberSchemasOf = (parts: readonly JsonObject[], name: string) => parts.flatMap((part) => memberSchemas(part, name));

function objectOf(wish: Wish, parts: readonly JsonObject[], { trail, share, variant }: Position): Json | undefined {
  const { reading, everything } = wish;
  const required = new Set(parts.flatMap((part) => requiredOf(reading, part)));
  const declared = parts.flatMap((part) => Object.entries(isObject(part['properties']) ? part['properties'] : {}));
  const visible = declared.flatMap(([name, property]) => (isHidden(reading, property) ? [] : [name]));
  const optional = everything || required.size === 0 ? visible.filter((name) => !required.has(name)) : [];
  const names = [...new Set([...visible.filter((name) => required.has(name)), ...required, ...optional])];
  const ordered = [...new Set([...declared.map(([name]) => name), ...names])].filter((name) => names.includes(name));
  const each = Math.floor((share - ordered.length) / Math.max(ordered.length, 1));
  const object: { [name: string]: Json } = {};
  for (const name of ordered) {
    if (!required.has(name) && share < ordered.length) continue;
    const made = build(wish, memberSchemasOf(parts, name), { trail, share: Math.max(each, 0), variant });
    if (made !== undefined) object[name] = made;
    else if (required.has(name)) return undefined;
  }
  for (let index = 1; Object.keys(object).length < Math.min(count(parts, 'minProperties') ?? 0, mostItems); index += 1) {
    const name = declared.map(([other]) => other).find((other) => !Object.hasOwn(object, other)) ?? `member${index}`;
    const made = build(wish, memberSchemasOf(parts, name), { trail, share: 0, variant });
    if (made === undefined) return undefined;
    object[name] = made;
  }
  const most = count(parts, 'maxProperties', true) ?? Infinity;
  const kept = Object.entries(object).toSorted(([one], [other]) => Number(required.has(other)) - Number(required.has(one)));
  return kept.length <= most ? object : Object.fromEntries(kept.slice(0, most));
}

function listOf(wish: Wish, parts: readonly JsonObject[], { trail, share, variant }: Position): Json | undefined {
  const fixed = parts.flatMap((part) => items(part['prefixItems']));
  const schemas = parts.flatMap(({ items: item }) => (item === undefined || isList(item) ? [] : [item]));
  const least = count(parts, 'minItems') ?? 0;
  const wanted = Math.min(Math.max(least, fixed.length, schemas.length > 0 ? 1 : 0), count(parts, 'maxItems', true) ?? Infinity, mostItems);
  const differ = parts.some((part) => part['uniqueItems'] === true);
  const contained = parts.flatMap(({ contains }) => (contains === undefined ? [] : [contains]));
  const list: Json[] = [];
  for (let index = 0; index < Math.max(wanted, Math.min(contained.length, 1)); index += 1) {
    const prefix = fixed[index];
    const item = [...(prefix === undefined ? schemas : [prefix]), ...(index === 0 ? contained : [])];
    const made = build(wish, item, {
      trail,
      share: Math.max(Math.floor((share - wanted) / Math.max(wanted, 1)), 0),
      variant: variant + (differ ? index : 0),
    });
    if (made === undefined) return index < least ? undefined : list;
    list.push(made);
  }
  return list;
}
