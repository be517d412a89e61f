import type { Plan, Window } from '../../../spec/contract.ts';
import type { Evidence, Shot, Tick } from '../../engine/evidence.ts';
import { retrySeconds } from '../../expectations/quota.ts';
import type { Caller } from '../../principals/principals.ts';
import type { Actor } from '../../engine/settings.ts';
import { isSuccess, type Stage, type Volley } from '../../engine/scenario-context.ts';
import type { Operation } from '../../../spec/contract.ts';
import { forwardingFields } from '../address/forwarded-address.ts';
import { disguises, strangers } from './forwarded-for.ts';
import { actorOf, operationOf, plainestFor, type PlannedShot, type Plot, type Scene } from '../../engine/scenario.ts';

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
export const exhaustion: Scene = {
  name: 'window-exhaustion',
  says: 'Spends a window of an expendable principal of each plan to its end, one window at a time, and waits until it is served again.',
  shots: (plot) => plot.contract.plans.flatMap((plan) => plan.windows.toSorted(byLength).map((window) => shotOf(plot, plan, window))),
  async play(stage, shots) {
    for (const shot of shots) await exhaust(stage, shot);
  },
};

/** What it takes to spend a window and to see what comes of it. */
const costOf = ({ limit }: Window) => limit + 7;

const byLength = (one: Window, other: Window) => one.seconds - other.seconds;

function shotOf(plot: Plot, plan: Plan, window: Window): PlannedShot {
  const burner = plot.roster.actors.find(
    (actor) => actor.expendable && actor.state === 'active' && actor.plan === plan.name && actor.from === undefined,
  );
  const operation = burner && plainestFor(plot, burner);
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

async function exhaust(stage: Stage, shot: Shot): Promise<void> {
  const actor = actorOf(stage.roster, shot.principal);
  const operation = operationOf(stage.contract, shot.operation);
  const caller = stage.roster.caller(actor, operation);
  const windows = stage.contract.plans.find(({ name }) => name === actor.plan)!.windows.toSorted(byLength);
  const window = windows.find(({ label }) => label.replace('/', ' per ') === shot.variant)!;
  const left = stage.settings.budget.requests - stage.allowance.sent();
  if (costOf(window) > left) {
    const why = `${window.label} takes about ${costOf(window)} requests to spend, and ${Math.max(0, left)} of the budget are left`;
    stage.take(shot, { controls: [], probes: [], undecided: { why, outcome: 'blocked', needs: 'a larger budget (budget.requests)' } });
    return;
  }
  const reset = await stage.reset(actor);
  const longest = Math.max(...windows.map(({ seconds }) => seconds));
  const fresh = reset || longest <= brief;
  const shorter = windows.filter(({ seconds }) => seconds < window.seconds);
  const rest = fresh ? longest : Math.max(0, ...shorter.map(({ seconds }) => seconds));
  if (!reset && rest > 0) await stage.pass(rest + 1);
  const { ticks, refused } = await spend(stage, operation, caller, window, shorter);
  if (!refused?.reply || isSuccess(refused)) {
    stage.take(shot, { controls: [], probes: refused ? [refused] : [], ticks, facts: { fresh } });
    return;
  }
  const headers = disguises.flatMap((field) => forwardingFields[field]!(strangers[0]!));
  const disguised = await stage.send(operation, { caller, headers, unpaced: true });
  const again = await laterRefusal(stage, operation, caller, refused);
  const outsider = await otherAccount(stage, actor);
  const wait =
    (again ?? refused).reply?.status === 429 ? (retrySeconds(stage.contract, (again ?? refused).reply!) ?? window.seconds) : window.seconds;
  const waited = Math.min(wait, window.seconds) + 1;
  const mayWait = stage.target.capabilities.advance !== undefined || stage.settings.slow || waited <= bearable;
  if (mayWait) await stage.pass(waited);
  const served = mayWait ? await stage.send(operation, { caller, unpaced: true, role: 'control' }) : undefined;
  stage.take(shot, {
    controls: [],
    probes: [refused, disguised, ...(again ? [again] : []), ...(outsider ? [outsider] : []), ...(served ? [served] : [])],
    ticks,
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
async function open(stage: Stage, operation: Operation, caller: Caller, window: Window): Promise<Volley> {
  if (window.seconds < begun * 4 || window.limit < 2) return { ticks: [], last: undefined };
  const opening = await stage.volley(operation, caller, 1, 1);
  if (opening.last && isSuccess(opening.last)) await stage.pass(begun);
  return opening;
}

/**
 * Spends a window to its end without tripping a shorter one: never more than those allow in one go, then their length of rest.
 * Twice the limit and one more must be refused by any kind of limiter, if they come within its length: what is long overdue comes fast.
 */
async function spend(stage: Stage, operation: Operation, caller: Caller, window: Window, shorter: readonly Window[]) {
  const step = Math.min(window.limit, ...shorter.map(({ limit }) => limit));
  const rest = Math.max(0, ...shorter.map(({ seconds }) => seconds));
  const opening = await open(stage, operation, caller, window);
  const ticks: Tick[] = [...opening.ticks];
  let refused = opening.last;
  let used = ticks.length;
  while (ticks.length <= window.limit * 2 && (refused === undefined || isSuccess(refused))) {
    const left = window.limit - ticks.length;
    const late = left <= -careful;
    const overdue = late ? atOnce : 1;
    const round = rest === 0 && left <= 0 ? overdue : Math.min(step - used, left > 0 ? left : step);
    used = 0;
    const quick = late ? round : left > 0 ? Math.max(0, round - careful) : 0;
    for (const [count, parallel] of [[quick, atOnce] as const, [round - quick, 1] as const]) {
      if (count === 0 || (refused && !isSuccess(refused))) continue;
      const volley = await stage.volley(operation, caller, count, parallel);
      ticks.push(...volley.ticks);
      refused = volley.last;
    }
    if (refused === undefined || refused.trouble) break;
    if (rest > 0 && isSuccess(refused)) await stage.pass(rest + 1);
  }
  return { ticks, refused };
}

/** The retry time must get shorter: seen only where the clock can be moved a little. */
async function laterRefusal(stage: Stage, operation: Operation, caller: Caller, refused: Evidence): Promise<Evidence | undefined> {
  const wait = refused.reply?.status === 429 ? retrySeconds(stage.contract, refused.reply) : undefined;
  if (wait === undefined || wait < 6) return undefined;
  await stage.pass(2);
  return stage.send(operation, { caller, unpaced: true });
}

async function otherAccount(stage: Stage, actor: Actor): Promise<Evidence | undefined> {
  const other = stage.roster.active.find((candidate) => candidate.account !== actor.account && plainestFor(stage, candidate) !== undefined);
  const operation = other && plainestFor(stage, other);
  return operation && stage.send(operation, { caller: stage.roster.caller(other, operation), role: 'control' });
}
