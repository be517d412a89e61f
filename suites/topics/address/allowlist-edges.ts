import type { Operation } from '../../../spec/contract.ts';
import type { Evidence, Case } from '../../engine/evidence.ts';
import { borders, calledFrom, callsFromHere, knowsLists, middles, restricted } from '../../principals/origin.ts';
import type { Principal } from '../../engine/settings.ts';
import type { ScenarioContext } from '../../engine/scenario-context.ts';
import { principalNamed, operationOf, simplestFor, type PlannedCase, type PlanningContext, type Scenario } from '../../engine/scenario.ts';

/**
 * Variants, each followed by the address that is called from unless it is the usual one: `listed`, in the midst of an entry; `inside`, at its
 * end; `outside`, next to it; `free`, for a principal without a list.
 */
export const allowlistEdges: Scenario = {
  name: 'allowlist-edges',
  description:
    'Calls from addresses in the midst, at the ends and just outside of each entry of a list, as far as this machine has them, and as a principal without a list.',
  cases: (planning) => (knowsLists(planning.contract) === true ? [...listed(planning), ...atBorders(planning), ...free(planning)] : []),
  async play(context, cases) {
    const controls = new Map<string, Evidence>();
    for (const testCase of cases) {
      const operation = operationOf(context.contract, testCase.operation);
      const probe = await callAs(context, operation, principalNamed(context.principals, testCase.principal), testCase);
      if (wordOf(testCase) !== 'outside') {
        context.observe(testCase, { controls: [], probes: [probe] });
        continue;
      }
      const key = `${operation.id} ${addressOf(testCase)}`;
      const companion = context.principals.able(operation)[0];
      const control = controls.get(key) ?? (companion && (await callAs(context, operation, companion, testCase, 'control')));
      if (control) controls.set(key, control);
      context.observe(testCase, { controls: control ? [control] : [], probes: [probe] });
    }
  },
};

const wordOf = ({ variant = '' }: Case) => variant.split(' ')[0]!;
const addressOf = ({ variant = '' }: Case): string | undefined => variant.split(' ')[1];

function callAs(
  context: ScenarioContext,
  operation: Operation,
  principal: Principal,
  testCase: Case,
  role: Evidence['role'] = 'probe',
): Promise<Evidence> {
  const from = addressOf(testCase);
  return context.send(operation, {
    role,
    caller: context.principals.caller(principal, operation),
    alter: calledFrom(from === undefined ? {} : { from }),
  });
}

/** One shot for each address, as a principal that has an operation to be watched with. */
function shotsAs(planning: PlanningContext, principal: Principal, variants: readonly string[]): readonly PlannedCase[] {
  const operation = simplestFor(planning, principal);
  if (!operation) return [];
  return variants.map((variant) => ({
    operation: operation.id,
    principal: principal.name,
    variant,
    cost: variant.startsWith('outside') ? 2 : 1,
  }));
}

function listed(planning: PlanningContext): readonly PlannedCase[] {
  const { origin } = planning.settings;
  const cases = restricted(planning.principals).flatMap((principal) => {
    const addresses = middles(principal, origin).map((address) => `listed ${address}`);
    return shotsAs(planning, principal, addresses.length === 0 && callsFromHere(principal, origin) ? ['listed'] : addresses);
  });
  const why = 'no list holds an address that this machine is known to call from';
  const needs = 'a principal with from and here: true, whose list holds this machine’s address (principals)';
  return cases.length > 0 ? cases : [{ variant: 'listed', cost: 0, blocked: { why, needs } }];
}

function atBorders(planning: PlanningContext): readonly PlannedCase[] {
  const { origin, profile } = planning.settings;
  const cases = restricted(planning.principals).flatMap((principal) =>
    shotsAs(
      planning,
      principal,
      borders(principal, origin).map(({ address, listed: within }) => `${within ? 'inside' : 'outside'} ${address}`),
    ),
  );
  if (cases.length > 0) return cases;
  const why = 'no list has a border at an address that this machine can choose';
  const needs = 'a target on loopback, and a principal whose list has a range there, such as 127.0.0.8/30 (principals)';
  // Elsewhere nobody can choose where a request seems to come from: only who asks for the whole catalogue is told that it is missing.
  return [{ variant: 'inside', cost: 0, ...(profile === 'full' || origin ? { blocked: { why, needs } } : { outside: { why, needs } }) }];
}

/** As a principal without a list, from the usual address and from another one. */
function free(planning: PlanningContext): readonly PlannedCase[] {
  const { origin } = planning.settings;
  const principal = planning.principals.active
    .toSorted((one, other) => planning.principals.freedom(other) - planning.principals.freedom(one))
    .find((candidate) => simplestFor(planning, candidate));
  if (!principal) {
    const blocked = { why: 'no live principal without a list may call a safe operation', needs: 'a principal without from (principals)' };
    return [{ variant: 'free', cost: 0, blocked }];
  }
  const others = restricted(planning.principals).flatMap((mate) => borders(mate, origin).map(({ address }) => address));
  return shotsAs(planning, principal, [
    'free',
    ...others
      .filter((address) => address !== origin?.usual)
      .slice(0, 2)
      .map((address) => `free ${address}`),
  ]);
}
