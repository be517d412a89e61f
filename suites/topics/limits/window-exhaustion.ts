import type { Operation } from '../../../spec/contract.ts';
import type { Evidence, NamedProbes, Sample } from '../../engine/evidence.ts';
import { groupBy } from '../../engine/group.ts';
import { unitsOf } from '../../../spec/plan.ts';
import {
  isLimitRejection,
  isRepeatedRejection,
  isServedSample,
  servedSurplus,
  toldRoom,
  type CountedWindow,
  type Exhaustion,
} from '../../expectations/limiter.ts';
import { planOf } from '../../expectations/rate-fields.ts';
import { retrySeconds } from '../../expectations/quota.ts';
import { createTestResources } from '../../principals/test-resources.ts';
import { countsByAddress } from '../../engine/quota-pacer.ts';
import type { Caller } from '../../principals/principals.ts';
import type { Principal } from '../../engine/settings.ts';
import { sampleOf } from '../../engine/recording.ts';
import { servedBy, type Burst, type ScenarioContext, type SendingContext } from '../../engine/scenario-context.ts';
import { exhaustionCost, exhaustionCases, mostOthers, type ExhaustionCase } from './exhaustion-cases.ts';
import { countedWindows } from './spending.ts';
import { canShiftPhase, canWait, rested, shiftPhase, useUp } from './use-up.ts';
import { forwardingHeaders } from '../address/forwarded-address.ts';
import { limiterHeaders, unusedAddresses } from './forwarded-for.ts';
import { principalNamed, operationOf, simplestFor, type Scenario } from '../../engine/scenario.ts';

/** How many more requests use up what a limiter gives back between two of them. */
const overtaking = 5;

export interface ExhaustionProbes extends NamedProbes {
  /** The first rejection, or the last success if nothing was rejected. */
  readonly last?: Evidence | undefined;
  /** A call after the rejection that names a different address in forwarding headers. */
  readonly forwarded?: Evidence;
  /** One more call, two seconds after the rejection. */
  readonly later?: Evidence | undefined;
  /** Calls of other operations after the rejection, while the window is used up. */
  readonly others?: readonly Evidence[];
  /** A call of a different account. */
  readonly otherAccount?: Evidence | undefined;
  /** A call after the announced wait. */
  readonly afterWait?: Evidence | undefined;
  /** What ended the count of requests, if they were counted once more after the wait, from an unused quota. */
  readonly counted?: Evidence | undefined;
}

export interface ExhaustionFacts {
  /** Whether the window was unused at the start, and no other window could reject. */
  readonly fresh: boolean;
  /** Whether the last response is a rejection by a limiter: a 429, or one that says so under another status. */
  readonly isLimit?: boolean;
  /** The announced wait, and how long the run waited, in seconds. */
  readonly announced?: number;
  readonly waited?: number;
  /** The same once more, in another phase of a window, if more was served than from an unused quota. */
  readonly again?: Omit<Exhaustion, 'fresh'>;
}

export const windowExhaustion: Scenario<ExhaustionCase, ExhaustionProbes, ExhaustionFacts> = {
  name: 'window-exhaustion',
  description:
    'Uses up one window after the other of an expendable principal of each plan, until a request is rejected, and waits until requests are served again.',
  waits: 3,
  cases: exhaustionCases,
  async play(context, cases) {
    const byPrincipal = countsByAddress(context.contract) ? [cases] : [...groupBy(cases, ({ principal }) => principal).values()];
    const rounds = Math.max(0, ...byPrincipal.map(({ length }) => length));
    for (let round = 0; round < rounds; round += 1)
      await playRound(
        context,
        byPrincipal.flatMap((own) => own[round] ?? []),
        round > 0,
      );
  },
};

type ExhaustionContext = ScenarioContext<ExhaustionCase, ExhaustionProbes, ExhaustionFacts>;

