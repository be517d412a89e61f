import type { Json, JsonObject } from '../../spec/contract.ts';
import { isList, isObject, members } from '../../spec/json/json.ts';
import { below, valueAt } from '../../spec/json/pointer.ts';
import { nodeAt } from '../../spec/loading/document-node.ts';
import { idMemberOf } from '../../spec/compile/collections.ts';
import { schemasAt } from '../../spec/schema/declared.ts';
import { freshValue, isAllowed } from '../../spec/schema/sample.ts';
import { liveOf } from '../engine/response.ts';
import { digest } from './digest.ts';
import { identifierLike } from './key.ts';
import type { CompiledOperation, OperationRole } from '../compile/compiled-contract.ts';
import { isJsonContent, type PreparedResponse } from '../compile/prepared.ts';
import { fillTemplate, jsonTemplate } from '../compile/template.ts';
import { withStringReplaced, withValueAt } from '../compile/value.ts';
import type { Decision } from '../engine/decision.ts';
import type { RequestContext } from '../engine/request-context.ts';

/** Changes of the response. */
type Action = Pick<Decision, 'body' | 'lines'> & { readonly prepared?: PreparedResponse };

const nothing: Action = {};

/** The key of a collection: namespace, account and the path parameters above it. */
function collectionKeyOf(context: RequestContext, role: OperationRole): string {
  const parents = role.idIndex === 0 ? '' : context.values.slice(0, role.idIndex).map(encodeURIComponent).join('/');
  return `${context.namespace} ${context.caller?.account ?? ''} ${role.collection.path} ${parents}`;
}

const itemId = (context: RequestContext, role: OperationRole) => context.values[role.idIndex] ?? '';

/** An id as path text. */
const idText = (id: Json | undefined) => (typeof id === 'string' ? id : (JSON.stringify(id) ?? ''));

/** What needs no object, or makes it. */
const isWithoutObject: ReadonlySet<OperationRole['does']> = new Set(['create', 'put', 'list']);

/** Whether the objects in the path exist for the caller; true for operations without an object. */
export function itemExists(context: RequestContext): boolean {
  const role = context.operation?.role;
  if (role === undefined) return true;
  const own = isWithoutObject.has(role.does) ? [] : [role];
  return [...own, ...role.within].every((each) => exists(context, each));
}

function exists(context: RequestContext, role: OperationRole): boolean {
  const id = itemId(context, role);
  const object = context.environment.store.object(collectionKeyOf(context, role), id);
  return object === undefined ? id === role.exampleId : object !== null;
}

function held(role: OperationRole, value: Json | undefined): JsonObject {
  const object = valueAt(value, role.holder);
  return isObject(object) ? object : {};
}

/** The documented body with the members of an object. */
function bodyWith(role: OperationRole, prepared: PreparedResponse, object: JsonObject): Json {
  return withValueAt(prepared.value, role.holder, { ...held(role, prepared.value), ...object });
}

/** Whether a success of an operation may have a body. */
function isValid(context: RequestContext, { operation }: CompiledOperation, { status }: PreparedResponse, body: Json): boolean {
  const success = operation.responses.find((response) => response.status === status) ?? operation.success;
  const schema = success.content.find(({ type }) => isJsonContent(type))?.schema;
  if (schema === undefined) return true;
  const node = nodeAt(context.environment.compiled.contract.document, schema);
  return isAllowed(node, body);
}

/** The first of some objects with which the documented body is valid; the first one if none is. */
function fitting(
  context: RequestContext,
  operation: CompiledOperation,
  prepared: PreparedResponse,
  objects: readonly JsonObject[],
): JsonObject {
  const valid = (object: JsonObject) => isValid(context, operation, prepared, bodyWith(operation.role!, prepared, object));
  return objects.find(valid) ?? objects[0]!;
}

const only = (object: JsonObject, ...others: readonly JsonObject[]): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([name]) => others.some((other) => Object.hasOwn(other, name))));

/** The sent members that keep the response body valid. */
function merged(
  context: RequestContext,
  operation: CompiledOperation,
  prepared: PreparedResponse,
  base: JsonObject,
  id: JsonObject,
): JsonObject {
  const sent = isObject(context.content) ? context.content : {};
  const known = held(operation.role!, prepared.value);
  const kept = only(sent, known, base);
  return fitting(context, operation, prepared, [
    { ...base, ...sent, ...id },
    { ...base, ...kept, ...id },
    { ...base, ...id },
    ...Object.keys(id).map(() => base),
  ]);
}

