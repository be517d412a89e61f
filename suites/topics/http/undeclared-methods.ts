import type { Contract, Operation } from '../../../spec/contract.ts';
import { withoutHeader } from '../../../spec/message.ts';
import type { CallProbes, Case, Evidence } from '../../engine/evidence.ts';
import type { Principal, Permission } from '../../engine/settings.ts';
import type { Call } from '../../http/target.ts';
import { collectionOf } from '../../principals/test-resources.ts';
import { noSuchId } from '../limits/rate-limit-headers.ts';
import { declaredAt } from '../reading.ts';
import {
  principalNamed,
  missingPrincipalFor,
  operationOf,
  type Planned,
  type PlanningContext,
  type Scenario,
} from '../../engine/scenario.ts';

interface UndeclaredMethodCase extends Case {
  readonly method: string;
  /** Whether no standard has the method. */
  readonly invented: boolean;
}

interface MethodProbes extends CallProbes {
  /** The declared method, where the invented one got 403: the caller may not be allowed there at all. */
  readonly declared?: Evidence;
}

const methods = [
  { label: 'put', words: 'the method PUT', method: 'PUT', invented: false },
  { label: 'patch', words: 'the method PATCH', method: 'PATCH', invented: false },
  { label: 'delete', words: 'the method DELETE', method: 'DELETE', invented: false },
  { label: 'invented', words: 'a method that no standard has', method: 'AUTH-CONFORMANCE', invented: true },
] as const;

/**
 * Where a path names an object of a collection, it is one that does not exist. Elsewhere a server that serves the method may change or delete
 * what the run did not create, which needs a permission of its own.
 */
export const undeclaredMethods: Scenario<UndeclaredMethodCase, MethodProbes> = {
  name: 'undeclared-methods',
  description:
    'Sends methods that the document does not declare to every path, and an invented one, with a valid credential of few scopes.',
  cases: (planning) =>
    operationByPath(planning.contract).flatMap((operation) => {
      const principal = leastPrivileged(planning, operation);
      return methods
        .filter(({ method }) => !declaredAt(planning.contract, operation.path).has(method))
        .map((each): Planned<UndeclaredMethodCase> => ({
          operation: operation.id,
          ...each,
          cost: 1,
          ...(!each.invented && { permissions: [permissionAt(planning.contract, operation)] }),
          ...(principal ? { principal: principal.name } : { blocked: missingPrincipalFor(operation)! }),
        }));
    }),
  async play(context, cases) {
    for (const testCase of cases) {
      const operation = operationOf(context.contract, testCase.operation);
      const caller = context.principals.caller(principalNamed(context.principals, testCase.principal), operation);
      const collection = collectionOf(context.contract, operation);
      const { method, invented } = testCase;
      const bindings = collection ? { [collection.parameter]: noSuchId } : {};
      const call = await context.send(operation, {
        caller,
        bindings,
        alter: (request) => (method === 'PUT' || method === 'PATCH' ? withContent(request, method) : { ...request, method }),
      });
      const declared = invented && call.reply?.status === 403 && { declared: await context.send(operation, { caller, bindings }) };
      context.observe(testCase, { controls: [], probes: { call, ...declared } });
    }
  },
};

const withContent = (call: Call, method: string): Call => ({
  ...call,
  method,
  headers: [...withoutHeader(call.headers, 'content-type'), 'Content-Type', 'application/json'],
  body: '{}',
});

/** One secured operation of each path: it names the path in ids. */
function operationByPath({ operations }: Contract): readonly Operation[] {
  const paths = [...new Set(operations.map(({ path }) => path))];
  return paths.flatMap((path) => operations.find((operation) => operation.path === path && operation.safe && !operation.public) ?? []);
}

/** Of the principals with the largest quota, the one with the fewest scopes. */
function leastPrivileged({ principals }: PlanningContext, operation: Operation): Principal | undefined {
  const able = principals.able(operation);
  const freest = able.filter((principal) => principals.freedom(principal) === principals.freedom(able[0]!));
  return freest.toSorted((one, other) => principals.granted(one).size - principals.granted(other).size)[0];
}

const permissionAt = (contract: Contract, operation: Operation): Permission =>
  collectionOf(contract, operation) === undefined ? 'destructive' : 'writes';
