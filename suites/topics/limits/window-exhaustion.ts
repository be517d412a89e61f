import type { Operation, Plan, Window } from '../../../spec/contract.ts';
import type { Evidence, Case, NamedProbes, Sample } from '../../engine/evidence.ts';
import { retrySeconds } from '../../expectations/quota.ts';
import type { Caller } from '../../principals/principals.ts';
import type { Principal } from '../../engine/settings.ts';
import { isSuccess, type ScenarioContext, type SendingContext, type Burst } from '../../engine/scenario-context.ts';
import { forwardingHeaders } from '../address/forwarded-address.ts';
import { limiterHeaders, unusedAddresses } from './forwarded-for.ts';
import { principalNamed, operationOf, simplestFor, type Planned, type PlanningContext, type Scenario } from '../../engine/scenario.ts';

/** Waiting this long for a window is acceptable without a clock hook. */
const acceptableSeconds = 61;
/** A plan whose longest window is no longer than this is left alone for as long: then nothing of it is used. */
const briefSeconds = 10;
/** The number of requests before a limit that are sent one by one, because the count must be exact. */
const careful = 3;
/** The number of parallel requests before that. */
const atOnce = 12;

export interface ExhaustionCase extends Case {
  readonly window: Window;
}

export interface ExhaustionProbes extends NamedProbes {
  /** The first rejection, or the last success if nothing was rejected. */
  readonly last?: Evidence | undefined;
  /** A call after the rejection that names a different address in forwarding headers. */
  readonly forwarded?: Evidence;
  /** One more call, two seconds after the rejection. */
  readonly later?: Evidence | undefined;
  /** A call of a different account. */
  readonly otherAccount?: Evidence | undefined;
  /** A call after the announced wait. */
  readonly afterWait?: Evidence | undefined;
}

export interface ExhaustionFacts {
  /** Whether the quota was unused at the start. */
  readonly fresh: boolean;
  /** The announced wait, and how long the run waited, in seconds. */
  readonly announced?: number;
  readonly waited?: number;
}

export const windowExhaustion: Scenario<ExhaustionCase, ExhaustionProbes, ExhaustionFacts> = {
  name: 'window-exhaustion',
  description:
    'Uses up one window after the other of an expendable principal of each plan, until a request is rejected, and waits until requests are served again.',
  cases: (planning) =>
    planning.contract.plans.flatMap((plan) => plan.windows.toSorted(byLength).map((window) => caseOf(planning, plan, window))),
  async play(context, cases) {
    for (const testCase of cases) await exhaust(context, testCase);
  },
};

type ExhaustionContext = ScenarioContext<ExhaustionCase, ExhaustionProbes, ExhaustionFacts>;

/** The number of requests to use up a window and to observe the effects. */
const costOf = ({ limit }: Window) => limit + 7;

const byLength = (one: Window, other: Window) => one.seconds - other.seconds;

function caseOf(planning: PlanningContext, plan: Plan, window: Window): Planned<ExhaustionCase> {
  const burner = planning.principals.all.find(
    (principal) => principal.expendable && principal.state === 'active' && principal.plan === plan.name && principal.from === undefined,
  );
  const operation = burner && simplestFor(planning, burner);
  const shorter = plan.windows.filter(({ seconds }) => seconds < window.seconds);
  const waits = shorter.reduce((sum, { limit, seconds }) => Math.max(sum, (Math.ceil(window.limit / limit) + 1) * seconds), 0);
  const planned = {
    window,
    label: window.label.replace('/', ' per '),
    words: `the window ${window.label}`,
    cost: costOf(window),
    permissions: ['burn'] as const,
    ...(waits + window.seconds > acceptableSeconds && { waits: waits + window.seconds }),
  };
  if (burner && operation) return { ...planned, principal: burner.name, operation: operation.id };
  const why = burner ? `${burner.name} may call no safe operation` : `there is no expendable principal of the plan ${plan.name}`;
  return { ...planned, blocked: { why, needs: `a principal with plan: ${plan.name} and expendable: true (principals)` } };
}

