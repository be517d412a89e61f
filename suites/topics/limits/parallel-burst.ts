import type { Contract } from '../../../spec/contract.ts';
import type { Plan, Window } from '../../../spec/quotas.ts';
import type { Case, Evidence, NamedProbes } from '../../engine/evidence.ts';
import { inRequests, isOverLimit, servedSurplus, type CountedWindow, type Exhaustion } from '../../expectations/limiter.ts';
import { retrySeconds } from '../../expectations/quota.ts';
import { servedBy, type Burst, type SendingContext } from '../../engine/scenario-context.ts';
import { planOf } from '../../expectations/rate-fields.ts';
import { principalNamed, operationOf, type Planned, type PlanningContext, type Scenario } from '../../engine/scenario.ts';
import { acceptableSeconds, canShiftPhase, shiftPhase } from './use-up.ts';
import { burnerOf, countedWindows, lackingBurner, shortestOf, spendingOperations } from './spending.ts';

/** Plans whose shortest window allows more requests than this are left to the scenario window-exhaustion: more in parallel is a load test. */
const most = 120;

/** How many requests go out in parallel. */
const beyond = (window: Window) => window.limit + Math.max(5, Math.ceil(window.limit / 4));

export interface ParallelBurstCase extends Case {
  readonly window: CountedWindow;
}

export interface ParallelBurstProbes extends NamedProbes {
  /** The first rejection, or the last success if nothing was rejected. */
  readonly last: Evidence | undefined;
}

export interface ParallelBurstFacts {
  /** The same once more, in another phase of the window, if more was served than from an unused quota. */
  readonly again?: Omit<Exhaustion, 'fresh'>;
}

export const parallelBurst: Scenario<ParallelBurstCase, ParallelBurstProbes, ParallelBurstFacts> = {
  name: 'parallel-burst',
  description: 'Sends more parallel requests than the shortest window of a plan allows, as an expendable principal.',
  // The quiet time after it also serves the exact count of window-exhaustion.
  waits: 2,
  cases: (planning) => planning.contract.plans.flatMap((plan) => caseOf(planning, plan)),
  async play(context, cases) {
    for (const testCase of cases) {
      const principal = principalNamed(context.principals, testCase.principal);
      const { window } = testCase;
      await context.reset(principal);
      const { samples, last, wait } = await volley(context, testCase);
      const rest = Math.max(...countedWindows(planOf(context, testCase)!, testCase.operation).map(({ seconds }) => seconds));
      const isSurplus = servedSurplus({ window, samples, ...(wait !== undefined && { wait }) }) !== undefined;
      const again = isSurplus && canShiftPhase(context, window, rest);
      if (again) await shiftPhase(context, principal, window, rest);
      const second = again ? await volley(context, testCase) : undefined;
      const facts = second && {
        again: { window, samples: second.samples, ...(second.wait !== undefined && { wait: second.wait }) },
      };
      context.observe(testCase, { controls: [], probes: { last }, samples, ...(facts && { facts }) });
    }
  },
};

/** Parallel requests; if none is rejected, requests one by one find the first rejection. */
async function volley(context: SendingContext, testCase: ParallelBurstCase): Promise<Burst & { readonly wait?: number }> {
  const { window } = testCase;
  const operation = operationOf(context.contract, testCase.operation);
  const caller = context.principals.caller(principalNamed(context.principals, testCase.principal), operation);
  const together = () => context.burst(operation, caller, beyond(window), beyond(window));
  const first = await together();
  const none = first.samples.some(({ status }) => status < 400) ? undefined : retryOf(context.contract, first.last);
  // Nothing is left of the quota: once more when the server says so.
  const isLate = none !== undefined && none < acceptableSeconds;
  if (isLate) await context.pass(none + 1);
  const parallel = isLate ? await together() : first;
  const single =
    parallel.last && servedBy(operation)(parallel.last) ? await context.burst(operation, caller, window.limit * 2, 1) : undefined;
  const { last } = single ?? parallel;
  const wait = retryOf(context.contract, last);
  return { samples: [...parallel.samples, ...(single?.samples ?? [])], last, ...(wait !== undefined && { wait }) };
}

const retryOf = (contract: Contract, last: Evidence | undefined) =>
  last?.reply && isOverLimit(contract, last.reply) ? retrySeconds(contract, last.reply) : undefined;

function caseOf(planning: PlanningContext, plan: Plan): readonly Planned<ParallelBurstCase>[] {
  const burner = burnerOf(planning, plan);
  const operation = burner && spendingOperations(planning, plan, burner)[0];
  const window = shortestOf(operation ? countedWindows(plan, operation.id) : plan.windows.map((one) => inRequests(one, 1)));
  if (!window || window.limit > most) return [];
  const planned = {
    window,
    label: plan.name,
    words: `the shortest window of the plan ${plan.name}`,
    cost: beyond(window),
    permissions: ['burn'] as const,
  };
  if (burner && operation) return [{ ...planned, principal: burner.name, operation: operation.id }];
  return [{ ...planned, blocked: lackingBurner(plan, burner) }];
}
