/**
 * What the checks of a used-up window have in common.
 *
 * @module
 */
import type { Contract, Operation } from '../../../spec/contract.ts';
import { check, inconclusive, type CheckContext, type Judgement, type Undecided } from '../../engine/check.ts';
import type { Evidence, Observation, Sample } from '../../engine/evidence.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import { isServedSample, type Exhaustion } from '../../expectations/limiter.ts';
import { reportedQuota, retrySeconds, targetSeconds } from '../../expectations/quota.ts';
import { planOf } from '../../expectations/rate-fields.ts';
import { both, limitKnown, type LimitCondition } from './declared.ts';
import type { ExhaustionCase } from './exhaustion-cases.ts';
import { countedWindows } from './spending.ts';
import { windowExhaustion, type ExhaustionFacts, type ExhaustionProbes } from './window-exhaustion.ts';

export type ExhaustionObservation = Observation<ExhaustionCase, ExhaustionProbes, ExhaustionFacts>;
type ExhaustionCheck = Omit<Parameters<typeof check<ExhaustionCase, ExhaustionProbes, ExhaustionFacts>>[1], 'tolerates'>;

export const limited = (operation: Operation) => operation.limited;
export const withRetry: LimitCondition = (contract, settings) =>
  both(limitKnown(contract, settings), contract.rateLimit.retryAfter.length > 0 || 'the document declares no retry time');

/** The rejection that ended a burst; a server error is one only if it has a sign of a limiter. */
export const rejectionOf = ({
  probes: { last },
  facts,
}: {
  readonly probes: ExhaustionProbes;
  readonly facts?: ExhaustionFacts | undefined;
}) => (last?.reply && ((!isSuccess(last) && last.reply.status < 500) || facts?.isLimit) ? last : undefined);

/** The same observation with the rejection that ended the count of its requests. */
export const counting = <One extends { readonly probes: ExhaustionProbes }>(observation: One): One =>
  observation.probes.counted ? { ...observation, probes: { ...observation.probes, last: observation.probes.counted } } : observation;

/** A check of what used up a window: a 429 is expected, and limiters use other statuses too. */
export const exhausted = (rest: ExhaustionCheck) => check(windowExhaustion, { ...rest, tolerates: ['429', '5xx', 'gateway'] });

/** How a window was used up. An announced wait that was too short does not show when the window began. */
export function exhaustionOf(
  { case: testCase, probes, samples, facts }: ExhaustionObservation,
  { contract }: CheckContext,
): Exhaustion | undefined {
  if (!samples) return undefined;
  const reply = rejectionOf(counting({ probes, facts }))?.reply;
  const tooShort = probes.afterWait !== undefined && !isSuccess(probes.afterWait);
  const wait = reply && facts?.isLimit && !tooShort ? retrySeconds(contract, reply) : undefined;
  return { window: testCase.window, samples, fresh: facts?.fresh === true, ...(wait !== undefined && { wait }) };
}

/** A rejection that itself names a different window of the plan as used up says nothing about this one. */
export function otherWindowExhausted(
  { case: testCase, ...observation }: ExhaustionObservation,
  context: CheckContext,
): Undecided | undefined {
  const { window } = testCase;
  const reply = rejectionOf(observation)?.reply;
  const { limit, remaining } = reply ? reportedQuota(context.contract, reply) : {};
  const plan = planOf(context, testCase);
  const counted = plan ? countedWindows(plan, testCase.operation) : [];
  const other = counted.find((candidate) => candidate.quota === limit && candidate.seconds !== window.seconds);
  if (!other || limit === window.quota || remaining === undefined || remaining >= other.units) return undefined;
  return inconclusive({ code: 'other-window-exhausted', window: other.label });
}

/** Judges the rejection of the limiter; another requirement reports if there is none. */
export const rejectedWith =
  (
    judge: (rejection: Evidence, observation: ExhaustionObservation, context: CheckContext) => Judgement,
  ): ((observation: ExhaustionObservation, context: CheckContext) => Judgement) =>
  (observation, context) => {
    const rejection = rejectionOf(observation);
    return rejection && observation.facts?.isLimit ? judge(rejection, observation, context) : inconclusive({ code: 'no-429' });
  };

/** How far the reset of a response is ahead, in seconds. The length of a window that only headers report is otherwise a guess. */
export function reportedLength({ reply }: Evidence, contract: Contract): number {
  const { resetAt } = reply ? reportedQuota(contract, reply) : {};
  return reply && resetAt !== undefined ? resetAt - targetSeconds(reply, resetAt) : 0;
}

/** Whether a request was rejected like the one that found a window used up. */
export const isSameRejection = (one: Evidence | undefined, rejection: Evidence) => one?.reply?.status === rejection.reply?.status;

/** Times are whole seconds on both sides. */
const second = 1;

/** The served requests whose headers name the same limit and the same end of the window as the last of them. */
function lastWindow(samples: readonly Sample[]): readonly Sample[] {
  const served = samples.filter((sample) => isServedSample(sample) && sample.limit !== undefined && sample.resetAt !== undefined);
  const last = served.at(-1);
  return served.filter(({ limit, resetAt }) => limit === last?.limit && Math.abs(resetAt! - last!.resetAt!) <= second);
}

const unreported = ({ rateLimit: { limit, reset } }: Contract) =>
  limit.length > 0 && reset.length > 0
    ? inconclusive({ code: 'value-not-reported', value: 'limit and reset' })
    : inconclusive({ code: 'no-documented-quota' }, { what: 'the headers for limit and reset in the document' });

/** Within one reported window, no more requests are served than the reported limit, and what a bucket gives back meanwhile. */
export function announcedTooLow({ samples, window }: Exhaustion, last: Evidence | undefined, contract: Contract): Judgement {
  const own = lastWindow(samples);
  const [first] = own;
  if (!first) return unreported(contract);
  const limit = first.limit!;
  const refilled = Math.floor(((own.at(-1)!.at - first.at + second) * limit) / window.seconds);
  const most = limit + refilled;
  if (own.length <= most) return [];
  const expected = { kind: 'served', limit, seconds: window.seconds, most } as const;
  return [{ code: 'announced-limit-exceeded', expected, actual: own.length, ...(last && { exchange: last.id }), details: { limit } }];
}

/** No request is rejected in a reported window that has requests left. */
export function announcedTooHigh({ samples, window }: Exhaustion, rejection: Evidence, contract: Contract): Judgement {
  const own = lastWindow(samples);
  const [first] = own;
  if (!first) return unreported(contract);
  const left = Math.min(...own.map(({ remaining }) => remaining ?? 0));
  const refused = samples.find((sample) => !isServedSample(sample));
  if (left === 0 || !refused || refused.at >= first.resetAt! - second) return [];
  const served = samples.filter(isServedSample).length;
  const expected = { kind: 'served', limit: first.limit!, seconds: window.seconds, least: served + left } as const;
  return [{ code: 'rejected-before-announced-limit', expected, actual: served, exchange: rejection.id, details: { left } }];
}
