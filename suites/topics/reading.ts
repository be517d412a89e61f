import type { Contract, Operation } from '../../spec/contract.ts';
import type { Caller } from '../principals/principals.ts';
import type { SendingContext } from '../engine/scenario-context.ts';
import type { Call } from '../http/target.ts';
import { collectionOf, type TestResources } from '../principals/test-resources.ts';
import { principalNamed } from '../engine/scenario.ts';

/** Who may call a reading operation, and the object to read where it names one. */
export interface ReadableOperation {
  readonly caller: Caller;
  readonly bindings: { readonly [parameter: string]: string };
}

/** Secured operations with the method GET. */
export const readers = ({ operations }: Pick<Contract, 'operations'>): readonly Operation[] =>
  operations.filter(({ method, public: open }) => method === 'GET' && !open);

/** The methods that a document declares for a path. */
export const declaredAt = ({ operations }: Pick<Contract, 'operations'>, path: string): ReadonlySet<string> =>
  new Set(operations.filter((operation) => operation.path === path).map(({ method }) => method));

/** The request by another method, without content. */
export const byMethod = ({ body: _body, ...call }: Call, method: string, level: Call['level'] = 'client'): Call => ({
  ...call,
  method,
  level,
});

/** Chooses the principals that read, and creates the objects to read; an operation that no principal may call is left out. */
export async function prepareReading(context: SendingContext, things: TestResources, operation: Operation): Promise<ReadableOperation> {
  const principal = principalNamed(context.principals, context.principals.able(operation)[0]?.name);
  const collection = collectionOf(context.contract, operation);
  const thing = collection && (await things.shared(collection, principal.account));
  return { caller: context.principals.caller(principal, operation), bindings: thing?.bindings ?? {} };
}
