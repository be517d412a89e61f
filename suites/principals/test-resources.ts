/**
 * The objects of a run: an unsafe request acts only on objects that the run created, and the run removes what it created.
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
  const leftovers = new Map<string, { readonly collection: Collection; readonly resource: TestResource; readonly made: Evidence }>();
  let renamings = 0;
  const keyOf = (collection: Collection, resource: TestResource) => `${collection.itemPath} ${resource.bindings[collection.parameter]}`;
  const mayWrite = settings.allow.writes && settings.profile !== 'safe';

  const notice = (operation: Operation, account: string, evidence: Evidence, resource?: TestResource) => {
    if (!evidence.reply || !isSuccess(evidence)) return;
    for (const collection of contract.collections) {
      if (operation.id === collection.create) {
        const made = createdResource(collection, account, evidence);
        if (made) leftovers.set(keyOf(collection, made), { collection, resource: made, made: evidence });
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
  const create = async (collection: Collection, creator: Principal | undefined): Promise<TestResource | undefined> => {
    const operation = operations.get(collection.create);
    if (!operation || !creator) return undefined;
    const evidence = await call(operation, { role: 'preparation', caller: principals.caller(creator, operation) });
    return isSuccess(evidence) ? createdResource(collection, creator.account, evidence) : undefined;
  };
  /** Removes an object, with several attempts; false if it can still be there. */
  const remove = async (collection: Collection, resource: TestResource): Promise<boolean> => {
    const operation = collection.remove === undefined ? undefined : operations.get(collection.remove);
    const remover = operation && principals.able(operation).find((principal) => principal.account === resource.account);
    if (!operation || !remover) return false;
    const options = { role: 'cleanup', caller: principals.caller(remover, operation), bindings: resource.bindings } as const;
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const evidence = await context.send(operation, options);
      if (isSuccess(evidence) || evidence.reply?.status === 404 || evidence.reply?.status === 410) return true;
    }
    return false;
  };
  context.atEnd(async () => {
    for (const { collection, resource, made } of [...leftovers.values()].toReversed()) {
      const gone = await remove(collection, resource);
      if (!gone) context.note('cleanup', `${collection.itemPath} of ${resource.account} could not be removed and is left behind`, [made]);
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
      // The name may be taken by an object that the run created before.
      return [...leftovers.values()].find((left) => left.collection === collection && left.resource.account === creator?.account)?.resource;
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

function createdResource(collection: Collection, account: string, evidence: Evidence): TestResource | undefined {
  const id = valueAt(jsonOf(evidence.reply!), collection.idPointer);
  if (typeof id !== 'string' && typeof id !== 'number') return undefined;
  return { bindings: { [collection.parameter]: String(id) }, account, own: true };
}

/** The collection whose item an operation's path names, or lies below. */
export function collectionOf(contract: Contract, operation: Operation): Collection | undefined {
  return contract.collections.find(({ itemPath }) => operation.path === itemPath || operation.path.startsWith(`${itemPath}/`));
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

/** Whether a value contains the object of a collection with this id, at any depth. */
export function holds(value: Json | undefined, collection: Collection, id: string): boolean {
  const name = tokensOf(collection.idPointer).at(-1) ?? '';
  if (isList(value)) return value.some((item) => holds(item, collection, id));
  if (!isObject(value)) return false;
  const own = value[name];
  if ((typeof own === 'string' || typeof own === 'number') && String(own) === id) return true;
  return Object.values(value).some((part) => holds(part, collection, id));
}
