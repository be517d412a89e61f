/**
 * The objects of a run: an unsafe request acts only on objects that the run created, and the run removes what it created.
 *
 * @module
 */
import type { Collection, Contract, Json, JsonObject, Operation } from '../../spec/contract.ts';
import { isList, isObject } from '../../spec/json/json.ts';
import { tokensOf, valueAt } from '../../spec/json/pointer.ts';
import { idMemberOf } from '../../spec/compile/collections.ts';
import type { Undecided } from '../engine/check.ts';
import type { Evidence } from '../engine/evidence.ts';
import { jsonOf } from '../expectations/quota.ts';
import { createValidator } from '../../spec/schema/validator.ts';
import type { Caller } from './principals.ts';
import type { Reply } from '../http/target.ts';
import type { Principal, Permission } from '../engine/settings.ts';
import { newId } from './client-ids.ts';
import { mayBeTaken, renamedBody, tagFor } from './names.ts';
import { createRemover, type Remover } from './removal.ts';
import { isSuccess, type SendOptions, type SendingContext } from '../engine/scenario-context.ts';

/** An object at the target. If `own` is false, it is the one that the document's examples name. */
export interface TestResource {
  readonly bindings: { readonly [parameter: string]: string };
  readonly account: string;
  readonly own: boolean;
}

export interface TestResources {
  /** One object per collection and account, for requests that do not change it. */
  shared(collection: Collection, account: string): Promise<TestResource | undefined>;
  /** A new object for a request that changes it; of a different account if no principal of this one may create. Undefined if none can be created. */
  fresh(collection: Collection, account: string): Promise<TestResource | undefined>;
  /** An id that no object of a collection has, whose objects a PUT creates; undefined if none is sure to be new. */
  newId(collection: Collection): string | undefined;
  /** Records what a request created or removed, so that it is cleaned up once, when the scenario ends. */
  notice(operation: Operation, account: string, evidence: Evidence, resource?: TestResource): void;
  /**
   * Calls an operation as a principal that may, and records it. If it creates an object and the name of the documented example may be taken, it
   * is called once more with a new name; that response counts only if it is a success.
   */
  call(operation: Operation, options: SendOptions & { readonly caller: Caller }, resource?: TestResource): Promise<Evidence>;
}

/** The objects of a scenario; those that are left are removed when the scenario ends, however it ends. */
export function createTestResources(context: SendingContext): TestResources {
  const { contract, principals, settings } = context;
  const operations = new Map(contract.operations.map((operation) => [operation.id, operation]));
  const kept = new Map<string, TestResource | undefined>();
  const leftovers = new Map<string, { readonly collection: Collection; readonly resource: TestResource }>();
  let [renamings, ids] = [0, 0];
  const keyOf = (collection: Collection, { account, bindings }: TestResource) =>
    `${collection.itemPath} ${account} ${bindings[collection.parameter]}`;
  const mayWrite = settings.allow.writes && settings.profile !== 'safe';

  const notice = (operation: Operation, account: string, evidence: Evidence, resource?: TestResource) => {
    if (!evidence.reply || !isSuccess(evidence)) return;
    for (const collection of contract.collections) {
      if (operation.id === collection.create) {
        const made = createdResource(collection, account, evidence, resource);
        if (made) leftovers.set(keyOf(collection, made), { collection, resource: made });
      }
      if (operation.id === collection.remove && resource) {
        leftovers.delete(keyOf(collection, resource));
        for (const [key, shared] of kept) if (shared && keyOf(collection, shared) === keyOf(collection, resource)) kept.delete(key);
      }
    }
  };
  const creatorsOf = (collection: Collection) => {
    const operation = operations.get(collection.create);
    return operation && mayWrite ? principals.able(operation) : [];
  };
  const renamed = async (operation: Operation, options: SendOptions & { readonly caller: Caller }): Promise<Evidence | undefined> => {
    renamings += 1;
    const body = renamedBody(operation, createValidator(contract), tagFor(options.caller.name, renamings));
    return body === undefined ? undefined : context.send(operation, { ...options, body });
  };
  const call: TestResources['call'] = async (operation, options, resource) => {
    const first = await context.send(operation, options);
    const makes = contract.collections.some(({ create }) => create === operation.id);
    const second = makes && mayBeTaken(first.reply?.status) ? await renamed(operation, options) : undefined;
    const evidence = second && isSuccess(second) ? second : first;
    notice(operation, options.caller.account, evidence, resource);
    return evidence;
  };
  const nextId = (collection: Collection): string | undefined => {
    ids += 1;
    return newId(contract, operations.get(collection.create)!, collection, context.target.now(), ids);
  };
  /** The object that a PUT is to create. */
  const chosen = (collection: Collection, account: string, holder?: TestResource): TestResource | undefined => {
    const id = nextId(collection);
    return id === undefined ? undefined : { bindings: { ...holder?.bindings, [collection.parameter]: id }, account, own: true };
  };
  const create = async (collection: Collection, creator: Principal | undefined): Promise<TestResource | undefined> => {
    const operation = operations.get(collection.create);
    if (!operation || !creator) return undefined;
    const outer = collectionOf({ collections: contract.collections.filter((other) => other !== collection) }, operation);
    const holder = outer && (await shared(outer, creator.account));
    const named = collection.putByClient && chosen(collection, creator.account, holder);
    if (collection.putByClient && !named) return undefined;
    const resource = named ?? holder;
    const options = {
      role: 'preparation',
      caller: principals.caller(creator, operation),
      ...(resource && { bindings: resource.bindings }),
    } as const;
    const evidence = await call(operation, options, resource);
    return isSuccess(evidence) ? createdResource(collection, creator.account, evidence, resource) : undefined;
  };
  const shared: TestResources['shared'] = async (collection, account) => {
    const key = `${collection.itemPath} ${account}`;
    if (!kept.has(key)) {
      const creator = creatorsOf(collection).find((principal) => principal.account === account);
      kept.set(key, (await create(collection, creator)) ?? { bindings: {}, account, own: false });
    }
    return kept.get(key);
  };
  const remove = async (remover: Remover, collection: Collection, { account, bindings }: TestResource): Promise<void> => {
    const operation = collection.remove === undefined ? undefined : operations.get(collection.remove);
    const principal = operation && principals.able(operation).find((candidate) => candidate.account === account);
    if (operation && principal) await remover.remove(operation, { caller: principals.caller(principal, operation), bindings });
  };
  context.atEnd(async () => {
    const remover = createRemover(context);
    for (const { collection, resource } of [...leftovers.values()].toReversed()) await remove(remover, collection, resource);
    leftovers.clear();
  });
  return {
    notice,
    call,
    async fresh(collection, account) {
      const creators = creatorsOf(collection);
      const creator = creators.find((candidate) => candidate.account === account) ?? creators[0];
      const made = await create(collection, creator);
      if (made) return made;
      // The name may be taken by an object that the run created before.
      return [...leftovers.values()].find((left) => left.collection === collection && left.resource.account === creator?.account)?.resource;
    },
    shared,
    newId: nextId,
  };
}

