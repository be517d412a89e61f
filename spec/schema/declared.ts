import type { Contract, Json, JsonObject } from '../contract.ts';
import type { DocumentNode } from '../loading/document-node.ts';
import { combineSchemas } from './combination.ts';
import { memberSchemas } from './fit.ts';
import { schemaReading } from './reading.ts';
import { isList, isObject, member } from '../json/json.ts';
import { tokensOf, valueAt } from '../json/pointer.ts';

/** The most references that are followed to one schema. */
const mostReferences = 20;

/**
 * Whether a schema declares a place of its values by name: members by `properties`, items of arrays by `items` or `prefixItems`.
 *
 * @param schema - JSON Pointer of the schema in the contract's document
 * @param place - JSON Pointer into a value: `/0/secret`
 */
export function declaresPlace({ document }: Pick<Contract, 'document'>, schema: string, place: string): boolean {
  return declares(document, valueAt(document, schema), tokensOf(place), mostReferences);
}

function declares(document: Json, schema: Json | undefined, tokens: readonly string[], references: number): boolean {
  if (!isObject(schema)) return schema === true && tokens.length === 0;
  const reference = member(schema, '$ref');
  if (typeof reference === 'string' && reference.startsWith('#/') && references > 0) {
    const target = valueAt(document, decodeURIComponent(reference.slice(1)));
    if (declares(document, target, tokens, references - 1)) return true;
  }
  const [token, ...rest] = tokens;
  if (token === undefined) return true;
  const [properties, prefix] = [member(schema, 'properties'), member(schema, 'prefixItems')];
  const parts = [
    isObject(properties) ? member(properties, token) : undefined,
    ...(/^\d+$/.test(token) ? [isList(prefix) ? prefix[Number(token)] : undefined, member(schema, 'items')] : []),
  ];
  if (parts.some((part) => part !== undefined && declares(document, part, rest, references))) return true;
  return ['allOf', 'anyOf', 'oneOf'].some((keyword) => {
    const branches = member(schema, keyword);
    return isList(branches) && branches.some((branch) => declares(document, branch, tokens, references));
  });
}

/** The schemas that a schema declares for a place of its values. @param place - JSON Pointer into a value: `/0/secret` */
export function schemasAt({ document, value }: DocumentNode, place: string): readonly Json[] {
  const reading = schemaReading(document, 'response');
  return tokensOf(place).reduce<readonly Json[]>(
    (schemas, token) =>
      schemas.flatMap((schema) => combineSchemas(reading, [schema], new Map())?.parts ?? []).flatMap((part) => declaredAt(part, token)),
    value === undefined ? [] : [value],
  );
}

function declaredAt(part: JsonObject, token: string): readonly Json[] {
  const item = /^\d+$/.test(token) ? member(part, 'items') : undefined;
  return item === undefined ? memberSchemas(part, token) : [item];
}

/** Whether a schema, or the one that it refers to, is marked with `x-assumed`: the documentation only implies it. */
export function isMarkedAssumed(document: Json, schema: Json | undefined, references = mostReferences): boolean {
  if (member(schema, 'x-assumed') === true) return true;
  const reference = member(schema, '$ref');
  if (typeof reference !== 'string' || !reference.startsWith('#/') || references === 0) return false;
  return isMarkedAssumed(document, valueAt(document, decodeURIComponent(reference.slice(1))), references - 1);
}