/** A case with what its requests need. */
interface Prepared {
  readonly testCase: ExhaustionCase;
  readonly principal: Principal;
  readonly operation: Operation;
  readonly caller: Caller;
  readonly window: CountedWindow;
  readonly shorter: readonly CountedWindow[];
  /** How long the principal must have been unused, as far as that is acceptable, in seconds. */
  readonly rest: number;
  readonly windows: readonly CountedWindow[];
}

function prepared(context: ExhaustionContext, testCase: ExhaustionCase): Prepared {
  const { window } = testCase;
  const principal = principalNamed(context.principals, testCase.principal);
  const operation = operationOf(context.contract, testCase.operation);
  const windows = countedWindows(planOf(context, testCase)!, testCase.operation);
  const lengths = windows.map(({ seconds }) => seconds);
  const acceptable = lengths.filter((seconds) => canWait(context, seconds));
  return {
    testCase,
    principal,
    operation,
    caller: context.principals.caller(principal, operation),
    window,
    shorter: windows.filter(({ seconds }) => seconds < window.seconds),
    rest: Math.max(0, ...acceptable),
    windows,
  };
}

/** One window of each principal: they rest at the same time, and wait at the same time. */
async function playRound(context: ExhaustionContext, cases: readonly ExhaustionCase[], rests: boolean): Promise<void> {
  const ready = cases.map((testCase) => prepared(context, testCase));
  if (rests && !context.target.capabilities.reset) for (const { principal, rest } of ready) await rested(context, principal, rest);
  const exhausted: Exhausted[] = [];
  for (const one of ready) {
    const found = await exhaust(context, one);
    if (found) exhausted.push(found);
    // With a clock to move, each waits for itself, so that the next begins as a fixed window does; else one pause is for all of them.
    if (context.target.capabilities.advance) await recoverAll(context, exhausted.splice(0));
  }
  await recoverAll(context, exhausted);
}

async function recoverAll(context: ExhaustionContext, exhausted: readonly Exhausted[]): Promise<void> {
  const all = await callLater(context, exhausted);
  for (const found of all.toSorted((one, other) => dueIn(context, one) - dueIn(context, other))) await recover(context, found);
}

/** A window that is used up. */
interface Exhausted extends Prepared {
  /** Whether every window of the plan had room for the whole window. */
  readonly fresh: boolean;
  /** Whether this window was unused at the start. */
  readonly isUnused: boolean;
  /** Whether its requests have to be counted again after a wait, because earlier use is not known and will have passed by then. */
  readonly countsAgain: boolean;
  readonly samples: readonly Sample[];
  readonly probes: ExhaustionProbes;
  /** The wait that the last rejection announced, or the length of the window, in seconds. */
  readonly announced: number;
}

async function exhaust(context: ExhaustionContext, one: Prepared): Promise<Exhausted | undefined> {
  const { testCase, principal, operation, caller, window, windows, shorter, rest } = one;
  const left = Math.max(0, context.settings.budget.requests - context.budget.sent());
  if (exhaustionCost(window) > left) {
    const cause = { code: 'budget-too-small', window: window.label, requests: exhaustionCost(window), left } as const;
    context.undecided(testCase, { outcome: 'blocked', cause, needs: { what: 'a larger budget', key: 'budget.requests' } });
    return undefined;
  }
  const reset = await context.reset(principal);
  const quiet = context.pacer.quietSeconds(principal.account);
  const { samples, last } = await useUp(context, operation, caller, window, shorter);
  const fresh = reset || isFresh(one, quiet, samples);
  const isUnused = reset || window.seconds < quiet || toldRoom(window, window.limit, samples);
  const countsAgain = window.seconds <= rest && (!isUnused || (!fresh && windows.every(({ seconds }) => seconds <= rest)));
  if (!last?.reply || servedBy(operation)(last)) {
    context.observe(testCase, { controls: [], probes: { last }, samples, facts: { fresh } });
    return undefined;
  }
  const others = await callOthers(context, one);
  const headers = limiterHeaders.flatMap((header) => forwardingHeaders[header].lines(unusedAddresses[0]!));
  let forwarded = await context.send(operation, { caller, headers, unpaced: true });
  // A limiter that refills fast serves this one; requests without a pause use up what it gave back.
  for (let tries = overtaking; tries > 0 && servedBy(operation)(forwarded); tries -= 1)
    forwarded = await context.send(operation, { caller, headers, unpaced: true });
  return { ...one, fresh, isUnused, countsAgain, samples, probes: { last, forwarded, others }, announced: window.seconds };
}

