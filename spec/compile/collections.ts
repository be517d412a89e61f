import type { Collection, Json, Operation } from '../contract.ts';
import { isObject, member, members, text } from '../json/json.ts';
import { below, tokensOf, valueAt } from '../json/pointer.ts';
import { itemNodes, parts, type DocumentNode, nodeAt, step } from '../loading/document-node.ts';
import { combineSchemas } from '../schema/combination.ts';
import { schemasAt } from '../schema/declared.ts';
import { schemaReading } from '../schema/reading.ts';
import type { Input } from './input.ts';

/**
 * The resources with a life cycle: `POST /things` creates `/things/{id}`, a link of the create response names the item, or `PUT /things/{id}` is
 * documented to create it (201).
 */
export function compileCollections(input: Input, operations: readonly Operation[]): readonly Collection[] {
  const posted = operations.filter(({ method }) => method === 'POST').flatMap((create) => collectionOf(input, create, operations) ?? []);
  const known = new Set(posted.map(({ itemPath }) => itemPath));
  const put = operations.filter(({ method, path }) => method === 'PUT' && !known.has(path));
  return [...posted, ...put.flatMap((create) => putCollectionOf(input, create, operations) ?? [])];
}

function putCollectionOf(input: Input, create: Operation, operations: readonly Operation[]): Collection | undefined {
  const { path: itemPath } = create;
  const [, path, parameter] = /^(.*)\/\{([^{}/]+)\}$/.exec(itemPath) ?? [];
  const creates = create.responses.some(({ status, documented, range }) => documented && range === undefined && status === 201);
  if (path === undefined || parameter === undefined || !creates) return undefined;
  const reading = operations.find((operation) => operation.path === itemPath && operation.method === 'GET');
  const pointers = [create, ...(reading ? [reading] : [])].map((operation) => idPointerOf(input, operation, parameter));
  const idPointer = pointers.find((pointer) => pointer !== undefined) ?? '';
  return { ...rolesOf({ path, itemPath }, operations), path, itemPath, parameter, idPointer, putByClient: true, create: create.id };
}

/** The operations of a collection by what they do with it. */
function rolesOf(
  { path, itemPath }: Pick<Collection, 'path' | 'itemPath'>,
  operations: readonly Operation[],
): Pick<Collection, 'list' | 'read' | 'update' | 'remove' | 'below'> {
  const at = (wanted: string, method: string) =>
    operations.find((operation) => operation.path === wanted && operation.method === method)?.id;
  const roles = {
    list: at(path, 'GET'),
    read: at(itemPath, 'GET'),
    update: at(itemPath, 'PATCH') ?? at(itemPath, 'PUT'),
    remove: at(itemPath, 'DELETE'),
  };
  const known = Object.fromEntries(Object.entries(roles).filter(([, id]) => id !== undefined));
  return { ...known, below: operations.filter((operation) => operation.path.startsWith(`${itemPath}/`)).map(({ id }) => id) };
}

function collectionOf(input: Input, create: Operation, operations: readonly Operation[]): Collection | undefined {
  const link = linkOf(input, create, operations);
  const itemPath = link?.itemPath ?? operations.map(({ path }) => path).find((path) => isItemPath(create.path, path));
  if (itemPath === undefined) return undefined;
  const parameter = /\{([^}]+)\}$/.exec(itemPath)?.[1];
  const idPointer = link?.idPointer ?? (parameter === undefined ? undefined : idPointerOf(input, create, parameter));
  if (parameter === undefined || idPointer === undefined) return undefined;
  const { path } = create;
  return { path, itemPath, parameter, idPointer, create: create.id, ...rolesOf({ path, itemPath }, operations) };
}

function isItemPath(collection: string, path: string): boolean {
  return path.startsWith(`${collection.replace(/\/$/, '')}/{`) && /^\/\{[^/}]+\}$/.test(path.slice(collection.replace(/\/$/, '').length));
}

/** A link of the create response that takes the last path parameter of an operation from the response body. */
function linkOf(input: Input, create: Operation, operations: readonly Operation[]): { itemPath: string; idPointer: string } | undefined {
  const links = parts(step(nodeAt(input.document, create.success.place.pointer), 'links'));
  for (const [, link] of links) {
    const target = operations.find(({ id }) => id === text(member(link.value, 'operationId')));
    const parameter = target && /\{([^}]+)\}$/.exec(target.path)?.[1];
    const values = new Map(members(member(link.value, 'parameters')));
    const value = parameter === undefined ? undefined : text(values.get(parameter) ?? values.get(`path.${parameter}`));
    const pointer = value === undefined ? undefined : /^\$response\.body#(\/.+)$/.exec(value)?.[1];
    if (target && pointer !== undefined) return { itemPath: target.path, idPointer: pointer };
  }
  return undefined;
}

