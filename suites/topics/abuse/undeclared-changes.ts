import type { Collection, Contract, Operation } from '../../../spec/contract.ts';
import type { Principal } from '../../engine/settings.ts';
import { withoutHeader } from '../../../spec/message.ts';
import { createTestResources } from '../../principals/test-resources.ts';
import {
  principalNamed,
  missingPrincipalFor,
  operationOf,
  type PlannedCase,
  type PlanningContext,
  type Scenario,
} from '../../engine/scenario.ts';
import { witnessesOf, type Witness } from '../witness.ts';

/** Methods that a framework may route although nobody declared them. */
const methods = ['PUT', 'PATCH', 'DELETE', 'POST'] as const;

/** Variants: the method, in small letters. Probes: the attempt, the object before, after, and a second time before. */
export const undeclaredChanges: Scenario = {
  name: 'undeclared-changes',
  description:
    'Sends methods that the document does not declare to an object, with a credential that may only read it, and reads it again.',
  cases: (planning) => planning.contract.collections.flatMap((collection) => shotsOf(planning, collection)),
  async play(context, cases) {
    const things = createTestResources(context);
    for (const testCase of cases) {
      const read = operationOf(context.contract, testCase.operation);
      const collection = context.contract.collections.find((candidate) => candidate.read === read.id)!;
      const principal = principalNamed(context.principals, testCase.principal);
      const thing = await things.fresh(collection, principal.account);
      if (!thing) {
        const why = `no object of ${collection.path} could be made`;
        context.observe(testCase, {
          controls: [],
          probes: [],
          undecided: { why, outcome: 'blocked', needs: 'a principal that may create one' },
        });
        continue;
      }
      const { bindings } = thing;
      const caller = context.principals.caller(principal, read);
      const look = () => context.send(read, { role: 'control', caller, bindings });
      const [before, again] = [await look(), await look()];
      const body = changeOf(context.contract, collection);
      const attempt = await context.send(read, {
        caller,
        bindings,
        alter: (call) => ({
          ...call,
          method: testCase.variant!.toUpperCase(),
          headers: [...withoutHeader(call.headers, 'content-type'), 'Content-Type', 'application/json'],
          body,
        }),
      });
      const after = await look();
      context.observe(testCase, { controls: [before], probes: [attempt, before, after, again] });
    }
  },
};

/** The body that a declared change of the object would have. */
function changeOf(contract: Contract, { update, create }: Collection): string {
  const operation = operationOf(contract, update ?? create);
  return JSON.stringify(operation.body?.content.find(({ type }) => type.endsWith('json'))?.example ?? {});
}

function shotsOf(planning: PlanningContext, collection: Collection): readonly PlannedCase[] {
  const { contract } = planning;
  if (collection.read === undefined || operationOf(contract, collection.read).public) return [];
  const declared = new Set(contract.operations.filter(({ path }) => path === collection.itemPath).map(({ method }) => method));
  const witness = weakest(planning, collection);
  return methods
    .filter((method) => !declared.has(method))
    .map((method) => ({
      operation: collection.read!,
      variant: method.toLowerCase(),
      cost: 6,
      permissions: ['writes'] as const,
      ...(witness ? { principal: witness.reader.name } : { blocked: lacking(planning, collection) }),
    }));
}

/** The reader of an object who may do least besides, if somebody of the account may create one. */
function weakest({ contract, principals }: PlanningContext, collection: Collection): Witness | undefined {
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
  return { why: 'no account has a principal that may create and one that may read', needs: 'two principals of one account (principals)' };
}
