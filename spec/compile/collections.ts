import type { Collection, Json, Operation } from '../contract.ts';
import { isObject, member, members, text } from '../json/json.ts';
import { below, tokensOf, valueAt } from '../json/pointer.ts';
import { itemNodes, parts, type DocumentNode, nodeAt, step } from '../loading/document-node.ts';
import { combineSchemas } from '../schema/combination.ts';
import { schemasAt } from '../schema/declared.ts';
import { schemaReading } from '../schema/reading.ts';
import type { Input } from './input.ts';

/** The resources with a life cycle: `POST /things` creates `/things/{id}`, or a link of the create response names the item. */
export function compileCollections(input: Input, operations: readonly Operation[]): readonly Collection[] {
  return operations.filter(({ method }) => method === 'POST').flatMap((create) => collectionOf(input, create, operations) ?? []);
}

function collectionOf(input: Input, create: Operation, operations: readonly Operation[]): Collection | undefined {
  const link = linkOf(input, create, operations);
  const itemPath = link?.itemPath ?? operations.map(({ path }) => path).find((path) => isItemPath(create.path, path));
  if (itemPath === undefined) return undefined;
  const parameter = /\{([^}]+)\}$/.exec(itemPath)?.[1];
  const at = (path: string, method: string) => operations.find((operation) => operation.path === path && operation.method === method)?.id;
  const idPointer = link?.idPointer ?? (parameter === undefined ? undefined : idPointerOf(input, create, parameter));
  if (parameter === undefined || idPointer === undefined) return undefined;
  const roles = {
    list: at(create.path, 'GET'),
    read: at(itemPath, 'GET'),
    update: at(itemPath, 'PATCH') ?? at(itemPath, 'PUT'),
    remove: at(itemPath, 'DELETE'),
  };
  const known = Object.fromEntries(Object.entries(roles).filter(([, id]) => id !== undefined));
  const deeper = operations.filter(({ path }) => path.startsWith(`${itemPath}/`)).map(({ id }) => id);
  return { path: create.path, itemPath, parameter, idPointer, create: create.id, ...known, below: deeper };
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

/** The location of the id in the create response: a member named like the path parameter, its last word or `id`, at most one level deep. */
function idPointerOf(input: Input, create: Operation, parameter: string): string | undefined {
  const wanted = [plainName(parameter), lastWord(parameter), 'id'];
  for (const media of create.success.content) {
    const found =
      idIn(media.example, wanted) ?? (media.schema === undefined ? undefined : idInSchema(nodeAt(input.document, media.schema), wanted));
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

function idIn(example: Json | undefined, wanted: readonly string[]): string | undefined {
  return search(isObject(example) ? Object.entries(example) : [], wanted, (value) => (isObject(value) ? Object.entries(value) : []));
}

function idInSchema(schema: DocumentNode, wanted: readonly string[]): string | undefined {
  return search(propertiesOf(schema), wanted, propertiesOf);
}

function propertiesOf(schema: DocumentNode, depth = 0): readonly (readonly [string, DocumentNode])[] {
  if (depth > 3) return [];
  const inherited = itemNodes(step(schema, 'allOf')).flatMap((part) => propertiesOf(part, depth + 1));
  return [...parts(step(schema, 'properties')), ...inherited];
}

function search<Value>(
  top: readonly (readonly [string, Value])[],
  wanted: readonly string[],
  inner: (value: Value) => readonly (readonly [string, Value])[],
): string | undefined {
  const named = (entries: readonly (readonly [string, Value])[]) =>
    wanted.map((name) => entries.find(([key]) => plainName(key) === name)?.[0]).find((key) => key !== undefined);
  const direct = named(top);
  if (direct !== undefined) return below('', direct);
  for (const [outer, value] of top) {
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
