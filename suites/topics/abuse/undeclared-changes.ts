import type { Collection, Contract, Operation } from '../../../spec/contract.ts';
import type { Case, Evidence, NamedProbes } from '../../engine/evidence.ts';
import type { Principal } from '../../engine/settings.ts';
import { withoutHeader } from '../../../spec/message.ts';
import { createTestResources, notMade } from '../../principals/test-resources.ts';
import {
  principalNamed,
  missingPrincipalFor,
  operationOf,
  type Planned,
  type PlanningContext,
  type Scenario,
} from '../../engine/scenario.ts';
import { witnessesOf, type Witness } from '../witness.ts';

interface UndeclaredChangeCase extends Case {
  readonly method: string;
}

interface UndeclaredChangeProbes extends NamedProbes {
  readonly change: Evidence;
  /** The object before. */
  readonly before: Evidence;
  readonly after: Evidence;
  /** The object before, a second time. */
  readonly again: Evidence;
}

/** Methods that a framework may route although the document does not declare them. */
const methods = ['PUT', 'PATCH', 'DELETE', 'POST'] as const;

export const undeclaredChanges: Scenario<UndeclaredChangeCase, UndeclaredChangeProbes> = {
  name: 'undeclared-changes',
  description:
    'Sends methods that the document does not declare to an object, with a credential that may only read it, and reads it again.',
  cases: (planning) => planning.contract.collections.flatMap((collection) => casesOf(planning, collection)),
  async play(context, cases) {
    const resources = createTestResources(context);
    for (const testCase of cases) {
      const reading = operationOf(context.contract, testCase.operation);
      const collection = context.contract.collections.find((candidate) => candidate.read === reading.id)!;
      const principal = principalNamed(context.principals, testCase.principal);
      const resource = await resources.fresh(collection, principal.account);
      if (!resource) {
        context.undecided(testCase, notMade(context, collection));
        continue;
      }
      const { bindings } = resource;
      const caller = context.principals.caller(principal, reading);
      const read = () => context.send(reading, { role: 'control', caller, bindings });
      const [before, again] = [await read(), await read()];
      const body = changeOf(context.contract, collection);
      const change = await context.send(reading, {
        caller,
        bindings,
        alter: (call) => ({
          ...call,
          method: testCase.method,
          headers: [...withoutHeader(call.headers, 'content-type'), 'Content-Type', 'application/json'],
          body,
        }),
      });
      const after = await read();
      context.observe(testCase, { controls: [before], probes: { change, before, after, again } });
    }
  },
};

/** The body that a declared change of the object would have. */
function changeOf(contract: Contract, { update, create }: Collection): string {
  const operation = operationOf(contract, update ?? create);
  return JSON.stringify(operation.body?.content.find(({ type }) => type.endsWith('json'))?.example ?? {});
}

function casesOf(planning: PlanningContext, collection: Collection): readonly Planned<UndeclaredChangeCase>[] {
  const { contract } = planning;
  if (collection.read === undefined || operationOf(contract, collection.read).public) return [];
  const declared = new Set(contract.operations.filter(({ path }) => path === collection.itemPath).map(({ method }) => method));
  const witness = leastPrivileged(planning, collection);
  return methods
    .filter((method) => !declared.has(method))
    .map((method) => ({
      operation: collection.read!,
      label: method.toLowerCase(),
      words: `${method}, which the document does not declare`,
      method,
      cost: 6,
      permissions: ['writes'] as const,
      ...(witness ? { principal: witness.reader.name } : { blocked: lacking(planning, collection) }),
    }));
}

/** The reader of an object with the fewest other rights, if the account has a principal that may create one. */
function leastPrivileged({ contract, principals }: PlanningContext, collection: Collection): Witness | undefined {
  const changing = [collection.update, collection.remove, collection.create].flatMap((id): readonly Operation[] =>
    id === undefined ? [] : [operationOf(contract, id)],
  );
  const reach = (principal: Principal) => changing.filter((operation) => principals.allows(principal, operation)).length;
  return witnessesOf(principals, contract.operations, collection).toSorted((one, other) => reach(one.reader) - reach(other.reader))[0];
}

function lacking({ contract, principals }: PlanningContext, { read, create }: Collection) {
  const needed = [read!, create].map((id) => operationOf(contract, id));
  const unable = needed.find((operation) => principals.able(operation).length === 0);
  if (unable) return missingPrincipalFor(unable)!;
  return {
    why: 'no account has a principal that may create and one that may read',
    needs: { what: 'two principals of one account', key: 'principals' },
  };
}
