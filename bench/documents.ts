/**
 * The documents that are measured with.
 *
 * @module
 */
import type { Json, JsonObject } from '../spec/contract.ts';
import { isList, isObject, member } from '../spec/json/json.ts';
import { bundledDocument, loadContract } from '../spec/load.ts';

/** More than any burst can use up. */
const boundless = ['900000000/hour', '900000000/minute'];

const changed = (value: Json | undefined, change: (name: string, part: Json) => Json): JsonObject =>
  isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, part]) => [name, change(name, part)])) : {};

const named = (value: Json | undefined, ...path: readonly string[]) => path.reduce(member, value);

/** The bundled document as it is, its references resolved within it. */
export async function ownDocument(): Promise<JsonObject> {
  return (await loadContract(bundledDocument)).document;
}

/** A path of the bundled document whose POST makes something, and one that takes the same and makes nothing. */
const makes = '/conversations';
const observations = '/checks';

/** The document with windows that never fill up, still two for every plan, and with a server that speaks plain HTTP besides. */
export function unlimited(document: JsonObject): JsonObject {
  const extension = document['x-auth-conformance'];
  const plans = changed(named(extension, 'plans'), (_, plan) => ({ ...(isObject(plan) && plan), limits: boundless }));
  const servers = isList(document['servers']) ? document['servers'] : [];
  const post = named(document, 'paths', makes, 'post');
  return {
    ...document,
    servers: [...servers, { url: 'http://plain.example/v1' }],
    paths: changedWith(document['paths'], observations, { post: { ...(isObject(post) && post), operationId: 'check' } }),
    'x-auth-conformance': { ...(isObject(extension) && extension), plans },
  };
}

/** The document with a plan that allows a thousand more requests an hour, which a run uses up. */
export function roomier(document: JsonObject): JsonObject {
  const extension = document['x-auth-conformance'];
  const plans = changedWith(
    named(extension, 'plans'),
    'pro',
    changedWith(named(extension, 'plans', 'pro'), 'limits', ['11000/hour', '500/minute']),
  );
  return { ...document, 'x-auth-conformance': changedWith(extension, 'plans', plans) };
}

const changedWith = (value: Json | undefined, name: string, part: Json): JsonObject => ({ ...(isObject(value) && value), [name]: part });

/** Query parameters whose schemas take about so many bytes. */
function padding(bytes: number): readonly Json[] {
  const description = 'Lorem ipsum dolor sit amet, consectetur adipiscing elit. '.repeat(3);
  const properties = Array.from({ length: Math.floor(bytes / 220) }, (_, index) => [`member_${index}`, { type: 'string', description }]);
  return properties.length === 0
    ? []
    : [{ name: 'filter', in: 'query', schema: { type: 'object', properties: Object.fromEntries(properties) } }];
}

/** The path of a generated operation. */
export const generatedPath = (number: number, id: string) => `/area-${number % 40}/things-${number}/${id}`;

/** The document with so many reading operations in place of its own, each of about so many bytes. */
export function enlarged(document: JsonObject, operations: number, bytes = 0): JsonObject {
  const list = named(document, 'paths', makes, 'get');
  const { whoami: _, ...extension } = isObject(document['x-auth-conformance']) ? document['x-auth-conformance'] : {};
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' }, example: 'thing_1' };
  const paths = Array.from({ length: operations }, (__, number) => [
    generatedPath(number, '{id}'),
    { get: { ...(isObject(list) && list), operationId: `readThing${number}`, parameters: [id, ...padding(bytes)] } },
  ]);
  return { ...document, paths: Object.fromEntries(paths), 'x-auth-conformance': extension };
}
