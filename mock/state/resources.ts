import type { Json, JsonObject } from '../../spec/contract.ts';
import { isList, isObject, members } from '../../spec/json/json.ts';
import { below, valueAt } from '../../spec/json/pointer.ts';
import { liveOf } from '../engine/response.ts';
import { identifierLike } from './key.ts';
import type { CompiledOperation, OperationRole } from '../compile/compiled-contract.ts';
import { isJsonContent, type PreparedResponse } from '../compile/prepared.ts';
import { fillTemplate, jsonTemplate } from '../compile/template.ts';
import { withStringReplaced, withValueAt } from '../compile/value.ts';
import type { Decision, RequestContext } from '../engine/request-context.ts';

/** Changes of the response. */
type Action = Pick<Decision, 'body' | 'lines'>;

const nothing: Action = {};

/** The key of a collection: namespace, account and the path parameters above it. */
function collectionKeyOf(context: RequestContext, role: OperationRole): string {
  const parents = role.idIndex === 0 ? '' : context.values.slice(0, role.idIndex).map(encodeURIComponent).join('/');
  return `${context.namespace} ${context.caller?.account ?? ''} ${role.collection.path} ${parents}`;
}

const itemId = (context: RequestContext, role: OperationRole) => context.values[role.idIndex] ?? '';

/** An id as path text. */
const idText = (id: Json | undefined) => (typeof id === 'string' ? id : (JSON.stringify(id) ?? ''));

/** Whether the object in the path exists for the caller; true for operations without an object. */
export function itemExists(context: RequestContext): boolean {
  const role = context.operation?.role;
  if (role === undefined || role.does === 'create' || role.does === 'list') return true;
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

/** The sent members that keep the response body valid. */
function merged(
  context: RequestContext,
  operation: CompiledOperation,
  prepared: PreparedResponse,
  base: JsonObject,
  id: JsonObject,
): JsonObject {
  const role = operation.role!;
  const sent = isObject(context.content) ? context.content : {};
  const known = held(role, prepared.value);
  const schema = operation.operation.success.content.find(({ type }) => isJsonContent(type))?.schema;
  const fits = (object: JsonObject) =>
    schema === undefined || context.environment.compiled.validate(schema, bodyWith(role, prepared, object)).length === 0;
  const whole = { ...base, ...sent, ...id };
  if (fits(whole)) return whole;
  const kept = Object.entries(sent).filter(([name]) => Object.hasOwn(known, name) || Object.hasOwn(base, name));
  const partly = { ...base, ...Object.fromEntries(kept), ...id };
  return fits(partly) ? partly : { ...base, ...id };
}

function worded(context: RequestContext, prepared: PreparedResponse, value: Json): string {
  return prepared.marks.length === 0 ? JSON.stringify(value) : fillTemplate(jsonTemplate(value, prepared.marks), liveOf(context));
}

function create(context: RequestContext, operation: CompiledOperation, prepared: PreparedResponse): Action {
  const role = operation.role!;
  const { store, seed, compiled } = context.environment;
  const collectionKey = collectionKeyOf(context, role);
  const documented = held(role, prepared.value);
  const id = identifierLike(documented[role.idName] ?? role.exampleId, `${seed}/object/${collectionKey}/${store.next(collectionKey)}`);
  const object = merged(context, operation, prepared, documented, { [role.idName]: id });
  const name = idText(id);
  store.putObject(collectionKey, name, object);
  const location = `${compiled.contract.basePath}${context.path ?? ''}/${encodeURIComponent(name)}`;
  return {
    lines: ['Location', location],
    ...(prepared.value !== undefined && { body: worded(context, prepared, bodyWith(role, prepared, object)) }),
  };
}

function read(context: RequestContext, operation: CompiledOperation, prepared: PreparedResponse): Action {
  const role = operation.role!;
  const object = context.environment.store.object(collectionKeyOf(context, role), itemId(context, role));
  if (!object || prepared.value === undefined) return nothing;
  return { body: worded(context, prepared, bodyWith(role, prepared, object)) };
}

/** The documented object. */
function documentedItem(context: RequestContext, role: OperationRole, prepared: PreparedResponse): JsonObject {
  const operations = context.route === undefined ? [] : [...context.route.methods.values()];
  const reading = operations.find((operation) => operation.role?.does === 'read');
  return held(role, reading?.successes[0]?.prepared?.value ?? prepared.value);
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
  return prepared.value === undefined ? {} : { body: worded(context, prepared, bodyWith(role, prepared, object)) };
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
  const writeResponse = context.environment.store.objects(collectionKeyOf(context, role));
  const pointer = writeResponse.size === 0 ? undefined : itemsPointer(prepared.value);
  if (pointer === undefined) return nothing;
  const documented = valueAt(prepared.value, pointer);
  const shown = (isList(documented) ? documented : []).filter(isObject);
  const idOf = (item: JsonObject) => idText(item[role.idName]);
  const kept = shown.flatMap((item) => {
    const now = writeResponse.get(idOf(item));
    return now === null ? [] : [{ ...item, ...now }];
  });
  const known = new Set(shown.map(idOf));
  const added = [...writeResponse].flatMap(([id, object]) => (object === null || known.has(id) ? [] : [{ ...shown[0], ...object }]));
  return { body: worded(context, prepared, withValueAt(prepared.value, pointer, [...kept, ...added])) };
}

function belowItem(context: RequestContext, operation: CompiledOperation, prepared: PreparedResponse): Action {
  const role = operation.role!;
  const id = itemId(context, role);
  if (id === role.exampleId || role.exampleId === '' || prepared.value === undefined) return nothing;
  return { body: worded(context, prepared, withStringReplaced(prepared.value, role.exampleId, id)) };
}

const actions: {
  readonly [does in OperationRole['does']]: (context: RequestContext, operation: CompiledOperation, prepared: PreparedResponse) => Action;
} = {
  create,
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
