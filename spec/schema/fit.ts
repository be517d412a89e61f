/**
 * Whether a value is valid against a schema, read as it stands. The validator compiles schemas instead, which takes seconds for a document whose
 * schemas all refer to each other; examples are checked while a document is loaded.
 *
 * @module
 */
import type { Json, JsonObject } from '../contract.ts';
import { isList, isObject, items, member, members, text, texts } from '../json/json.ts';
import { hasFormat } from './format.ts';
import { dereferenced, isNullable, matches, requiredOf, type SchemaReading } from './reading.ts';

/** The most schemas that apply to one place, each inside the other. */
const deepest = 200;

/** Whether a value is valid against a schema. A missing schema allows everything. */
export function fitsSchema(reading: SchemaReading, schema: Json | undefined, value: Json, depth = 0): boolean {
  reading.work.left -= 1;
  if (depth > deepest || reading.work.left < 0) return true;
  if (schema === false) return false;
  if (!isObject(schema)) return true;
  if (schema['$ref'] !== undefined) return dereferenced(reading, schema).every((part) => fitsSchema(reading, part, value, depth + 1));
  if (value === null && isNullable(reading, schema)) return true;
  const within: Inner = (part, inner) => fitsSchema(reading, part, inner, depth + 1);
  return (
    isOfType(schema['type'], value) &&
    isListed(schema, value) &&
    (typeof value !== 'string' || textFits(schema, value)) &&
    (typeof value !== 'number' || numberFits(schema, value)) &&
    (!isList(value) || listFits(schema, value, within)) &&
    (!isObject(value) || objectFits(reading, schema, value, within)) &&
    combinationsFit(schema, value, within)
  );
}

type Inner = (schema: Json | undefined, value: Json) => boolean;

const types: { readonly [name: string]: (value: Json) => boolean } = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  array: isList,
  object: isObject,
  null: (value) => value === null,
};

function isOfType(type: Json | undefined, value: Json): boolean {
  const names = typeof type === 'string' ? [type] : texts(type);
  return names.length === 0 || names.some((name) => types[name]?.(value) ?? true);
}

/** Whether two values are the same JSON. */
export function isSame(one: Json | undefined, other: Json | undefined): boolean {
  if (isList(one)) return isList(other) && one.length === other.length && one.every((item, index) => isSame(item, other[index]));
  if (!isObject(one) || !isObject(other)) return one === other;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => Object.hasOwn(other, name) && isSame(one[name], other[name]));
}

function isListed(schema: JsonObject, value: Json): boolean {
  const { enum: values } = schema;
  if (isList(values) && !values.some((candidate) => isSame(candidate, value))) return false;
  return schema['const'] === undefined || isSame(schema['const'], value);
}

const limit = (value: Json | undefined, otherwise: number) => (typeof value === 'number' ? value : otherwise);

function textFits(schema: JsonObject, value: string): boolean {
  const { pattern, format, minLength, maxLength } = schema;
  const length = minLength === undefined && maxLength === undefined ? 0 : Array.from(value).length;
  return (
    length >= limit(minLength, 0) &&
    length <= limit(maxLength, Infinity) &&
    (typeof pattern !== 'string' || matches(pattern, value)) &&
    (typeof format !== 'string' || hasFormat(format, value))
  );
}

function numberFits(schema: JsonObject, value: number): boolean {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, format } = schema;
  const above = exclusiveMinimum === true ? limit(minimum, -Infinity) : limit(exclusiveMinimum, -Infinity);
  const below = exclusiveMaximum === true ? limit(maximum, Infinity) : limit(exclusiveMaximum, Infinity);
  return (
    value >= limit(minimum, -Infinity) &&
    value <= limit(maximum, Infinity) &&
    value > above &&
    value < below &&
    (typeof multipleOf !== 'number' || Number.isInteger(value / multipleOf)) &&
    (typeof format !== 'string' || hasFormat(format, value))
  );
}

function listFits(schema: JsonObject, value: readonly Json[], within: Inner): boolean {
  const { minItems, maxItems, uniqueItems, prefixItems, items: item, contains } = schema;
  if (value.length < limit(minItems, 0) || value.length > limit(maxItems, Infinity)) return false;
  const fixed = items(prefixItems);
  if (!value.every((each, index) => within(fixed[index] ?? item, each))) return false;
  if (uniqueItems === true && value.some((each, index) => value.slice(0, index).some((other) => isSame(each, other)))) return false;
  if (contains === undefined) return true;
  const found = value.filter((each) => within(contains, each)).length;
  return found >= limit(schema['minContains'], 1) && found <= limit(schema['maxContains'], Infinity);
}

function objectFits(reading: SchemaReading, schema: JsonObject, value: JsonObject, within: Inner): boolean {
  const names = Object.keys(value);
  if (names.length < limit(schema['minProperties'], 0) || names.length > limit(schema['maxProperties'], Infinity)) return false;
  if (!requiredOf(reading, schema).every((name) => Object.hasOwn(value, name))) return false;
  const dependent = members(schema['dependentRequired']).every(
    ([name, wanted]) => !Object.hasOwn(value, name) || texts(wanted).every((other) => Object.hasOwn(value, other)),
  );
  if (!dependent || !members(schema['dependentSchemas']).every(([name, part]) => !Object.hasOwn(value, name) || within(part, value)))
    return false;
  const known = schema['unevaluatedProperties'] === undefined ? [] : evaluated(reading, schema);
  return members(value).every(([name, each]) => {
    if (!within(schema['propertyNames'], name)) return false;
    if (known.length > 0 && !known.includes(name) && !within(schema['unevaluatedProperties'], each)) return false;
    return memberSchemas(schema, name).every((part) => within(part, each));
  });
}

/** The schemas that one schema has for a member by its name. */
export function memberSchemas(schema: JsonObject, name: string): readonly Json[] {
  const own = member(schema['properties'], name);
  const patterned = members(schema['patternProperties']).flatMap(([pattern, part]) => (matches(pattern, name) ? [part] : []));
  const declared = [...(own === undefined ? [] : [own]), ...patterned];
  const other = schema['additionalProperties'];
  return declared.length > 0 || other === undefined ? declared : [other];
}

/** The names of the members that a schema and the schemas combined in it declare. */
function evaluated(reading: SchemaReading, schema: Json, depth = 0): readonly string[] {
  if (depth > 8) return [];
  return dereferenced(reading, schema).flatMap((part) => [
    ...members(member(part, 'properties')).map(([name]) => name),
    ...['allOf', 'anyOf', 'oneOf'].flatMap((name) => items(member(part, name)).flatMap((each) => evaluated(reading, each, depth + 1))),
    ...['if', 'then', 'else'].flatMap((name) => evaluated(reading, member(part, name) ?? true, depth + 1)),
  ]);
}

function combinationsFit(schema: JsonObject, value: Json, within: Inner): boolean {
  const { allOf, anyOf, oneOf, not, if: condition } = schema;
  if (!items(allOf).every((part) => within(part, value))) return false;
  if (isList(anyOf) && !anyOf.some((part) => within(part, value))) return false;
  // A value that fits several alternatives is ambiguous, not wrong.
  if (isList(oneOf) && !oneOf.some((part) => within(part, value))) return false;
  if (not !== undefined && within(not, value)) return false;
  return condition === undefined || within(schema[within(condition, value) ? 'then' : 'else'], value);
}

/** The types that a schema names. */
export const namedTypes = (schema: JsonObject): readonly string[] => {
  const type = text(schema['type']);
  return type === undefined ? texts(schema['type']) : [type];
};