/** The most ids that are tried for one object. */
const mostIds = 12;

/** An id for a new object, like the documented one, that the schemas of the response and of the path parameter allow. */
function newId(context: RequestContext, operation: CompiledOperation, prepared: PreparedResponse, collectionKey: string): Json {
  const role = operation.role!;
  const { store, seed, compiled } = context.environment;
  const { document } = compiled.contract;
  const example = held(role, prepared.value)[role.idName] ?? role.exampleId;
  const name = `${seed}/object/${collectionKey}/${store.next(collectionKey)}`;
  const like = identifierLike(example, name);
  const schema = operation.operation.success.content.find(({ type }) => isJsonContent(type))?.schema;
  const own = schema === undefined ? [] : schemasAt(nodeAt(document, schema), below(role.holder, role.idName));
  const declared = [...own, ...role.idSchemas];
  const isUsable = (id: Json) =>
    declared.every((value) => isAllowed({ document, pointer: '', value }, id)) && store.object(collectionKey, idText(id)) === undefined;
  if (declared.length === 0 || isUsable(like)) return like;
  const digits = typeof like === 'string' ? like : '';
  const longer = typeof example === 'string' ? [`${digits}${digits.repeat(8)}`.slice(0, Math.max(example.length, 64)), digits] : [];
  // Another one in each account: the digest has the collection's key in it.
  const number = Number.parseInt(digest(name).slice(0, 6), 16) + 1;
  const made = Array.from({ length: mostIds }, (_, index) => freshValue(document, declared, number + index));
  return (
    [...longer, ...made].find((id) => id !== undefined && isUsable(id)) ??
    (declared.every((value) => isAllowed({ document, pointer: '', value }, example)) ? example : like)
  );
}

function worded(context: RequestContext, prepared: PreparedResponse, value: Json): string {
  return prepared.marks.length === 0 ? JSON.stringify(value) : fillTemplate(jsonTemplate(value, prepared.marks), liveOf(context));
}

function create(context: RequestContext, operation: CompiledOperation, prepared: PreparedResponse): Action {
  const role = operation.role!;
  const { store } = context.environment;
  const collectionKey = collectionKeyOf(context, role);
  const documented = held(role, prepared.value);
  const id = newId(context, operation, prepared, collectionKey);
  const object = merged(context, operation, prepared, documented, { [role.idName]: id });
  const name = idText(id);
  store.putObject(collectionKey, name, object);
  const location = `${context.basePath}${context.path ?? ''}/${encodeURIComponent(name)}`;
  return {
    lines: ['Location', location],
    ...(prepared.value !== undefined && { body: worded(context, prepared, bodyWith(role, prepared, object)) }),
  };
}

/** The documented body with as much of an object as it may have: all members, those of the documented object, the id alone, or none. */
function showing(context: RequestContext, operation: CompiledOperation, prepared: PreparedResponse, object: JsonObject): Action {
  if (prepared.value === undefined) return nothing;
  const role = operation.role!;
  const documented = held(role, prepared.value);
  const id = only(object, { [role.idName]: null });
  const shown = fitting(context, operation, prepared, [object, { ...only(object, documented), ...id }, only(object, documented), id, {}]);
  return { body: worded(context, prepared, bodyWith(role, prepared, shown)) };
}

function read(context: RequestContext, operation: CompiledOperation, prepared: PreparedResponse): Action {
  const role = operation.role!;
  const object = context.environment.store.object(collectionKeyOf(context, role), itemId(context, role));
  return object ? showing(context, operation, prepared, object) : nothing;
}

/** The documented object. */
function documentedItem(context: RequestContext, role: OperationRole, prepared: PreparedResponse): JsonObject {
  const operations = context.route === undefined ? [] : [...context.route.methods.values()];
  const reading = operations.find((operation) => operation.role?.does === 'read');
  return held(role, reading?.successes[0]?.prepared.value ?? prepared.value);
}

function update(context: RequestContext, operation: CompiledOperation, prepared: PreparedResponse): Action {
  const role = operation.role!;
  const { store } = context.environment;
  const collectionKey = collectionKeyOf(context, role);
  const id = itemId(context, role);
  const before = store.object(collectionKey, id) ?? documentedItem(context, role, prepared);
  const own = before[role.idName] ?? held(role, prepared.value)[role.idName];
  const object = merged(context, operation, prepared, before, own === undefined ? {} : { [role.idName]: own });
  store.putObject(collectionKey, id, object);
  return showing(context, operation, prepared, object);
}

