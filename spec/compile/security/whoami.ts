import type { Operation, Whoami } from '../../contract.ts';
import type { ResponsePlace } from '../../quotas.ts';
import { bodyPlace, parseExpression } from '../../json/expression.ts';
import { EXTENSION } from '../../extension/schema.ts';
import { member, texts } from '../../json/json.ts';
import { below, tokensOf } from '../../json/pointer.ts';
import { type DocumentNode, nodeAt, step } from '../../loading/document-node.ts';
import type { Input } from '../input.ts';

const MEMBERS = ['user', 'scopes', 'limit', 'remaining', 'reset'] as const;
type Member = (typeof MEMBERS)[number];

/** The usual locations, if the document does not name them. */
const USUAL: { readonly [name in Member]: readonly string[] } = {
  user: ['/user/id', '/user_id', '/userId', '/sub', '/id'],
  scopes: ['/scopes'],
  limit: ['/rate_limit/limit', '/rateLimit/limit'],
  remaining: ['/rate_limit/remaining', '/rateLimit/remaining'],
  reset: ['/rate_limit/reset', '/rateLimit/reset'],
};

/** The operation that returns the caller's identity: named by the extension, else one that reads, and whose success response has a list of scopes. */
export function compileWhoami(input: Input, operations: readonly Operation[]): Whoami | undefined {
  const stated = input.extension.whoami;
  if (stated) {
    const places = MEMBERS.flatMap((name) => {
      const place = stated[name] === undefined ? undefined : parseExpression(stated[name]);
      return place ? [[name, place] as const] : [];
    });
    return { operation: stated.operationId, ...placesOf(places), place: input.place(below('', EXTENSION, 'whoami')) };
  }
  for (const operation of operations) {
    if (operation.public || operation.method !== 'GET') continue;
    const schema = operation.success.content.find((media) => media.schema !== undefined)?.schema;
    const node = schema === undefined ? undefined : nodeAt(input.document, schema);
    if (node === undefined || !isListOfScopes(property(node, '/scopes'))) continue;
    const places = MEMBERS.flatMap((name) => {
      const pointer = USUAL[name].find((candidate) => property(node, candidate).value !== undefined);
      return pointer === undefined ? [] : [[name, bodyPlace(pointer)] as const];
    });
    return { operation: operation.id, ...placesOf(places), place: operation.place };
  }
  return undefined;
}

function placesOf(places: readonly (readonly [Member, ResponsePlace])[]): Partial<{ readonly [name in Member]: ResponsePlace }> {
  return Object.fromEntries(places);
}

function property(schema: DocumentNode, pointer: string): DocumentNode {
  return tokensOf(pointer).reduce((node, name) => step(node, 'properties', name), schema);
}

function isListOfScopes(node: DocumentNode): boolean {
  const type = member(node.value, 'type');
  return type === 'array' || texts(type).includes('array');
}
