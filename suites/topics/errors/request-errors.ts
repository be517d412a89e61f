import type { Contract, Operation } from '../../../spec/contract.ts';
import { withoutHeader } from '../../../spec/message.ts';
import type { Permission } from '../../engine/settings.ts';
import type { Call } from '../../http/target.ts';
import { collectionOf, drastic, permissionsFor } from '../../principals/test-resources.ts';
import { noSuchId } from '../limits/rate-limit-headers.ts';
import { principalNamed, operationOf, type PlannedCase, type PlanningContext, type Scenario } from '../../engine/scenario.ts';

/** A way for a request to go wrong: with which operation, and how. */
export interface Blunder {
  readonly cast: (planning: Pick<PlanningContext, 'contract'>) => Operation | undefined;
  readonly alter: (call: Call) => Call;
}

/** Whether a server that overlooked the mistake might do what nothing undoes. */
export const isDrastic = (contract: Contract, operation: Operation) => permissionsFor(contract, operation) === drastic;

/** How a good credential's request goes wrong; a server that notices changes nothing. */
export const mistakes = {
  'no-such-path': {
    cast: ({ contract }) => contract.operations.find(({ safe, public: open }) => safe && !open),
    alter: (call) => ({ ...call, method: 'GET', target: `${call.target.split('?')[0]}-auth-conformance-no-such-path` }),
  },
  'no-such-object': {
    cast: ({ contract }) =>
      contract.operations.find((operation) => operation.safe && collectionOf(contract, operation)?.read === operation.id),
    alter: (call) => call,
  },
  'undeclared-method': {
    cast: ({ contract }) =>
      contract.operations.find((operation) => {
        const declared = contract.operations.filter(({ path }) => path === operation.path).map(({ method }) => method);
        return operation.safe && collectionOf(contract, operation)?.read === operation.id && !declared.includes('PUT');
      }),
    alter: (call) => ({
      ...call,
      method: 'PUT',
      headers: [...withoutHeader(call.headers, 'content-type'), 'Content-Type', 'application/json'],
      body: '{}',
    }),
  },
  'malformed-body': {
    cast: ({ contract }) =>
      contract.operations
        .filter(
          ({ body, method, path, public: open }) =>
            method === 'POST' && !open && !path.includes('{') && body?.content.some(({ type }) => type === 'application/json'),
        )
        .toSorted((one, other) => Number(isDrastic(contract, one)) - Number(isDrastic(contract, other)))[0],
    alter: (call) => ({ ...call, body: '{"auth-conformance":' }),
  },
} as const satisfies { readonly [variant: string]: Blunder };

const blunders: ReadonlyMap<string | undefined, Blunder> = new Map(Object.entries(mistakes));

export const requestErrors: Scenario = {
  name: 'request-errors',
  description: 'Makes mistakes with a good credential: a path, an object and a method that do not exist, a body that is no JSON.',
  cases: (planning) =>
    Object.entries(mistakes).flatMap(([variant, { cast }]): readonly PlannedCase[] => {
      const operation = cast(planning);
      const principal = operation && planning.principals.able(operation)[0];
      if (!operation || !principal) return [];
      const permissions: readonly Permission[] =
        variant === 'undeclared-method' ? ['writes'] : isDrastic(planning.contract, operation) ? drastic : [];
      return [{ operation: operation.id, principal: principal.name, variant, cost: 1, ...(permissions.length > 0 && { permissions }) }];
    }),
  async play(context, cases) {
    for (const testCase of cases) {
      const operation = operationOf(context.contract, testCase.operation);
      const caller = context.principals.caller(principalNamed(context.principals, testCase.principal), operation);
      const probe = await context.send(operation, {
        caller,
        bindings: nowhere(context.contract, operation),
        alter: blunders.get(testCase.variant)!.alter,
      });
      context.observe(testCase, { controls: [], probes: [probe] });
    }
  },
};

/** Lets an operation name an object that does not exist, where it names one. */
export function nowhere(contract: Contract, operation: Operation): { readonly [parameter: string]: string } {
  const collection = collectionOf(contract, operation);
  return collection ? { [collection.parameter]: noSuchId } : {};
}
