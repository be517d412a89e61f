/**
 * The objects of a run: an unsafe request acts only on one that this run made, and what it made it removes.
 *
 * @module
 */
import type { Collection, Contract, Json, Operation } from '../spec/contract.ts';
import { isList, isObject } from '../spec/json.ts';
import { tokensOf, valueAt } from '../spec/pointer.ts';
import type { Evidence } from './evidence.ts';
import { jsonOf } from './quota.ts';
import type { Actor } from './settings.ts';
import { isSuccess, type Stage } from './stage.ts';

/** An object at the target; where `own` is false it is the one that the document's examples name. */
export interface Thing {
  readonly bindings: { readonly [parameter: string]: string };
  readonly account: string;
  readonly own: boolean;
}

export interface Things {
  /** One object per collection and account, for requests that do not change it. */
  shared(collection: Collection, account: string): Promise<Thing | undefined>;
  /** A new object for a request that changes it; from another account where this one has nobody who may create. Undefined where none can be made. */
  fresh(collection: Collection, account: string): Promise<Thing | undefined>;
  /** Takes note of what a request made or removed, so that it is cleaned up, once. */
  notice(operation: Operation, account: string, evidence: Evidence, thing?: Thing): void;
  /** Removes everything that is left. */
  cleanUp(): Promise<void>;
}

export function createThings(stage: Stage): Things {
  const { contract, roster, settings } = stage;
  const operations = new Map(contract.operations.map((operation) => [operation.id, operation]));
  const kept = new Map<string, Thing | undefined>();
  const leftovers = new Map<string, { readonly collection: Collection; readonly thing: Thing }>();
  const keyOf = (collection: Collection, thing: Thing) => `${collection.itemPath} ${thing.bindings[collection.parameter]}`;
  const mayWrite = settings.allow.writes && settings.profile !== 'safe';

  const notice = (operation: Operation, account: string, evidence: Evidence, thing?: Thing) => {
    if (!evidence.reply || !isSuccess(evidence)) return;
    for (const collection of contract.collections) {
      if (operation.id === collection.create) {
        const made = madeThing(collection, account, evidence);
        if (made) leftovers.set(keyOf(collection, made), { collection, thing: made });
      }
      if (operation.id === collection.remove && thing) {
        leftovers.delete(keyOf(collection, thing));
        for (const [key, shared] of kept) if (shared && keyOf(collection, shared) === keyOf(collection, thing)) kept.delete(key);
      }
    }
  };
  const creatorsOf = (collection: Collection) => {
    const operation = operations.get(collection.create);
    return operation && mayWrite ? roster.able(operation) : [];
  };
  const create = async (collection: Collection, creator: Actor | undefined): Promise<Thing | undefined> => {
    const operation = operations.get(collection.create);
    if (!operation || !creator) return undefined;
    const evidence = await stage.send(operation, { role: 'preparation', caller: roster.caller(creator, operation) });
    notice(operation, creator.account, evidence);
    return isSuccess(evidence) ? madeThing(collection, creator.account, evidence) : undefined;
  };
  return {
    notice,
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
        const creator = creatorsOf(collection).find((actor) => actor.account === account);
        kept.set(key, (await create(collection, creator)) ?? { bindings: {}, account, own: false });
      }
      return kept.get(key);
    },
    async cleanUp() {
      for (const { collection, thing } of [...leftovers.values()].toReversed()) {
        const operation = collection.remove === undefined ? undefined : operations.get(collection.remove);
        const remover = operation && roster.able(operation).find((actor) => actor.account === thing.account);
        if (operation && remover) {
          await stage.send(operation, { role: 'cleanup', caller: roster.caller(remover, operation), bindings: thing.bindings });
        }
      }
      leftovers.clear();
    },
  };
}

function madeThing(collection: Collection, account: string, evidence: Evidence): Thing | undefined {
  const id = valueAt(jsonOf(evidence.reply!), collection.idPointer);
  if (typeof id !== 'string' && typeof id !== 'number') return undefined;
  return { bindings: { [collection.parameter]: String(id) }, account, own: true };
}

/** The collection whose item an operation's path names, or is below of. */
export function collectionOf(contract: Contract, operation: Operation): Collection | undefined {
  return contract.collections.find(({ itemPath }) => operation.path === itemPath || operation.path.startsWith(`${itemPath}/`));
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
