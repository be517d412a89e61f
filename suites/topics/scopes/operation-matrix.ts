import type { Operation } from '../../../spec/contract.ts';
import type { Evidence, Case } from '../../engine/evidence.ts';
import { groupBy } from '../../engine/group.ts';
import { isSuccess, type ScenarioContext } from '../../engine/scenario-context.ts';
import { collectionOf, createTestResources, permissionsFor, type TestResources } from '../../principals/test-resources.ts';
import { principalNamed, operationOf, type PlannedCase, type PlanningContext, type Scenario } from '../../engine/scenario.ts';

/** `allowed` and `refused` say what the contract expects; fact `foreign`: the object belongs to another account. */
export const operationMatrix: Scenario = {
  name: 'operation-matrix',
  description: 'Calls every secured operation as every live principal; what may change something acts on an object made for it.',
  cases: (planning) =>
    planning.contract.operations
      .filter((operation) => !operation.public)
      .flatMap((operation) => {
        const concerned = planning.principals.active.filter((principal) => planning.principals.concerns(principal, operation));
        const cells = concerned.map((actor) => cellOf(planning, operation, actor.name));
        return [...cells, ...missing(planning, operation, cells)];
      }),
  async play(context, cases) {
    const things = createTestResources(context);
    const byOperation = groupBy(cases, ({ operation }) => operation);
    for (const [id, cells] of byOperation) await playOperation(context, things, operationOf(context.contract, id), cells);
  },
};

function cellOf({ contract, principals }: PlanningContext, operation: Operation, principal: string): PlannedCase {
  const allowed = principals.allows(principalNamed(principals, principal), operation);
  const makes = contract.collections.some(({ create }) => create === operation.id);
  // To be refused, nothing has to be made but the object that is acted on.
  const permissions = allowed || !makes ? permissionsFor(contract, operation) : [];
  return {
    operation: operation.id,
    principal,
    variant: allowed ? 'allowed' : 'refused',
    cost: operation.safe ? 1 : 2,
    ...(permissions.length > 0 && { permissions }),
  };
}

/** What a whole matrix would have besides: a principal that is allowed and one that lacks the scope. */
function missing({ contract }: PlanningContext, operation: Operation, cells: readonly PlannedCase[]): readonly PlannedCase[] {
  const scoped = operation.security.every(({ requirements }) => requirements.some(({ scopes }) => scopes.length > 0));
  const wanted = scoped ? (['allowed', 'refused'] as const) : (['allowed'] as const);
  const scopes = operation.security.flatMap(({ requirements }) => requirements.flatMap((requirement) => requirement.scopes));
  const needs = {
    allowed: `a live principal with ${scopes.length > 0 ? `the scope ${scopes.join(' or ')}` : 'a credential for it'} (principals)`,
    refused: `a live principal without the scope ${scopes.join(' or ')} (principals)`,
  };
  return wanted
    .filter((variant) => !cells.some((cell) => cell.variant === variant))
    .filter((variant) => variant === 'allowed' || contract.scopes.length > 0)
    .map((variant) => ({
      operation: operation.id,
      variant,
      cost: 0,
      blocked: { why: `no principal is ${variant}`, needs: needs[variant] },
    }));
}

/** Refusals first, on an object that is still there; then those who may. */
async function playOperation(context: ScenarioContext, things: TestResources, operation: Operation, cells: readonly Case[]): Promise<void> {
  const collection = collectionOf(context.contract, operation);
  const played: { readonly shot: Case; readonly evidence: Evidence | undefined; readonly foreign: boolean }[] = [];
  const inOrder = [...cells.filter(({ variant }) => variant === 'refused'), ...cells.filter(({ variant }) => variant === 'allowed')];
  for (const testCase of inOrder) {
    const principal = principalNamed(context.principals, testCase.principal);
    const fresh = !operation.safe && testCase.variant === 'allowed';
    const thing = collection && (await objectFor(context, things, operation, principal.account, fresh));
    if (collection && (!thing || (!operation.safe && !thing.own))) {
      played.push({ shot: testCase, evidence: undefined, foreign: false });
      continue;
    }
    const options = { caller: context.principals.caller(principal, operation), bindings: thing?.bindings ?? {} };
    const served = testCase.variant === 'allowed' ? await things.call(operation, options, thing) : undefined;
    const evidence = served ?? (await context.send(operation, options));
    if (!served) things.notice(operation, principal.account, evidence, thing);
    played.push({ shot: testCase, evidence, foreign: thing !== undefined && thing.own && thing.account !== principal.account });
  }
  const good = played.find(({ shot, evidence }) => shot.variant === 'allowed' && evidence && isSuccess(evidence));
  const control = good?.evidence ?? played.find(({ shot, evidence }) => shot.variant === 'allowed' && evidence)?.evidence;
  for (const { shot, evidence, foreign } of played) {
    if (!evidence) {
      const why = `no object of ${collection!.path} could be made to act on`;
      context.observe(shot, { controls: [], probes: [], undecided: { why, outcome: 'blocked', needs: 'a principal that may create one' } });
    } else {
      const controls = shot.variant === 'refused' && control ? [control] : [];
      context.observe(shot, { controls, probes: [evidence], facts: { foreign } });
    }
  }
}

/** An own object, of the same account where possible; for reading, the documented one where none can be made. */
async function objectFor(context: ScenarioContext, things: TestResources, operation: Operation, account: string, fresh: boolean) {
  const collection = collectionOf(context.contract, operation)!;
  if (fresh) return things.fresh(collection, account);
  const shared = await things.shared(collection, account);
  if (shared?.own || operation.safe) return shared;
  const owner = context.principals.active.find(
    (principal) => principal.account !== account && context.principals.allows(principal, operationOf(context.contract, collection.create)),
  );
  return owner && things.shared(collection, owner.account);
}
