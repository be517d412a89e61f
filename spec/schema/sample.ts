import type { Json, JsonObject } from '../contract.ts';
import { isList, isObject, member, text, texts } from '../json/json.ts';
import { itemNodes, parts, type DocumentNode, step } from '../loading/document-node.ts';

const MOST_ITEMS = 10;

/**
 * A small value that a schema allows: its const, example, default or enum; else its required members, every `allOf`, and the first of `oneOf`
 * and `anyOf`. Undefined if the schema allows no finite value or is empty.
 */
export function sample(schema: DocumentNode, trail: readonly string[] = []): Json | undefined {
  const { value, pointer } = schema;
  if (!isObject(value)) return value === true ? 'string' : undefined;
  const shownValue = shownBy(value);
  if (shownValue !== undefined) return shownValue;
  if (trail.includes(pointer)) return undefined;
  const inner = [...trail, pointer];
  const type = typeOf(value);
  const combined = combination(schema, inner);
  if (type === 'object' || (type === undefined && isObject(combined)) || isList(value['required'])) {
    return { ...(isObject(combined) ? combined : {}), ...objectOf(schema, inner) };
  }
  if (combined !== undefined) return combined;
  if (type === 'array') return listOf(schema, inner);
  return scalarOf(value, type);
}

/** The const, example, default or enum of a schema. Examples outside of its own enum are ignored. */
export function shownBy(schema: JsonObject): Json | undefined {
  const allowed = schema['enum'];
  const candidates = [
    schema['const'],
    schema['example'],
    isList(schema['examples']) ? schema['examples'][0] : undefined,
    schema['default'],
  ];
  const fits = (value: Json) => !isList(allowed) || allowed.some((item) => JSON.stringify(item) === JSON.stringify(value));
  const found = candidates.find((value) => value !== undefined && fits(value));
  return found === undefined && isList(allowed) ? allowed[0] : found;
}

function typeOf(schema: JsonObject): string | undefined {
  const type = schema['type'];
  if (isList(type)) return texts(type).find((name) => name !== 'null') ?? 'null';
  if (typeof type === 'string') return type;
  if (isObject(schema['properties'])) return 'object';
  return schema['items'] === undefined ? undefined : 'array';
}

function combination(schema: DocumentNode, trail: readonly string[]): Json | undefined {
  const all = itemNodes(step(schema, 'allOf'))
    .map((part) => sample(part, trail))
    .filter((value) => value !== undefined);
  const one = ['oneOf', 'anyOf']
    .flatMap((name) => itemNodes(step(schema, name)))
    .filter((part) => member(part.value, 'type') !== 'null')
    .map((part) => sample(part, trail))
    .find((value) => value !== undefined);
  const values = one === undefined ? all : [...all, one];
  const objects = values.filter(isObject);
  return objects.length > 0 ? Object.fromEntries(objects.flatMap((part) => Object.entries(part))) : values.at(-1);
}

/** The required members, or all members if none is required. */
function objectOf(schema: DocumentNode, trail: readonly string[]): JsonObject {
  const required = texts(member(schema.value, 'required'));
  const declared = parts(step(schema, 'properties'));
  const wanted = required.length > 0 ? declared.filter(([name]) => required.includes(name)) : declared;
  const shownMembers = wanted.flatMap(([name, part]) => {
    const value = sample(part, trail);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(shownMembers);
}

function listOf(schema: DocumentNode, trail: readonly string[]): Json {
  const fixed = itemNodes(step(schema, 'prefixItems')).map((part) => sample(part, trail) ?? null);
  const least = member(schema.value, 'minItems');
  const count = Math.min(typeof least === 'number' ? least : 1, MOST_ITEMS);
  const item = count > fixed.length ? sample(step(schema, 'items'), trail) : undefined;
  return item === undefined ? fixed : [...fixed, ...Array.from({ length: count - fixed.length }, () => item)];
}

const FORMATS: { readonly [format: string]: string } = {
  'date-time': '2021-01-01T00:00:00Z',
  date: '2021-01-01',
  time: '00:00:00Z',
  duration: 'P1D',
  email: 'user@example.com',
  'idn-email': 'user@example.com',
  hostname: 'host.example',
  'idn-hostname': 'host.example',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/',
  'uri-reference': '/example',
  iri: 'https://example.com/',
  url: 'https://example.com/',
  uuid: '123e4567-e89b-42d3-a456-426614174000',
  'http-date': 'Fri, 01 Jan 2021 00:00:00 GMT',
  'json-pointer': '/example',
  regex: '^example$',
  byte: 'ZXhhbXBsZQ==',
};

function scalarOf(schema: JsonObject, type: string | undefined): Json {
  if (type === 'boolean') return true;
  if (type === 'null') return null;
  if (type === 'integer' || type === 'number') return numberOf(schema, type);
  const words = FORMATS[text(schema['format']) ?? ''] ?? 'string';
  const least = schema['minLength'];
  const most = schema['maxLength'];
  const padded = typeof least === 'number' ? words.padEnd(Math.min(least, 1000), 'x') : words;
  return typeof most === 'number' ? padded.slice(0, Math.max(most, 0)) : padded;
}

function numberOf(schema: JsonObject, type: 'integer' | 'number'): number {
  const unit = type === 'integer' ? 1 : 0.5;
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  if (schema['format'] === 'unixtime') return 1_609_459_200;
  const above =
    typeof exclusiveMinimum === 'number' ? exclusiveMinimum + unit : exclusiveMinimum === true ? Number(minimum ?? 0) + unit : minimum;
  const under =
    typeof exclusiveMaximum === 'number' ? exclusiveMaximum - unit : exclusiveMaximum === true ? Number(maximum ?? 0) - unit : maximum;
  const wanted = typeof above === 'number' ? Math.max(above, 1) : 1;
  const chosen = typeof under === 'number' && wanted > under ? (typeof above === 'number' ? above : under) : wanted;
  return typeof multipleOf === 'number' && multipleOf > 0 ? Math.ceil(chosen / multipleOf) * multipleOf : chosen;
}
