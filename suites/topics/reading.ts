import type { Contract, Operation } from '../../spec/contract.ts';
import type { Caller } from '../principals/principals.ts';
import type { Stage } from '../engine/scenario-context.ts';
import type { Call } from '../http/target.ts';
import { collectionOf, type Things } from '../principals/test-resources.ts';
import { actorOf } from '../engine/scenario.ts';

/** Somebody who may read with an operation, and the object to read where it names one. */
export interface Reading {
  readonly caller: Caller;
  readonly bindings: { readonly [parameter: string]: string };
}

/** Secured operations that are read with GET. */
export const readers = ({ operations }: Pick<Contract, 'operations'>): readonly Operation[] =>
  operations.filter(({ method, public: open }) => method === 'GET' && !open);

/** The methods that a document declares at the path of an operation. */
export const declaredAt = ({ operations }: Pick<Contract, 'operations'>, path: string): ReadonlySet<string> =>
  new Set(operations.filter((operation) => operation.path === path).map(({ method }) => method));

/** The request by another method, without content. */
export const byMethod = ({ target, headers, channel }: Call, method: string, level: Call['level'] = 'client'): Call => ({
  method,
  target,
  headers,
  channel,
  level,
});

/** Chooses who reads, and makes what there is to read; an operation that nobody may call has no reading. */
export async function readingOf(stage: Stage, things: Things, operation: Operation): Promise<Reading> {
  const actor = actorOf(stage.roster, stage.roster.able(operation)[0]?.name);
  const collection = collectionOf(stage.contract, operation);
  const thing = collection && (await things.shared(collection, actor.account));
  return { caller: stage.roster.caller(actor, operation), bindings: thing?.bindings ?? {} };
}