/** Members that hold the object that a response is about. */
const ENVELOPES = new Set([
  'attributes',
  'body',
  'data',
  'entity',
  'item',
  'object',
  'payload',
  'record',
  'resource',
  'response',
  'result',
]);

/**
 * The location of the id in the create response: a member named like the path parameter, its last word or `id`. One level deeper only in a member
 * that holds the created object: the id of anything else there, such as its owner, would name an object that the run did not create.
 */
function idPointerOf(input: Input, create: Operation, parameter: string): string | undefined {
  const wanted = [plainName(parameter), lastWord(parameter), 'id'];
  const segment = plainName(create.path.split('/').findLast((part) => part !== '' && !part.startsWith('{')) ?? '');
  const holds = (name: string, siblings: number) =>
    siblings === 1 || ENVELOPES.has(name) || name === segment || isSingularOf(name, segment) || plainName(parameter).startsWith(name);
  for (const media of create.success.content) {
    const found =
      idIn(media.example, wanted, holds) ??
      (media.schema === undefined ? undefined : idInSchema(nodeAt(input.document, media.schema), wanted, holds));
    const known = found !== undefined && (media.example === undefined || valueAt(media.example, found) !== undefined);
    if (known && (media.schema === undefined || canIdentify(nodeAt(input.document, media.schema), found))) return found;
  }
  return undefined;
}

/** Whether a member can have another value for each object: one of few values is not an id, whatever its name. */
function canIdentify(schema: DocumentNode, pointer: string): boolean {
  const { document } = schema;
  return schemasAt(schema, pointer).every((declared) => {
    const combined = combineSchemas(schemaReading(document, 'response'), [declared], new Map())?.parts ?? [];
    return !combined.some((part) => part['enum'] !== undefined || part['const'] !== undefined || part['type'] === 'boolean');
  });
}

/** Whether a member, by its plain name and the number of members beside and with it, holds the created object. */
type Holds = (name: string, siblings: number) => boolean;

function idIn(example: Json | undefined, wanted: readonly string[], holds: Holds): string | undefined {
  const within = (value: Json) => (isObject(value) ? Object.entries(value) : []);
  return search(isObject(example) ? Object.entries(example) : [], wanted, holds, within);
}

function idInSchema(schema: DocumentNode, wanted: readonly string[], holds: Holds): string | undefined {
  return search(propertiesOf(schema), wanted, holds, propertiesOf);
}

/** Whether one plain name is the singular of another: `plant` of `plants`, `person` of `persons`, `entry` of `entries`. */
function isSingularOf(name: string, plural: string): boolean {
  return name !== '' && [`${name}s`, `${name}es`, name.replace(/y$/, 'ies'), name.replace(/fe?$/, 'ves')].includes(plural);
}

function propertiesOf(schema: DocumentNode, depth = 0): readonly (readonly [string, DocumentNode])[] {
  if (depth > 3) return [];
  const inherited = itemNodes(step(schema, 'allOf')).flatMap((part) => propertiesOf(part, depth + 1));
  return [...parts(step(schema, 'properties')), ...inherited];
}

function search<Value>(
  top: readonly (readonly [string, Value])[],
  wanted: readonly string[],
  holds: Holds,
  inner: (value: Value) => readonly (readonly [string, Value])[],
): string | undefined {
  const named = (entries: readonly (readonly [string, Value])[]) =>
    wanted.map((name) => entries.find(([key]) => plainName(key) === name)?.[0]).find((key) => key !== undefined);
  const direct = named(top);
  if (direct !== undefined) return below('', direct);
  for (const [outer, value] of top) {
    if (!holds(plainName(outer), top.length)) continue;
    const found = named(inner(value));
    if (found !== undefined) return below('', outer, found);
  }
  return undefined;
}

/** `conversation_id`, `conversationId` and `conversation-id` are the same name. */
function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** `name` of `featureName` and of `feature-name`. */
function lastWord(name: string): string {
  return (/(?:[A-Z]?[a-z0-9]+|[A-Z]+)$/.exec(name)?.[0] ?? name).toLowerCase();
}

/** The member that is the id of an object of a collection: named as where it is created, else like the path parameter or `id`. */
export function idMemberOf({ idPointer, parameter }: Pick<Collection, 'idPointer' | 'parameter'>, object: object): string | undefined {
  const created = tokensOf(idPointer).at(-1) ?? '';
  if (Object.hasOwn(object, created)) return created;
  const names = Object.keys(object);
  return [created, parameter, lastWord(parameter), 'id']
    .map((wanted) => names.find((name) => plainName(name) === plainName(wanted)))
    .find((name) => name !== undefined);
}