/** Whether no window of the plan can have been used before, after so many seconds of quiet or by what the first response says. */
const isFresh = ({ windows, window }: Prepared, quiet: number, samples: readonly Sample[]): boolean =>
  windows.every((other) => other.seconds < quiet || toldRoom(other, Math.min(other.limit, window.limit), samples));

/** The wait that the rejection of a limiter announces, in seconds. */
const waitOf = ({ contract }: SendingContext, { reply, operation }: Evidence) =>
  reply && isLimitRejection(contract, reply, operation) ? retrySeconds(contract, reply) : undefined;

/** A wait that is longer than announced by at most this many seconds still shows that the announced one suffices. */
const nearly = 15;

/**
 * The announced wait, at most the window; the length of a window that only the headers report is a guess. Slightly longer if the quota is
 * unused by then and its requests have to be counted.
 */
function waitedOf({ announced, window, testCase, rest, countsAgain }: Exhausted): number {
  const wait = (testCase.isAnnounced ? announced : Math.min(announced, window.seconds)) + 1;
  return countsAgain && rest + 1 - wait <= nearly ? Math.max(wait, rest + 1) : wait;
}

/** In how many seconds the wait of a principal is over. */
const dueIn = ({ pacer }: SendingContext, one: Exhausted) => waitedOf(one) - pacer.quietSeconds(one.principal.account);

/** Waits as announced, and calls again. */
async function recover(context: ExhaustionContext, one: Exhausted): Promise<void> {
  const { testCase, operation, caller, window, probes, announced, rest } = one;
  const waited = waitedOf(one);
  const mayWait = canWait(context, waited);
  if (mayWait) await context.pass(Math.max(0, Math.ceil(dueIn(context, one))));
  const quiet = context.pacer.quietSeconds(one.principal.account);
  const afterWait = mayWait ? await context.send(operation, { caller, unpaced: true, role: 'control' }) : undefined;
  const recount =
    one.countsAgain && afterWait && servedBy(operation)(afterWait) ? await countAgain(context, one, quiet, afterWait) : undefined;
  const { fresh, isUnused, samples, last } = recount ?? { ...one, last: probes.last };
  const wait = last && waitOf(context, last);
  const surplus = isUnused && servedSurplus({ window, samples, ...(wait !== undefined && { wait }) });
  const again = surplus && canShiftPhase(context, window, rest) ? await onceMore(context, one) : undefined;
  const isLimit =
    (probes.last?.reply !== undefined && isLimitRejection(context.contract, probes.last.reply, operation.id)) ||
    isRepeatedRejection(probes.last, probes.forwarded, probes.otherAccount) ||
    (probes.last?.reply?.status === operation.limited.status && samples.some(isServedSample));
  const facts = { fresh, isLimit, waited, announced, ...(again && { again }) };
  const counted = recount?.last;
  context.observe(testCase, { controls: [], probes: { ...probes, afterWait, ...(counted && { counted }) }, samples, facts });
}

