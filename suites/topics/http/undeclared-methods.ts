import type { Contract, Operation } from '../../../spec/contract.ts';
import { withoutHeader } from '../../../spec/message.ts';
import type { Principal, Permission } from '../../engine/settings.ts';
import type { Call } from '../../http/target.ts';
import { collectionOf } from '../../principals/test-resources.ts';
import { noSuchId } from '../limits/rate-limit-headers.ts';
import { declaredAt } from '../reading.ts';
import {
  principalNamed,
  missingPrincipalFor,
  operationOf,
  type PlannedCase,
  type PlanningContext,
  type Scenario,
} from '../../engine/scenario.ts';

/** A method that no standard knows. */
const invented = 'AUTH-CONFORMANCE';

/** Variants: methods in small letters. */
const methods: { readonly [variant: string]: string } = { put: 'PUT', patch: 'PATCH', delete: 'DELETE', invented };

/**
 * Where a path names an object of a collection, it is one that does not exist. Elsewhere a server that does serve the method may change or take
 * away what the run has not made, which needs a permission of its own.
 */
export const undeclaredMethods: Scenario = {
  name: 'undeclared-methods',
  description:
    'Sends methods to every path that the document does not declare there, and an invented one, with a good credential of few scopes.',
  cases: (planning) =>
    anchors(planning.contract).flatMap((operation) => {
      const principal = humblest(planning, operation);
      return Object.entries(methods)
        .filter(([, method]) => !declaredAt(planning.contract, operation.path).has(method))
        .map(([variant, method]): PlannedCase => {
          return {
            operation: operation.id,
            variant,
            cost: 1,
            ...(method !== invented && { permissions: [permissionAt(planning.contract, operation)] }),
            ...(principal ? { principal: principal.name } : { blocked: missingPrincipalFor(operation)! }),
          };
        });
    }),
  async play(context, cases) {
    for (const testCase of cases) {
      const operation = operationOf(context.contract, testCase.operation);
      const caller = context.principals.caller(principalNamed(context.principals, testCase.principal), operation);
      const collection = collectionOf(context.contract, operation);
      const method = methods[testCase.variant!]!;
      const probe = await context.send(operation, {
        caller,
        bindings: collection ? { [collection.parameter]: noSuchId } : {},
        alter: (call) => (method === 'PUT' || method === 'PATCH' ? withContent(call, method) : { ...call, method }),
      });
      context.observe(testCase, { controls: [], probes: [probe] });
    }
  },
};

const withContent = (call: Call, method: string): Call => ({
  ...call,
  method,
  headers: [...withoutHeader(call.headers, 'content-type'), 'Content-Type', 'application/json'],
  body: '{}',
});

/** One secured operation of each path: what is sent to the path is labelled with it. */
function anchors({ operations }: Contract): readonly Operation[] {
  const paths = [...new Set(operations.map(({ path }) => path))];
  return paths.flatMap((path) => operations.find((operation) => operation.path === path && operation.safe && !operation.public) ?? []);
}

/** Of those who may call it most freely, the one with the fewest scopes. */
function humblest({ principals }: PlanningContext, operation: Operation): Principal | undefined {
  const able = principals.able(operation);
  const freest = able.filter((principal) => principals.freedom(principal) === principals.freedom(able[0]!));
  return freest.toSorted((one, other) => principals.granted(one).size - principals.granted(other).size)[0];
}

const permissionAt = (contract: Contract, operation: Operation): Permission =>
  collectionOf(contract, operation) === undefined ? 'destructive' : 'writes';
