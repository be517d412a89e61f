/**
 * The objects of a run: an unsafe request acts only on one that this run made, and what it made it removes.
 *
 * @module
 */
import type { Collection, Contract, Json, Operation } from '../../spec/contract.ts';
import { isList, isObject } from '../../spec/json/json.ts';
import { tokensOf, valueAt } from '../../spec/json/pointer.ts';
import type { Evidence } from '../engine/evidence.ts';
import { jsonOf } from '../expectations/quota.ts';
import { createValidator } from '../../spec/schema/validator.ts';
import type { Caller } from './principals.ts';
import type { Principal, Permission } from '../engine/settings.ts';
import { mayBeTaken, renamedBody, tagFor } from './names.ts';
import { isSuccess, type SendOptions, type SendingContext } from '../engine/scenario-context.ts';

/** An object at the target; where `own` is false it is the one that the document's examples name. */
export interface TestResource {
  readonly bindings: { readonly [parameter: string]: string };
  readonly account: string;
  readonly own: boolean;
}

export interface TestResources {
  /** One object per collection and account, for requests that do not change it. */
  shared(collection: Collection, account: string): Promise<TestResource | undefined>;
  /** A new object for a request that changes it; from another account where this one has nobody who may create. Undefined where none can be made. */
  fresh(collection: Collection, account: string): Promise<TestResource | undefined>;
  /** Takes note of what a request made or removed, so that it is cleaned up, once, when the scene ends. */
  notice(operation: Operation, account: string, evidence: Evidence, thing?: TestResource): void;
  /**
   * Calls an operation as somebody who may, and takes note of it. Where it makes an object and the documented example's name may be given
   * already, it is called once more with another name; an answer that is no better does not count.
   */
  call(operation: Operation, options: SendOptions & { readonly caller: Caller }, thing?: TestResource): Promise<Evidence>;
}

/** The objects of a scene; what is left of them is removed when the scene ends, however it ends. */
export function createTestResources(context: SendingContext): TestResources {
  const { contract, principals, settings } = context;
  const operations = new Map(contract.operations.map((operation) => [operation.id, operation]));
  const kept = new Map<string, TestResource | undefined>();
  const leftovers = new Map<string, { readonly collection: Collection; readonly thing: TestResource; readonly made: Evidence }>();
  let renamings = 0;
  const keyOf = (collection: Collection, thing: TestResource) => `${collection.itemPath} ${thing.bindings[collection.parameter]}`;
  const mayWrite = settings.allow.writes && settings.profile !== 'safe';

  const notice = (operation: Operation, account: string, evidence: Evidence, thing?: TestResource) => {
    if (!evidence.reply || !isSuccess(evidence)) return;
    for (const collection of contract.collections) {
      if (operation.id === collection.create) {
        const made = madeThing(collection, account, evidence);
        if (made) leftovers.set(keyOf(collection, made), { collection, thing: made, made: evidence });
      }
      if (operation.id === collection.remove && thing) {
        leftovers.delete(keyOf(collection, thing));
        for (const [key, shared] of kept) if (shared && keyOf(collection, shared) === keyOf(collection, thing)) kept.delete(key);
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
  const call: TestResources['call'] = async (operation, options, thing) => {
    const first = await context.send(operation, options);
    const makes = contract.collections.some(({ create }) => create === operation.id);
    const second = makes && mayBeTaken(first.reply?.status) ? await renamed(operation, options) : undefined;
    const evidence = second && isSuccess(second) ? second : first;
    notice(operation, options.caller.account, evidence, thing);
    return evidence;
  };
  const create = async (collection: Collection, creator: Principal | undefined): Promise<TestResource | undefined> => {
    const operation = operations.get(collection.create);
    if (!operation || !creator) return undefined;
    const evidence = await call(operation, { role: 'preparation', caller: principals.caller(creator, operation) });
    return isSuccess(evidence) ? madeThing(collection, creator.account, evidence) : undefined;
  };
  /** Whether an object is no longer there; tried again where it was not answered well, for it is what a run leaves to others. */
  const remove = async (collection: Collection, thing: TestResource): Promise<boolean> => {
    const operation = collection.remove === undefined ? undefined : operations.get(collection.remove);
    const remover = operation && principals.able(operation).find((principal) => principal.account === thing.account);
    if (!operation || !remover) return false;
    const options = { role: 'cleanup', caller: principals.caller(remover, operation), bindings: thing.bindings } as const;
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const evidence = await context.send(operation, options);
      if (isSuccess(evidence) || evidence.reply?.status === 404 || evidence.reply?.status === 410) return true;
    }
    return false;
  };
  context.atEnd(async () => {
    for (const { collection, thing, made } of [...leftovers.values()].toReversed()) {
      const gone = await remove(collection, thing);
      if (!gone) context.note('cleanup', `${collection.itemPath} of ${thing.account} was left behind: it could not be removed`, [made]);
    }
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
      // Where a name is given only once, an object that the run made before may have it.
      return [...leftovers.values()].find((left) => left.collection === collection && left.thing.account === creator?.account)?.thing;
    },
    async shared(collection, account) {
      const key = `${collection.itemPath} ${account}`;
      if (!kept.has(key)) {
        const creator = creatorsOf(collection).find((principal) => principal.account === account);
        kept.set(key, (await create(collection, creator)) ?? { bindings: {}, account, own: false });
      }
      return kept.get(key);
    },
  };
}

function madeThing(collection: Collection, account: string, evidence: Evidence): TestResource | undefined {
  const id = valueAt(jsonOf(evidence.reply!), collection.idPointer);
  if (typeof id !== 'string' && typeof id !== 'number') return undefined;
  return { bindings: { [collection.parameter]: String(id) }, account, own: true };
}

/** The collection whose item an operation's path names, or is below of. */
export function collectionOf(contract: Contract, operation: Operation): Collection | undefined {
  return contract.collections.find(({ itemPath }) => operation.path === itemPath || operation.path.startsWith(`${itemPath}/`));
}

/** What it takes to call an operation of which nobody knows what it changes, and which nothing undoes. */
export const drastic: readonly Permission[] = ['writes', 'destructive'];

const writing: readonly Permission[] = ['writes'];

/**
 * What it takes to call a declared operation that may be served: nothing for one that reads; `writes` for one that makes an object, or acts on
 * one that the run can make for it; for any other what is `drastic`.
 */
export function permissionsFor(contract: Contract, operation: Operation): readonly Permission[] {
  if (operation.safe) return [];
  const makes = contract.collections.some(({ create }) => create === operation.id);
  return makes || collectionOf(contract, operation) !== undefined ? writing : drastic;
}

/** Whether a value shows the object of a collection with this id, at any depth. */
export function holds(value: Json | undefined, collection: Collection, id: string): boolean {
  const name = tokensOf(collection.idPointer).at(-1) ?? '';
  if (isList(value)) return value.some((item) => holds(item, collection, id));
  if (!isObject(value)) return false;
  const own = value[name];
  if ((typeof own === 'string' || typeof own === 'number') && String(own) === id) return true;
  return Object.values(value).some((part) => holds(part, collection, id));
}
