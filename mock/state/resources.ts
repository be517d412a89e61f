import type { Json, JsonObject } from '../../spec/contract.ts';
import { isList, isObject, members } from '../../spec/json/json.ts';
import { below, valueAt } from '../../spec/json/pointer.ts';
import { liveOf } from '../engine/answer.ts';
import { identifierLike } from './key.ts';
import type { LawOperation, Role } from '../engine/law.ts';
import { isJson, type Prepared } from '../engine/prepared.ts';
import { filled, jsonTemplate } from '../engine/template.ts';
import { renamed, withValueAt } from '../engine/value.ts';
import type { Decision, Visit } from '../engine/visit.ts';

/** What an action changes about the answer. */
type Action = Pick<Decision, 'body' | 'lines'>;

const nothing: Action = {};

/** Where the objects of one collection are kept: apart by namespace, account and the parameters above the collection. */
function shelfOf(visit: Visit, role: Role): string {
  const parents = role.idIndex === 0 ? '' : visit.values.slice(0, role.idIndex).map(encodeURIComponent).join('/');
  return `${visit.namespace} ${visit.caller?.account ?? ''} ${role.collection.path} ${parents}`;
}

const itemId = (visit: Visit, role: Role) => visit.values[role.idIndex] ?? '';

/** An id as it stands in a path. */
const idText = (id: Json | undefined) => (typeof id === 'string' ? id : (JSON.stringify(id) ?? ''));

/** Whether the object that the path names exists for the caller; true of operations that name none. */
export function itemExists(visit: Visit): boolean {
  const role = visit.operation?.role;
  if (role === undefined || role.does === 'create' || role.does === 'list') return true;
  const id = itemId(visit, role);
  const object = visit.around.store.object(shelfOf(visit, role), id);
  return object === undefined ? id === role.exampleId : object !== null;
}

function held(role: Role, value: Json | undefined): JsonObject {
  const object = valueAt(value, role.holder);
  return isObject(object) ? object : {};
}

/** The documented body around an object: what the object does not say stays as documented. */
function bodyWith(role: Role, prepared: Prepared, object: JsonObject): Json {
  return withValueAt(prepared.value, role.holder, { ...held(role, prepared.value), ...object });
}

/** Of what was sent, as much as leaves the body as its schema wants it. */
function merged(visit: Visit, operation: LawOperation, prepared: Prepared, base: JsonObject, id: JsonObject): JsonObject {
  const role = operation.role!;
  const sent = isObject(visit.content) ? visit.content : {};
  const known = held(role, prepared.value);
  const schema = operation.operation.success.content.find(({ type }) => isJson(type))?.schema;
  const fits = (object: JsonObject) =>
    schema === undefined || visit.around.law.validate(schema, bodyWith(role, prepared, object)).length === 0;
  const whole = { ...base, ...sent, ...id };
  if (fits(whole)) return whole;
  const kept = Object.entries(sent).filter(([name]) => Object.hasOwn(known, name) || Object.hasOwn(base, name));
  const partly = { ...base, ...Object.fromEntries(kept), ...id };
  return fits(partly) ? partly : { ...base, ...id };
}

function worded(visit: Visit, prepared: Prepared, value: Json): string {
  return prepared.marks.length === 0 ? JSON.stringify(value) : filled(jsonTemplate(value, prepared.marks), liveOf(visit));
}

function create(visit: Visit, operation: LawOperation, prepared: Prepared): Action {
  const role = operation.role!;
  const { store, seed, law } = visit.around;
  const shelf = shelfOf(visit, role);
  const documented = held(role, prepared.value);
  const id = identifierLike(documented[role.idName] ?? role.exampleId, `${seed}/object/${shelf}/${store.next(shelf)}`);
  const object = merged(visit, operation, prepared, documented, { [role.idName]: id });
  const name = idText(id);
  store.putObject(shelf, name, object);
  const location = `${law.contract.basePath}${visit.path ?? ''}/${encodeURIComponent(name)}`;
  return {
    lines: ['Location', location],
    ...(prepared.value !== undefined && { body: worded(visit, prepared, bodyWith(role, prepared, object)) }),
  };
}

function read(visit: Visit, operation: LawOperation, prepared: Prepared): Action {
  const role = operation.role!;
  const object = visit.around.store.object(shelfOf(visit, role), itemId(visit, role));
  if (!object || prepared.value === undefined) return nothing;
  return { body: worded(visit, prepared, bodyWith(role, prepared, object)) };
}

/** The object as its own collection documents it, before anybody changed it. */
function documentedItem(visit: Visit, role: Role, prepared: Prepared): JsonObject {
  const operations = visit.route === undefined ? [] : [...visit.route.methods.values()];
  const reading = operations.find((operation) => operation.role?.does === 'read');
  return held(role, reading?.successes[0]?.prepared?.value ?? prepared.value);
}

function update(visit: Visit, operation: LawOperation, prepared: Prepared): Action {
  const role = operation.role!;
  const { store } = visit.around;
  const shelf = shelfOf(visit, role);
  const id = itemId(visit, role);
  const before = store.object(shelf, id) ?? documentedItem(visit, role, prepared);
  const own = before[role.idName] ?? held(role, prepared.value)[role.idName];
  const object = merged(visit, operation, prepared, before, own === undefined ? {} : { [role.idName]: own });
  store.putObject(shelf, id, object);
  return prepared.value === undefined ? {} : { body: worded(visit, prepared, bodyWith(role, prepared, object)) };
}

function remove(visit: Visit, operation: LawOperation): Action {
  const role = operation.role!;
  visit.around.store.putObject(shelfOf(visit, role), itemId(visit, role), null);
  return {};
}

/** Where a list's items stand: the body itself, or the first array in it. */
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

function list(visit: Visit, operation: LawOperation, prepared: Prepared): Action {
  const role = operation.role!;
  const written = visit.around.store.objects(shelfOf(visit, role));
  const pointer = written.size === 0 ? undefined : itemsPointer(prepared.value);
  if (pointer === undefined) return nothing;
  const documented = valueAt(prepared.value, pointer);
  const shown = (isList(documented) ? documented : []).filter(isObject);
  const idOf = (item: JsonObject) => idText(item[role.idName]);
  const kept = shown.flatMap((item) => {
    const now = written.get(idOf(item));
    return now === null ? [] : [{ ...item, ...now }];
  });
  const known = new Set(shown.map(idOf));
  const added = [...written].flatMap(([id, object]) => (object === null || known.has(id) ? [] : [{ ...shown[0], ...object }]));
  return { body: worded(visit, prepared, withValueAt(prepared.value, pointer, [...kept, ...added])) };
}

function belowItem(visit: Visit, operation: LawOperation, prepared: Prepared): Action {
  const role = operation.role!;
  const id = itemId(visit, role);
  if (id === role.exampleId || role.exampleId === '' || prepared.value === undefined) return nothing;
  return { body: worded(visit, prepared, renamed(prepared.value, role.exampleId, id)) };
}

const actions: { readonly [does in Role['does']]: (visit: Visit, operation: LawOperation, prepared: Prepared) => Action } = {
  create,
  read,
  update,
  remove,
  list,
  below: belowItem,
};

/** Does what the operation does to its collection, and answers what that changes about the documented success. */
export function act(visit: Visit, operation: LawOperation, prepared: Prepared): Action {
  return operation.role === undefined ? nothing : actions[operation.role.does](visit, operation, prepared);
}
