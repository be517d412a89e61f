import type { Contract, Plan, Window } from '../../../spec/contract.ts';
import type { Case, Evidence, NamedProbes } from '../../engine/evidence.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import { principalNamed, operationOf, simplestFor, type Planned, type PlanningContext, type Scenario } from '../../engine/scenario.ts';

/** Plans whose shortest window allows more requests than this are left to the scenario window-exhaustion: more in parallel is a load test. */
const most = 120;

/** How many requests go out in parallel. */
const beyond = (window: Window) => window.limit + Math.max(5, Math.ceil(window.limit / 4));

export interface ParallelBurstCase extends Case {
  readonly plan: string;
}

export interface ParallelBurstProbes extends NamedProbes {
  /** The first rejection, or the last success if nothing was rejected. */
  readonly last: Evidence | undefined;
}

export const parallelBurst: Scenario<ParallelBurstCase, ParallelBurstProbes> = {
  name: 'parallel-burst',
  description: 'Sends more parallel requests than the shortest window of a plan allows, as an expendable principal.',
  cases: (planning) => planning.contract.plans.filter((plan) => shortest(plan).limit <= most).map((plan) => caseOf(planning, plan)),
  async play(context, cases) {
    for (const testCase of cases) {
      const principal = principalNamed(context.principals, testCase.principal);
      const operation = operationOf(context.contract, testCase.operation);
      const window = shortestOf(context.contract, principal.plan)!;
      await context.reset(principal);
      const caller = context.principals.caller(principal, operation);
      const parallel = await context.burst(operation, caller, beyond(window), beyond(window));
      // If nothing was rejected, requests one by one find the first rejection.
      const single = parallel.last && isSuccess(parallel.last) ? await context.burst(operation, caller, window.limit * 2, 1) : undefined;
      const samples = [...parallel.samples, ...(single?.samples ?? [])];
      context.observe(testCase, { controls: [], probes: { last: (single ?? parallel).last }, samples });
    }
  },
};

const shortest = ({ windows }: Plan): Window => windows.toSorted((one, other) => one.seconds - other.seconds)[0]!;

/** The shortest window of a plan. */
export function shortestOf(contract: Contract, name: string | undefined): Window | undefined {
  const plan = contract.plans.find((candidate) => candidate.name === name);
  return plan && shortest(plan);
}

function caseOf(planning: PlanningContext, plan: Plan): Planned<ParallelBurstCase> {
  const burner = planning.principals.all.find(
    (principal) => principal.expendable && principal.state === 'active' && principal.plan === plan.name && principal.from === undefined,
  );
  const operation = burner && simplestFor(planning, burner);
  const planned = {
    plan: plan.name,
    label: plan.name,
    words: `the shortest window of the plan ${plan.name}`,
    cost: beyond(shortest(plan)),
    permissions: ['burn'] as const,
  };
  if (burner && operation) return { ...planned, principal: burner.name, operation: operation.id };
  return {
    ...planned,
    blocked: {
      why: `there is no expendable principal of the plan ${plan.name}`,
      needs: `a principal with plan: ${plan.name} and expendable: true (principals)`,
    },
  };
}
