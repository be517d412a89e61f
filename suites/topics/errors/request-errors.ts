import type { Contract, Operation } from '../../../spec/contract.ts';
import { withoutHeader } from '../../../spec/message.ts';
import type { CallProbes, Case } from '../../engine/evidence.ts';
import type { Permission } from '../../engine/settings.ts';
import type { Call } from '../../http/target.ts';
import { collectionOf, drastic, permissionsFor } from '../../principals/test-resources.ts';
import { noSuchId } from '../limits/rate-limit-headers.ts';
import { principalNamed, operationOf, type Planned, type PlanningContext, type Scenario } from '../../engine/scenario.ts';

/** A mistake in a request: with which operation it can be made, and how. */
export interface Mistake {
  readonly words: string;
  readonly operation: (planning: Pick<PlanningContext, 'contract'>) => Operation | undefined;
  readonly alter: (call: Call) => Call;
}

/** Whether a server that overlooks the mistake might do what nothing undoes. */
export const isDrastic = (contract: Contract, operation: Operation) => permissionsFor(contract, operation) === drastic;

/** Operations that read the object of a collection, the secured ones first. */
const objectReaders = (contract: Contract): readonly Operation[] =>
  contract.operations
    .filter((operation) => operation.safe && collectionOf(contract, operation)?.read === operation.id)
    .toSorted((one, other) => Number(one.public) - Number(other.public));

/** Mistakes in requests with a valid credential; a server that notices them changes nothing. */
export const mistakes = {
  'no-such-path': {
    words: 'a path that does not exist',
    operation: ({ contract }) => contract.operations.find(({ safe, public: open }) => safe && !open),
    alter: (call) => ({ ...call, method: 'GET', target: `${call.target.split('?')[0]}-auth-conformance-no-such-path` }),
  },
  'no-such-object': {
    words: 'an object that does not exist',
    operation: ({ contract }) => objectReaders(contract)[0],
    alter: (call) => call,
  },
  'undeclared-method': {
    words: 'a method that the document does not declare for the path',
    operation: ({ contract }) =>
      objectReaders(contract).find(
        (operation) => !contract.operations.some(({ path, method }) => path === operation.path && method === 'PUT'),
      ),
    alter: (call) => ({
      ...call,
      method: 'PUT',
      headers: [...withoutHeader(call.headers, 'content-type'), 'Content-Type', 'application/json'],
      body: '{}',
    }),
  },
  'malformed-body': {
    words: 'a body that is not JSON',
    operation: ({ contract }) =>
      contract.operations
        .filter(
          ({ body, method, path, public: open }) =>
            method === 'POST' && !open && !path.includes('{') && body?.content.some(({ type }) => type === 'application/json'),
        )
        .toSorted((one, other) => Number(isDrastic(contract, one)) - Number(isDrastic(contract, other)))[0],
    alter: (call) => ({ ...call, body: '{"auth-conformance":' }),
  },
} as const satisfies { readonly [kind: string]: Mistake };

export type MistakeKind = keyof typeof mistakes;

const kinds: readonly MistakeKind[] = ['no-such-path', 'no-such-object', 'undeclared-method', 'malformed-body'];

interface RequestErrorCase extends Case {
  readonly kind: MistakeKind;
}

export const requestErrors: Scenario<RequestErrorCase, CallProbes> = {
  name: 'request-errors',
  description: 'Sends wrong requests with a valid credential: an unknown path, object and method, and a body that is not JSON.',
  cases: (planning) =>
    kinds.flatMap((kind): readonly Planned<RequestErrorCase>[] => {
      const operation = mistakes[kind].operation(planning);
      const principal = operation && planning.principals.able(operation)[0];
      if (!operation || !principal) return [];
      const permissions: readonly Permission[] =
        kind === 'undeclared-method' ? ['writes'] : isDrastic(planning.contract, operation) ? drastic : [];
      return [
        {
          operation: operation.id,
          principal: principal.name,
          label: kind,
          words: mistakes[kind].words,
          kind,
          cost: 1,
          ...(permissions.length > 0 && { permissions }),
        },
      ];
    }),
  async play(context, cases) {
    for (const testCase of cases) {
      const operation = operationOf(context.contract, testCase.operation);
      const call = await context.send(operation, {
        caller: context.principals.caller(principalNamed(context.principals, testCase.principal), operation),
        bindings: unknownObject(context.contract, operation),
        alter: mistakes[testCase.kind].alter,
      });
      context.observe(testCase, { controls: [], probes: { call } });
    }
  },
};

/** Lets an operation name an object that does not exist, where it names one. */
export function unknownObject(contract: Contract, operation: Operation): { readonly [parameter: string]: string } {
  const collection = collectionOf(contract, operation);
  return collection ? { [collection.parameter]: noSuchId } : {};
}
