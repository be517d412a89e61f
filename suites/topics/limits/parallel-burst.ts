import type { Contract, Plan, Window } from '../../../spec/contract.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import { principalNamed, operationOf, simplestFor, type PlannedCase, type PlanningContext, type Scenario } from '../../engine/scenario.ts';

/** Plans whose shortest window allows more than this many requests are left to `exhaustion`: more at once is a load test. */
const most = 120;

/** So many more than the window allows are sent at once. */
const beyond = (window: Window) => window.limit + Math.max(5, Math.ceil(window.limit / 4));

/** The probe is the first refusal, had one by one where the rush met none. */
export const parallelBurst: Scenario = {
  name: 'parallel-burst',
  description: 'Sends more requests at once than the shortest window of a plan allows, as an expendable principal.',
  cases: (planning) => planning.contract.plans.filter((plan) => shortest(plan).limit <= most).map((plan) => shotOf(planning, plan)),
  async play(context, cases) {
    for (const testCase of cases) {
      const principal = principalNamed(context.principals, testCase.principal);
      const operation = operationOf(context.contract, testCase.operation);
      const window = shortestOf(context.contract, principal.plan)!;
      const fresh = await context.reset(principal);
      const caller = context.principals.caller(principal, operation);
      const rush = await context.burst(operation, caller, beyond(window), beyond(window));
      const refused = rush.last && isSuccess(rush.last) ? await context.burst(operation, caller, window.limit * 2, 1) : rush;
      const samples = refused === rush ? rush.samples : [...rush.samples, ...refused.samples];
      context.observe(testCase, { controls: [], probes: refused.last ? [refused.last] : [], samples, facts: { fresh } });
    }
  },
};

const shortest = ({ windows }: Plan): Window => windows.toSorted((one, other) => one.seconds - other.seconds)[0]!;

/** The shortest window of a plan. */
export function shortestOf(contract: Contract, name: string | undefined): Window | undefined {
  const plan = contract.plans.find((candidate) => candidate.name === name);
  return plan && shortest(plan);
}

function shotOf(planning: PlanningContext, plan: Plan): PlannedCase {
  const burner = planning.principals.all.find(
    (principal) => principal.expendable && principal.state === 'active' && principal.plan === plan.name && principal.from === undefined,
  );
  const operation = burner && simplestFor(planning, burner);
  const planned = { variant: plan.name, cost: beyond(shortest(plan)), permissions: ['burn'] as const };
  if (burner && operation) return { ...planned, principal: burner.name, operation: operation.id };
  return {
    ...planned,
    blocked: {
      why: `no expendable principal of the plan ${plan.name} is at hand`,
      needs: `a principal with plan: ${plan.name} and expendable: true (principals)`,
    },
  };
}
