import type { Plan, Window } from '../../../spec/contract.ts';
import type { Evidence, Case, Sample } from '../../engine/evidence.ts';
import { retrySeconds } from '../../expectations/quota.ts';
import type { Caller } from '../../principals/principals.ts';
import type { Principal } from '../../engine/settings.ts';
import { isSuccess, type ScenarioContext, type Burst } from '../../engine/scenario-context.ts';
import type { Operation } from '../../../spec/contract.ts';
import { forwardingFields } from '../address/forwarded-address.ts';
import { forwardedFields, strangers } from './forwarded-for.ts';
import { principalNamed, operationOf, simplestFor, type PlannedCase, type PlanningContext, type Scenario } from '../../engine/scenario.ts';

/** Waiting this long for a burst window is bearable without a clock hook, in seconds. */
const bearable = 61;
/** A plan whose longest window is no longer than this many seconds is left alone for as long: then nothing of it is spent. */
const brief = 10;
/** So many requests before a limit go out one by one, where the count must be exact. */
const careful = 3;
/** So many requests are under way at once before that. */
const atOnce = 12;

/**
 * Probes: the first refusal; a call that names another address; another refusal two seconds later; a call of another account; a call after
 * the announced wait.
 * Facts: `fresh`, whether the quota was unspent at the start; `steps`, `waited`.
 */
export const windowExhaustion: Scenario = {
  name: 'window-exhaustion',
  description:
    'Spends a window of an expendable principal of each plan to its end, one window at a time, and waits until it is served again.',
  cases: (planning) =>
    planning.contract.plans.flatMap((plan) => plan.windows.toSorted(byLength).map((window) => shotOf(planning, plan, window))),
  async play(context, cases) {
    for (const testCase of cases) await exhaust(context, testCase);
  },
};

/** What it takes to spend a window and to see what comes of it. */
const costOf = ({ limit }: Window) => limit + 7;

const byLength = (one: Window, other: Window) => one.seconds - other.seconds;

function shotOf(planning: PlanningContext, plan: Plan, window: Window): PlannedCase {
  const burner = planning.principals.all.find(
    (principal) => principal.expendable && principal.state === 'active' && principal.plan === plan.name && principal.from === undefined,
  );
  const operation = burner && simplestFor(planning, burner);
  const shorter = plan.windows.filter(({ seconds }) => seconds < window.seconds);
  const waits = shorter.reduce((sum, { limit, seconds }) => Math.max(sum, (Math.ceil(window.limit / limit) + 1) * seconds), 0);
  const planned = {
    variant: window.label.replace('/', ' per '),
    cost: costOf(window),
    permissions: ['burn'] as const,
    ...(waits + window.seconds > bearable && { waits: waits + window.seconds }),
  };
  if (burner && operation) return { ...planned, principal: burner.name, operation: operation.id };
  const why = burner ? `no safe operation is open to ${burner.name}` : `no expendable principal of the plan ${plan.name} is at hand`;
  return { ...planned, blocked: { why, needs: `a principal with plan: ${plan.name} and expendable: true (principals)` } };
}

