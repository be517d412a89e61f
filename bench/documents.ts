/**
 * The documents that are measured with.
 *
 * @module
 */
import type { Json, JsonObject } from '../spec/contract.ts';
import { isObject, member } from '../spec/json.ts';
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

/** The document with windows that never fill up, still two for every plan, and with a server that speaks plain HTTP besides. */
export function unlimited(document: JsonObject): JsonObject {
  const extension = document['x-auth-conformance'];
  const plans = changed(named(extension, 'plans'), (_, plan) => ({ ...(isObject(plan) && plan), limits: boundless }));
  const servers = Array.isArray(document['servers']) ? document['servers'] : [];
  return {
    ...document,
    servers: [...servers, { url: 'http://plain.example/v1' }],
    'x-auth-conformance': { ...(isObject(extension) && extension), plans },
  };
}