/** Why there is no object of a collection, of one account or of any: no principal may create one, or the target created none. */
export function notMade(
  { contract, principals }: Pick<SendingContext, 'contract' | 'principals'>,
  { create, path }: Collection,
  account?: string,
): Undecided {
  const operation = contract.operations.find(({ id }) => id === create);
  const creators = operation ? principals.able(operation).filter((principal) => principal.account === (account ?? principal.account)) : [];
  const place = account === undefined ? path : `${path} in the account ${account}`;
  return {
    outcome: 'blocked',
    cause:
      creators.length > 0
        ? { code: 'object-not-made', path: place }
        : { code: 'not-configured', why: `no principal may create an object of ${place}` },
    needs: { what: `a principal${account === undefined ? '' : ` of the account ${account}`} that may create one`, key: 'principals' },
  };
}

/** The created object; `holder` is the object that it was created in, if its collection is within another, or that a PUT named. */
function createdResource(collection: Collection, account: string, evidence: Evidence, holder?: TestResource): TestResource | undefined {
  if (collection.putByClient) return holder?.own ? { ...holder, account } : undefined;
  const id = createdId(collection, evidence.reply!);
  return id === undefined ? undefined : { bindings: { ...holder?.bindings, [collection.parameter]: id }, account, own: true };
}

/** The id of a created object, if the response has one. */
export function createdId({ idPointer }: Collection, reply: Reply): string | undefined {
  const id = valueAt(jsonOf(reply), idPointer);
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}

/** The collection whose item an operation's path names, or lies below; the innermost of several. */
export function collectionOf({ collections }: Pick<Contract, 'collections'>, operation: Operation): Collection | undefined {
  const around = collections.filter(({ itemPath }) => operation.path === itemPath || operation.path.startsWith(`${itemPath}/`));
  return around.toSorted((one, other) => other.itemPath.length - one.itemPath.length)[0];
}

/** The permissions to call an operation whose effect is unknown and cannot be undone. */
export const drastic: readonly Permission[] = ['writes', 'destructive'];

const writing: readonly Permission[] = ['writes'];

/**
 * The permissions to call a declared operation that may be served: none for one that reads; `writes` for one that creates an object, or acts on
 * one that the run can create; `drastic` for any other.
 */
export function permissionsFor(contract: Contract, operation: Operation): readonly Permission[] {
  if (operation.safe) return [];
  const makes = contract.collections.some(({ create }) => create === operation.id);
  return makes || collectionOf(contract, operation) !== undefined ? writing : drastic;
}

/** Whether a list contains the object of a collection with this id: as an item of its own, or deeper under the name of its id. */
export function holds(value: Json | undefined, collection: Collection, id: string): boolean {
  const isOwn = (item: JsonObject) => isText(item[idMemberOf(collection, item) ?? ''], id);
  return itemsOf(value)?.some(isOwn) === true || hasMember(value, tokensOf(collection.idPointer).at(-1) ?? '', id);
}

const isText = (value: Json | undefined, wanted: string) =>
  (typeof value === 'string' || typeof value === 'number') && String(value) === wanted;

function hasMember(value: Json | undefined, name: string, id: string): boolean {
  if (isList(value)) return value.some((item) => hasMember(item, name, id));
  if (!isObject(value)) return false;
  return isText(value[name], id) || Object.values(value).some((part) => hasMember(part, name, id));
}

/** Whether a body has a list, and its objects have ids; true for an empty list. */
export function showsIds(value: Json | undefined, collection: Collection): boolean {
  const objects = itemsOf(value);
  return objects?.length === 0 || objects?.some((item) => idMemberOf(collection, item) !== undefined) === true;
}

/** The objects of a list: of the body itself, or of the first array in it; an object in an envelope without it. Undefined without a list. */
function itemsOf(value: Json | undefined): readonly JsonObject[] | undefined {
  if (isList(value)) {
    if (value.length > 0 && !value.some(isObject)) return undefined;
    return value.filter(isObject).map((item) => {
      const [only, ...others] = Object.values(item);
      return isObject(only) && others.length === 0 ? only : item;
    });
  }
  if (!isObject(value)) return undefined;
  const parts = Object.values(value);
  const list = parts.map((part) => (isList(part) ? itemsOf(part) : undefined)).find((found) => found !== undefined);
  return list ?? parts.map((part) => (isObject(part) ? itemsOf(part) : undefined)).find((found) => found !== undefined);
}