/** Creates the object that the path names, or replaces it. */
function put(context: RequestContext, operation: CompiledOperation, prepared: PreparedResponse): Action {
  const role = operation.role!;
  const { created = prepared, replaced = prepared } = operation.put ?? {};
  if (exists(context, role)) return { ...update(context, operation, replaced), prepared: replaced };
  const documented = documentedItem(context, role, created);
  const text = itemId(context, role);
  const id = role.idName === '' ? {} : { [role.idName]: typeof documented[role.idName] === 'number' ? Number(text) : text };
  const object = merged(context, operation, created, documented, id);
  context.environment.store.putObject(collectionKeyOf(context, role), text, object);
  return { ...showing(context, operation, created, object), prepared: created };
}

function remove(context: RequestContext, operation: CompiledOperation): Action {
  const role = operation.role!;
  context.environment.store.putObject(collectionKeyOf(context, role), itemId(context, role), null);
  return {};
}

/** The pointer to the items of a list: the body itself, or the first array in it. */
function itemsPointer(value: Json | undefined): string | undefined {
  if (isList(value)) return '';
  const direct = members(value).find(([, member]) => isList(member));
  if (direct !== undefined) return below('', direct[0]);
  for (const [name, member] of members(value)) {
    const inner = isObject(member) ? itemsPointer(member) : undefined;
    if (inner !== undefined) return below('', name) + inner;
  }
  return undefined;
}

function list(context: RequestContext, operation: CompiledOperation, prepared: PreparedResponse): Action {
  const role = operation.role!;
  const objects = context.environment.store.objects(collectionKeyOf(context, role));
  const pointer = objects.size === 0 ? undefined : itemsPointer(prepared.value);
  if (pointer === undefined) return nothing;
  const documented = valueAt(prepared.value, pointer);
  const shown = (isList(documented) ? documented : []).filter(isObject);
  const idName = (shown[0] && idMemberOf(role.collection, shown[0])) ?? role.idName;
  const idOf = (item: JsonObject) => idText(item[idName]);
  const known = new Set(shown.map(idOf));
  const listed = (reduced: (object: JsonObject) => JsonObject) => {
    const kept = shown.flatMap((item) => {
      const now = objects.get(idOf(item));
      return now === null ? [] : [{ ...item, ...(now && reduced(now)) }];
    });
    const added = [...objects].flatMap(([id, object]) => (object === null || known.has(id) ? [] : [{ ...shown[0], ...reduced(object) }]));
    return withValueAt(prepared.value, pointer, [...kept, ...added]);
  };
  const first = shown[0] ?? {};
  const named = (object: JsonObject): JsonObject =>
    idName === role.idName ? object : { ...object, [idName]: object[role.idName] ?? null };
  const readings = [
    () => listed(named),
    () => listed((object) => ({ ...only(named(object), first), ...only(named(object), { [idName]: null }) })),
    () => listed((object) => only(named(object), { [idName]: null })),
  ];
  const body = readings.map((reading) => reading()).find((value) => isValid(context, operation, prepared, value));
  return { body: worded(context, prepared, body ?? prepared.value!) };
}

function belowItem(context: RequestContext, operation: CompiledOperation, prepared: PreparedResponse): Action {
  const role = operation.role!;
  const id = itemId(context, role);
  if (id === role.exampleId || role.exampleId === '' || role.exampleId === 'string' || prepared.value === undefined) return nothing;
  const body = withStringReplaced(prepared.value, role.exampleId, id);
  return isValid(context, operation, prepared, body) ? { body: worded(context, prepared, body) } : nothing;
}

const actions: {
  readonly [does in OperationRole['does']]: (context: RequestContext, operation: CompiledOperation, prepared: PreparedResponse) => Action;
} = {
  create,
  put,
  read,
  update,
  remove,
  list,
  below: belowItem,
};

/** Applies an operation to its collection, and returns the changes of the documented success. */
export function act(context: RequestContext, operation: CompiledOperation, prepared: PreparedResponse): Action {
  return operation.role === undefined ? nothing : actions[operation.role.does](context, operation, prepared);
}
