import type { Json, JsonObject } from '../../contract.ts';
import { EXTENSION } from '../../extension/schema.ts';
import { isList, isObject } from '../../json/json.ts';

/** Objects whose members have names of the author's choice, so that `x-…` is no extension. */
const MAPS: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'definitions',
  'dependentSchemas',
  'headers',
  'schemas',
  'responses',
  'parameters',
  'examples',
  'requestBodies',
  'securitySchemes',
  'links',
  'callbacks',
  'webhooks',
  'pathItems',
  'mediaTypes',
  'content',
  'encoding',
  'variables',
  'scopes',
]);

/**
 * A copy without what neither mock nor suites read, and must therefore not be resolved: references within extensions of other tools, mappings of
 * discriminators, and external values of examples.
 */
export function essential(value: Json, holder = ''): Json {
  if (isList(value)) return value.map((item) => essential(item));
  if (!isObject(value)) return value;
  const isMap = MAPS.has(holder);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, part]) => isMap || !isForeign(name, part, holder))
      .map(([name, part]) => [name, essential(part, isMap ? '' : name)]),
  );
}

/** The same for a document. */
export function essentialDocument(document: JsonObject): JsonObject {
  const copy = essential(document);
  return isObject(copy) ? copy : document;
}

function isForeign(name: string, part: Json, holder: string): boolean {
  if (name === 'externalValue') return typeof part === 'string';
  if (name === 'mapping') return holder === 'discriminator';
  return name.startsWith('x-') && name !== EXTENSION && hasReference(part);
}

function hasReference(value: Json): boolean {
  if (isList(value)) return value.some(hasReference);
  return (
    isObject(value) && Object.entries(value).some(([name, part]) => (name === '$ref' && typeof part === 'string') || hasReference(part))
  );
}
