import type { Operation } from '../../../spec/contract.ts';
import type { Evidence, Case } from '../../engine/evidence.ts';
import { calledFrom, inside, knowsLists, outside, restricted } from '../../principals/origin.ts';
import type { Principal } from '../../engine/settings.ts';
import { isSuccess, type ScenarioContext } from '../../engine/scenario-context.ts';
import { collectionOf, createTestResources, permissionsFor, type TestResources } from '../../principals/test-resources.ts';
import {
  principalNamed,
  missingPrincipalFor,
  operationOf,
  simplestFor,
  type PlannedCase,
  type PlanningContext,
  type Scenario,
} from '../../engine/scenario.ts';

/** Fact `alive`: a 401 notwithstanding, the credential was accepted from an address of its list. */
export const blockedAddress: Scenario = {
  name: 'blocked-address',
  description:
    'Calls every secured operation from an address that the principal’s list does not hold, and then as somebody of the same account without a list.',
  cases: (planning) =>
    knowsLists(planning.contract) === true
      ? planning.contract.operations.filter((operation) => !operation.public).map((operation) => shotOf(planning, operation))
      : [],
  async play(context, cases) {
    const things = createTestResources(context);
    const aliveness = new Map<string, boolean>();
    for (const testCase of cases) {
      const observation = await call(context, things, testCase);
      const [probe] = observation.probes;
      observe(context, probe);
      if (probe?.reply?.status === 401 && !aliveness.has(testCase.principal!)) {
        aliveness.set(testCase.principal!, await isAlive(context, principalNamed(context.principals, testCase.principal)));
      }
      context.observe(testCase, { ...observation, facts: { alive: aliveness.get(testCase.principal!) ?? false } });
    }
  },
};

/** Principals whose scopes allow an operation and whose list keeps them from calling it from here, or from an address that can be chosen. */
export function outsiders(
  { principals, settings }: Pick<PlanningContext, 'principals' | 'settings'>,
  operation: Operation,
): readonly Principal[] {
  return restricted(principals).filter(
    (principal) =>
      principals.concerns(principal, operation) &&
      principals.allows(principal, operation) &&
      outside(principal, settings.origin) !== undefined,
  );
}

/** What is missing where nobody is kept from an operation by a list alone. */
export function noOutsiderFor({ id, security }: Operation): NonNullable<Case['blocked']> {
  const scopes = security.flatMap(({ requirements }) => requirements.flatMap((requirement) => requirement.scopes));
  const needs = `a principal with from, this machine not among them${scopes.length > 0 ? `, and the scope ${[...new Set(scopes)].join(' or ')}` : ''} (principals)`;
  return { why: `no principal is kept from ${id} by its list of addresses alone`, needs };
}

function shotOf(planning: PlanningContext, operation: Operation): PlannedCase {
  const outsider = outsiders(planning, operation).find((principal) => companionFor(planning, operation, principal));
  const permissions = permissionsFor(planning.contract, operation);
  const planned = {
    operation: operation.id,
    cost: operation.safe ? 2 : 3,
    ...(permissions.length > 0 && { permissions }),
  };
  if (outsider) return { ...planned, principal: outsider.name };
  return {
    ...planned,
    blocked: planning.principals.able(operation).length === 0 ? missingPrincipalFor(operation)! : noOutsiderFor(operation),
  };
}

/** Somebody without a list who may call the operation; of the same account where it concerns an object. */
function companionFor(
  { contract, principals }: Pick<PlanningContext, 'contract' | 'principals'>,
  operation: Operation,
  { account }: Principal,
): Principal | undefined {
  const able = principals.able(operation);
  const mate = able.find((principal) => principal.account === account);
  return collectionOf(contract, operation) ? mate : (mate ?? able[0]);
}

async function call(context: ScenarioContext, things: TestResources, testCase: Case) {
  const operation = operationOf(context.contract, testCase.operation);
  const principal = principalNamed(context.principals, testCase.principal);
  const companion = companionFor(context, operation, principal)!;
  const collection = collectionOf(context.contract, operation);
  const thing = collection && (await (operation.safe ? things.shared : things.fresh)(collection, principal.account));
  if (collection && thing?.account !== principal.account) {
    const why = `no object of ${collection.path} could be made for the account of ${principal.name}`;
    const needs = 'a principal of that account that may create one (principals)';
    return { controls: [], probes: [], undecided: { why, outcome: 'blocked' as const, needs } };
  }
  const bindings = thing?.bindings ?? {};
  const alter = calledFrom(outside(principal, context.settings.origin)!);
  const probe = await context.send(operation, { caller: context.principals.caller(principal, operation), bindings, alter });
  things.notice(operation, principal.account, probe, thing);
  // What was served may have taken the object away, and the control needs another.
  const still = collection && !operation.safe && isSuccess(probe) ? await things.fresh(collection, principal.account) : thing;
  const caller = context.principals.caller(companion, operation);
  const control = await things.call(operation, { role: 'control', caller, bindings: still?.bindings ?? {} }, still);
  return { controls: [control], probes: [probe] };
}

/** Whether a credential works where it may. */
async function isAlive(context: ScenarioContext, principal: Principal): Promise<boolean> {
  const place = inside(principal, context.settings.origin);
  const operation = place && simplestFor(context, principal);
  if (!operation) return false;
  return isSuccess(
    await context.send(operation, { role: 'control', caller: context.principals.caller(principal, operation), alter: calledFrom(place) }),
  );
}

/** Refusals that are fair and are not what documents say. */
function observe(context: ScenarioContext, probe: Evidence | undefined): void {
  if (probe?.trouble?.kind === 'closed') context.note('address', 'a blocked address is not answered: the connection is closed', [probe]);
  if (probe?.reply?.status === 401) context.note('address', 'a blocked address is answered with 401, as a bad credential is', [probe]);
}
