/**
 * Rate limit headers of one response, and of several in a row.
 *
 * @module
 */
import type { Contract, Json, Plan, ResponsePlace, Window } from '../../spec/contract.ts';
import { headerValues } from '../../spec/message.ts';
import type { CheckContext, Mismatch } from '../engine/check.ts';
import type { Evidence, Case } from '../engine/evidence.ts';
import type { WrittenTime } from '../words/limits.ts';
import { reportedQuota, targetSeconds, valueText, valueAtPlace, wholeNumber, type ReportedQuota } from './quota.ts';
import { replyOf } from './response.ts';
import { isHttpDate } from './fields.ts';

/** Times are rounded to whole seconds on both sides. */
export const roundingSeconds = 2;

/** The plan of a case's principal, if the configuration names it and the document has it. */
export function planOf({ contract, principals }: Pick<CheckContext, 'contract' | 'principals'>, { principal }: Case): Plan | undefined {
  const plan = principals.all.find(({ name }) => name === principal)?.plan;
  return contract.plans.find(({ name }) => name === plan);
}

/** The server's time in a response, in seconds since the epoch. */
export const timeAt = (evidence: Evidence) => targetSeconds(replyOf(evidence), evidence.startedAt / 1000);

/** Each documented header occurs once; limit and remaining are whole numbers. */
export function expectFields(evidence: Evidence, { rateLimit }: Contract): readonly Mismatch[] {
  const { limit, remaining, reset } = rateLimit;
  const fields = [
    ...limit.map((place) => ({ place, whole: true })),
    ...remaining.map((place) => ({ place, whole: true })),
    ...reset.map((place) => ({ place, whole: false })),
  ];
  return fields.flatMap(({ place, whole }) => expectField(evidence, place, whole));
}

function expectField(evidence: Evidence, { header, expression: at }: ResponsePlace, whole: boolean): readonly Mismatch[] {
  if (header === undefined) return [];
  const exchange = evidence.id;
  const [first, ...others] = headerValues(replyOf(evidence).headers, header);
  if (first === undefined) return [{ code: 'rate-limit-header-missing', at, expected: { kind: 'once' }, exchange }];
  const actual = [first, ...others].join(', ');
  if (others.length > 0) return [{ code: 'rate-limit-header-repeated', at, expected: { kind: 'once' }, actual, exchange }];
  if (!whole || wholeNumber(first) !== undefined) return [];
  return [{ code: 'not-a-whole-number', at, expected: { kind: 'form', form: 'whole-number' }, actual, exchange }];
}

/** How a time is written. */
export function formOf(value: Json | undefined): WrittenTime {
  const text = valueText(value);
  if (/^\d{12,}$/.test(text)) return 'epoch-milliseconds';
  if (/^\d{10,11}$/.test(text)) return 'epoch-seconds';
  if (/^\d+$/.test(text)) return 'delta-seconds';
  if (/^\d+\.\d+$/.test(text)) return 'decimal';
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return 'iso-8601';
  return isHttpDate(text) ? 'http-date' : 'other';
}

/** The windows of the plan that have the reported limit. */
export const windowsReported = (plan: Plan, { limit }: ReportedQuota): readonly Window[] =>
  plan.windows.filter((window) => window.limit === limit);

/** The reset is at most this many seconds from now. */
export function expectResetWithin(evidence: Evidence, contract: Contract, seconds: number): readonly Mismatch[] {
  const { resetAt } = reportedQuota(contract, replyOf(evidence));
  if (resetAt === undefined) return [];
  const ahead = resetAt - timeAt(evidence);
  if (ahead >= -roundingSeconds && ahead <= seconds + roundingSeconds) return [];
  const place = contract.rateLimit.reset[0]!;
  return [
    {
      code: ahead < 0 ? 'reset-in-the-past' : 'reset-too-late',
      at: place.expression,
      expected: { kind: 'from-now', least: 0, most: seconds },
      ...actualAt(place, evidence),
      exchange: evidence.id,
      details: { seconds: Math.abs(ahead) },
    },
  ];
}

/** The value at a place of a response, as a mismatch shows it. */
export function actualAt(place: ResponsePlace, evidence: Evidence): Pick<Mismatch, 'actual'> {
  const actual = valueAtPlace(place, replyOf(evidence));
  return actual === undefined ? {} : { actual };
}

/** Whether two responses report the ends of different windows. A time that counts from now is rounded anew in each of them. */
function isMoved(before: ReportedQuota, after: ReportedQuota, { rateLimit }: Contract): boolean {
  if (before.resetAt === undefined || after.resetAt === undefined) return before.resetAt !== after.resetAt;
  return Math.abs(after.resetAt - before.resetAt) > (rateLimit.resetForm === 'delta-seconds' ? 1 : 0);
}

/** Two consecutive responses whose remaining counts can be compared. */
export interface QuotaChange {
  /** The remaining counts, and the ids of the exchanges that report them. */
  readonly before: number;
  readonly after: number;
  readonly first: string;
  readonly second: string;
  /** By how much the remaining count fell. */
  readonly fell: number;
  /** Whether the reset changed. */
  readonly moved: boolean;
  readonly seconds: number;
}

/** Consecutive responses that report the same limit and a remaining count. */
export function quotaChanges(probes: readonly Evidence[], contract: Contract): readonly QuotaChange[] {
  return probes.slice(1).flatMap((probe, index): readonly QuotaChange[] => {
    const previous = probes[index]!;
    const [before, after] = [reportedQuota(contract, replyOf(previous)), reportedQuota(contract, replyOf(probe))];
    if (before.remaining === undefined || after.remaining === undefined || before.limit !== after.limit) return [];
    return [
      {
        before: before.remaining,
        after: after.remaining,
        first: previous.id,
        second: probe.id,
        fell: before.remaining - after.remaining,
        moved: isMoved(before, after, contract),
        seconds: (probe.startedAt - previous.startedAt) / 1000,
      },
    ];
  });
}

/** The remaining count fell by one between two responses: what was sent in between was not charged. */
export function expectUncharged(step: QuotaChange | undefined, { rateLimit }: Contract): readonly Mismatch[] | undefined {
  if (!step || step.moved || step.fell < 1) return undefined;
  if (step.fell === 1) return [];
  const { before, after, first, second } = step;
  return [
    {
      code: 'rejection-charged',
      at: rateLimit.remaining[0]!.expression,
      expected: { kind: 'change', exchange: first, by: -1, exact: true },
      actual: after,
      exchange: second,
      details: { before, after },
    },
  ];
}

/**
 * Whether the remaining count fell by less than the served requests take, less the units that the limiter gave back in between. A
 * limiter that refills steadily shows whole units, so that one more can seem to remain.
 */
export function fellTooLittle(fell: number, requests: number, freed: number): boolean {
  return fell < requests && fell <= requests - freed - 1;
}