/** Uses up a window again that is unused now, from the call after the wait on if that says so, else after a rest. */
async function countAgain(
  context: SendingContext,
  one: Prepared,
  quiet: number,
  afterWait: Evidence,
): Promise<(Pick<Exhausted, 'fresh' | 'isUnused' | 'samples'> & Pick<Burst, 'last'>) | undefined> {
  const { principal, operation, caller, window, shorter, rest } = one;
  const begun = { samples: [sampleOf(context.contract, operation, afterWait)], last: afterWait };
  const isUnused = window.seconds < quiet || toldRoom(window, window.limit, begun.samples);
  if (!isUnused) await rested(context, principal, rest);
  const rests = isUnused ? quiet : context.pacer.quietSeconds(principal.account);
  const { samples, last } = await useUp(context, operation, caller, window, shorter, isUnused ? begun : undefined);
  return { fresh: isFresh(one, rests, samples), isUnused: true, samples, last };
}

/** Uses up a window that was unused once more, in another phase. */
async function onceMore(
  context: SendingContext,
  { principal, operation, caller, window, shorter, rest }: Prepared,
): Promise<Omit<Exhaustion, 'fresh'>> {
  await shiftPhase(context, principal, window, rest);
  const { samples, last } = await useUp(context, operation, caller, window, shorter);
  const wait = last && waitOf(context, last);
  return { window, samples, ...(wait !== undefined && { wait }) };
}

/** Other operations that document the limit, once each: safe ones, and those that create an object if that is allowed. */
async function callOthers(context: ExhaustionContext, { principal, operation, testCase }: Prepared): Promise<readonly Evidence[]> {
  const { contract, principals, settings } = context;
  const plan = planOf(context, testCase)!;
  if (testCase.isOwn) return [];
  const mayWrite = settings.allow.writes && settings.profile !== 'safe';
  const creates = new Set(contract.collections.filter(({ putByClient }) => mayWrite && !putByClient).map(({ create }) => create));
  const candidates = contract.operations.filter(
    (one) =>
      one !== operation &&
      one.limited.documented &&
      unitsOf(plan, one.id) >= Math.max(1, unitsOf(plan, operation.id)) &&
      (creates.has(one.id) || (one.safe && !one.path.includes('{'))) &&
      !one.public &&
      principals.concerns(principal, one) &&
      principals.allows(principal, one),
  );
  const resources = createTestResources(context);
  const sent: Evidence[] = [];
  for (const one of candidates.toSorted((first, second) => Number(first.safe) - Number(second.safe)).slice(0, mostOthers)) {
    const call = await context.send(one, { caller: principals.caller(principal, one), unpaced: true });
    resources.notice(one, principal.account, call);
    sent.push(call);
  }
  return sent;
}

/** The pause after a rejection: the retry time must get shorter, which only a wait that is long enough can show. */
const laterSeconds = 2;

/** Calls once more after the pause, and as another account. */
async function callLater(context: SendingContext, exhausted: readonly Exhausted[]): Promise<readonly Exhausted[]> {
  const isTimed = ({ probes: { last } }: Exhausted) => ((last && waitOf(context, last)) ?? 0) >= 3 * laterSeconds;
  if (exhausted.some(isTimed)) await context.pass(laterSeconds);
  const called: Exhausted[] = [];
  for (const found of exhausted) {
    const { operation, caller, principal, probes, window } = found;
    const later = isTimed(found) ? await context.send(operation, { caller, unpaced: true }) : undefined;
    const otherAccount = await callOtherAccount(context, principal);
    const announced = waitOf(context, later ?? probes.last!) ?? window.seconds;
    called.push({ ...found, probes: { ...probes, later, otherAccount }, announced });
  }
  return called;
}

async function callOtherAccount(context: SendingContext, principal: Principal): Promise<Evidence | undefined> {
  if (countsByAddress(context.contract)) return undefined;
  const other = context.principals.active.find(
    (candidate) => candidate.account !== principal.account && simplestFor(context, candidate) !== undefined,
  );
  const operation = other && simplestFor(context, other);
  return operation && context.send(operation, { caller: context.principals.caller(other, operation), role: 'control', once: true });
}