async function exhaust(context: ScenarioContext, testCase: Case): Promise<void> {
  const principal = principalNamed(context.principals, testCase.principal);
  const operation = operationOf(context.contract, testCase.operation);
  const caller = context.principals.caller(principal, operation);
  const windows = context.contract.plans.find(({ name }) => name === principal.plan)!.windows.toSorted(byLength);
  const window = windows.find(({ label }) => label.replace('/', ' per ') === testCase.variant)!;
  const left = context.settings.budget.requests - context.budget.sent();
  if (costOf(window) > left) {
    const why = `${window.label} takes about ${costOf(window)} requests to spend, and ${Math.max(0, left)} of the budget are left`;
    context.observe(testCase, {
      controls: [],
      probes: [],
      undecided: { why, outcome: 'blocked', needs: 'a larger budget (budget.requests)' },
    });
    return;
  }
  const reset = await context.reset(principal);
  const longest = Math.max(...windows.map(({ seconds }) => seconds));
  const fresh = reset || longest <= brief;
  const shorter = windows.filter(({ seconds }) => seconds < window.seconds);
  const rest = fresh ? longest : Math.max(0, ...shorter.map(({ seconds }) => seconds));
  if (!reset && rest > 0) await context.pass(rest + 1);
  const { ticks: samples, refused } = await spend(context, operation, caller, window, shorter);
  if (!refused?.reply || isSuccess(refused)) {
    context.observe(testCase, { controls: [], probes: refused ? [refused] : [], samples, facts: { fresh } });
    return;
  }
  const headers = forwardedFields.flatMap((field) => forwardingFields[field]!(strangers[0]!));
  const disguised = await context.send(operation, { caller, headers, unpaced: true });
  const again = await laterRefusal(context, operation, caller, refused);
  const outsider = await otherAccount(context, principal);
  const wait =
    (again ?? refused).reply?.status === 429
      ? (retrySeconds(context.contract, (again ?? refused).reply!) ?? window.seconds)
      : window.seconds;
  const waited = Math.min(wait, window.seconds) + 1;
  const mayWait = context.target.capabilities.advance !== undefined || context.settings.slow || waited <= bearable;
  if (mayWait) await context.pass(waited);
  const served = mayWait ? await context.send(operation, { caller, unpaced: true, role: 'control' }) : undefined;
  context.observe(testCase, {
    controls: [],
    probes: [refused, disguised, ...(again ? [again] : []), ...(outsider ? [outsider] : []), ...(served ? [served] : [])],
    samples,
    facts: {
      fresh,
      waited,
      announced: wait,
      window: window.label,
      disguised: disguised.id,
      ...(again && { again: again.id }),
      ...(outsider && { outsider: outsider.id }),
      ...(served && { served: served.id }),
    },
  });
}

/** So many seconds after its first request a window has clearly begun. */
const begun = 3;

/** The first request of a window, and time enough to tell those that follow from it; nothing of the kind where the window is too short. */
async function open(context: ScenarioContext, operation: Operation, caller: Caller, window: Window): Promise<Burst> {
  if (window.seconds < begun * 4 || window.limit < 2) return { samples: [], last: undefined };
  const opening = await context.burst(operation, caller, 1, 1);
  if (opening.last && isSuccess(opening.last)) await context.pass(begun);
  return opening;
}

/**
 * Spends a window to its end without tripping a shorter one: never more than those allow in one go, then their length of rest.
 * Twice the limit and one more must be refused by any kind of limiter, if they come within its length: what is long overdue comes fast.
 */
async function spend(context: ScenarioContext, operation: Operation, caller: Caller, window: Window, shorter: readonly Window[]) {
  const step = Math.min(window.limit, ...shorter.map(({ limit }) => limit));
  const rest = Math.max(0, ...shorter.map(({ seconds }) => seconds));
  const opening = await open(context, operation, caller, window);
  const samples: Sample[] = [...opening.samples];
  let refused = opening.last;
  let used = samples.length;
  while (samples.length <= window.limit * 2 && (refused === undefined || isSuccess(refused))) {
    const left = window.limit - samples.length;
    const late = left <= -careful;
    const overdue = late ? atOnce : 1;
    const round = rest === 0 && left <= 0 ? overdue : Math.min(step - used, left > 0 ? left : step);
    used = 0;
    const quick = late ? round : left > 0 ? Math.max(0, round - careful) : 0;
    for (const [count, parallel] of [[quick, atOnce] as const, [round - quick, 1] as const]) {
      if (count === 0 || (refused && !isSuccess(refused))) continue;
      const burst = await context.burst(operation, caller, count, parallel);
      samples.push(...burst.samples);
      refused = burst.last;
    }
    if (refused === undefined || refused.trouble) break;
    if (rest > 0 && isSuccess(refused)) await context.pass(rest + 1);
  }
  return { ticks: samples, refused };
}

/** The retry time must get shorter: seen only where the clock can be moved a little. */
async function laterRefusal(
  context: ScenarioContext,
  operation: Operation,
  caller: Caller,
  refused: Evidence,
): Promise<Evidence | undefined> {
  const wait = refused.reply?.status === 429 ? retrySeconds(context.contract, refused.reply) : undefined;
  if (wait === undefined || wait < 6) return undefined;
  await context.pass(2);
  return context.send(operation, { caller, unpaced: true });
}

async function otherAccount(context: ScenarioContext, principal: Principal): Promise<Evidence | undefined> {
  const other = context.principals.active.find(
    (candidate) => candidate.account !== principal.account && simplestFor(context, candidate) !== undefined,
  );
  const operation = other && simplestFor(context, other);
  return operation && context.send(operation, { caller: context.principals.caller(other, operation), role: 'control' });
}