async function exhaust(context: ExhaustionContext, testCase: ExhaustionCase): Promise<void> {
  const { window } = testCase;
  const principal = principalNamed(context.principals, testCase.principal);
  const operation = operationOf(context.contract, testCase.operation);
  const caller = context.principals.caller(principal, operation);
  const { windows } = context.contract.plans.find(({ name }) => name === principal.plan)!;
  const left = Math.max(0, context.settings.budget.requests - context.budget.sent());
  if (costOf(window) > left) {
    const cause = { code: 'budget-too-small', window: window.label, requests: costOf(window), left } as const;
    context.undecided(testCase, { outcome: 'blocked', cause, needs: 'a larger budget (budget.requests)' });
    return;
  }
  const reset = await context.reset(principal);
  const longest = Math.max(...windows.map(({ seconds }) => seconds));
  const fresh = reset || longest <= briefSeconds;
  const shorter = windows.filter(({ seconds }) => seconds < window.seconds);
  const rest = fresh ? longest : Math.max(0, ...shorter.map(({ seconds }) => seconds));
  if (!reset && rest > 0) await context.pass(rest + 1);
  const { samples, last } = await useUp(context, operation, caller, window, shorter);
  if (!last?.reply || isSuccess(last)) {
    context.observe(testCase, { controls: [], probes: { last }, samples, facts: { fresh } });
    return;
  }
  const headers = limiterHeaders.flatMap((header) => forwardingHeaders[header].lines(unusedAddresses[0]!));
  const forwarded = await context.send(operation, { caller, headers, unpaced: true });
  const later = await laterRejection(context, operation, caller, last);
  const otherAccount = await callOtherAccount(context, principal);
  const { reply } = later ?? last;
  const announced = reply?.status === 429 ? (retrySeconds(context.contract, reply) ?? window.seconds) : window.seconds;
  const waited = Math.min(announced, window.seconds) + 1;
  const mayWait = context.target.capabilities.advance !== undefined || context.settings.slow || waited <= acceptableSeconds;
  if (mayWait) await context.pass(waited);
  const afterWait = mayWait ? await context.send(operation, { caller, unpaced: true, role: 'control' }) : undefined;
  context.observe(testCase, {
    controls: [],
    probes: { last, forwarded, later, otherAccount, afterWait },
    samples,
    facts: { fresh, waited, announced },
  });
}

/** The number of seconds after its first request when a window has clearly begun. */
const begunSeconds = 3;

/** The first request of a window, and enough time to distinguish it from those that follow; nothing if the window is too short. */
async function open(context: SendingContext, operation: Operation, caller: Caller, window: Window): Promise<Burst> {
  if (window.seconds < begunSeconds * 4 || window.limit < 2) return { samples: [], last: undefined };
  const opening = await context.burst(operation, caller, 1, 1);
  if (opening.last && isSuccess(opening.last)) await context.pass(begunSeconds);
  return opening;
}

/**
 * Uses up a window without exceeding a shorter one: never more requests than those allow in one go, then a pause of their length. Any kind of
 * limiter must reject twice the limit and one more within the window: what is long overdue is sent fast.
 */
async function useUp(
  context: SendingContext,
  operation: Operation,
  caller: Caller,
  window: Window,
  shorter: readonly Window[],
): Promise<Burst> {
  const step = Math.min(window.limit, ...shorter.map(({ limit }) => limit));
  const rest = Math.max(0, ...shorter.map(({ seconds }) => seconds));
  const opening = await open(context, operation, caller, window);
  const samples: Sample[] = [...opening.samples];
  let { last } = opening;
  let used = samples.length;
  while (samples.length <= window.limit * 2 && (last === undefined || isSuccess(last))) {
    const left = window.limit - samples.length;
    const late = left <= -careful;
    const overdue = late ? atOnce : 1;
    const round = rest === 0 && left <= 0 ? overdue : Math.min(step - used, left > 0 ? left : step);
    used = 0;
    const quick = late ? round : left > 0 ? Math.max(0, round - careful) : 0;
    for (const [count, parallel] of [[quick, atOnce] as const, [round - quick, 1] as const]) {
      if (count === 0 || (last && !isSuccess(last))) continue;
      const burst = await context.burst(operation, caller, count, parallel);
      samples.push(...burst.samples);
      last = burst.last;
    }
    if (last === undefined || last.trouble) break;
    if (rest > 0 && isSuccess(last)) await context.pass(rest + 1);
  }
  return { samples, last };
}

/** The retry time must get shorter: only a wait that is long enough can show it. */
async function laterRejection(
  context: SendingContext,
  operation: Operation,
  caller: Caller,
  rejection: Evidence,
): Promise<Evidence | undefined> {
  const wait = rejection.reply?.status === 429 ? retrySeconds(context.contract, rejection.reply) : undefined;
  if (wait === undefined || wait < 6) return undefined;
  await context.pass(2);
  return context.send(operation, { caller, unpaced: true });
}

async function callOtherAccount(context: SendingContext, principal: Principal): Promise<Evidence | undefined> {
  const other = context.principals.active.find(
    (candidate) => candidate.account !== principal.account && simplestFor(context, candidate) !== undefined,
  );
  const operation = other && simplestFor(context, other);
  return operation && context.send(operation, { caller: context.principals.caller(other, operation), role: 'control' });
}
