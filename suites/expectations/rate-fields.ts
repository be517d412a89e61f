/**
 * The rate-limit fields of one answer, and of several in a row.
 *
 * @module
 */
import type { Contract, Json, Plan, ResponsePlace, Window } from '../../spec/contract.ts';
import { headerValues } from '../../spec/message.ts';
import type { CheckContext, AnyMismatch } from '../engine/check.ts';
import type { Evidence, Case } from '../engine/evidence.ts';
import { reportedQuota, targetSeconds, textOf, valueAtPlace, wholeNumber, type ReportedQuota } from './quota.ts';
import { replyOf } from './answer.ts';
import { isHttpDate } from './date.ts';

/** Rounding of times to whole seconds, on both sides, in seconds. */
export const rounding = 2;

/** The plan of a shot's principal, where the configuration names it and the document knows it. */
export function planOf({ contract, principals }: CheckContext, testCase: Case): Plan | undefined {
  const plan = principals.all.find(({ name }) => name === testCase.principal)?.plan;
  return contract.plans.find(({ name }) => name === plan);
}

/** The target's clock at an answer, in seconds since the epoch. */
export const timeAt = (evidence: Evidence) => targetSeconds(replyOf(evidence), evidence.startedAt / 1000);

/** Every documented field stands in the answer once; limit and remainder are whole numbers. */
export function expectFields(evidence: Evidence, { rateLimit }: Contract): readonly AnyMismatch[] {
  const { limit, remaining, reset } = rateLimit;
  const fields = [
    ...limit.map((place) => ({ place, whole: true })),
    ...remaining.map((place) => ({ place, whole: true })),
    ...reset.map((place) => ({ place, whole: false })),
  ];
  return fields.flatMap(({ place, whole }) => expectField(evidence, place, whole));
}

function expectField(evidence: Evidence, place: ResponsePlace, whole: boolean): readonly AnyMismatch[] {
  if (place.header === undefined) return [];
  const lines = headerValues(replyOf(evidence).headers, place.header);
  const where = place.expression;
  const answered = `(${evidence.operation}, ${replyOf(evidence).status})`;
  if (lines.length !== 1) {
    const actual = `${lines.length === 0 ? 'none' : lines.length} ${answered}`;
    return [{ reason: lines.length === 0 ? 'a field is missing' : 'a field stands twice', where, expected: 'one such field', actual }];
  }
  if (!whole || wholeNumber(lines[0]) !== undefined) return [];
  return [{ reason: 'no whole number', where, expected: 'digits', actual: `${lines[0]} ${answered}` }];
}

/** What form a time has, in words. */
export function formOf(value: Json | undefined): string {
  const text = textOf(value);
  if (/^\d{12,}$/.test(text)) return 'milliseconds since the epoch';
  if (/^\d{10,11}$/.test(text)) return 'epoch-seconds';
  if (/^\d+$/.test(text)) return 'delta-seconds';
  if (/^\d+\.\d+$/.test(text)) return 'a fraction';
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return 'an ISO 8601 date';
  return isHttpDate(text) ? 'http-date' : 'no time';
}

/** The windows of the plan that the reported limit could be of. */
export const windowsReported = (plan: Plan, { limit }: ReportedQuota): readonly Window[] =>
  plan.windows.filter((window) => window.limit === limit);

/** The reset lies between now and so many seconds from now. */
export function expectResetWithin(evidence: Evidence, contract: Contract, seconds: number): readonly AnyMismatch[] {
  const { resetAt } = reportedQuota(contract, replyOf(evidence));
  if (resetAt === undefined) return [];
  const ahead = resetAt - timeAt(evidence);
  if (ahead >= -rounding && ahead <= seconds + rounding) return [];
  const where = contract.rateLimit.reset[0]!.expression;
  return [
    {
      reason: ahead < 0 ? 'the reset is past' : 'the reset is too far away',
      where,
      expected: `0 to ${seconds} s from now`,
      actual: `${ahead} s from now`,
    },
  ];
}

/** Whether two answers report different ends of a window. A time that counts from now is rounded anew in each of them. */
function isMoved(before: ReportedQuota, after: ReportedQuota, { rateLimit }: Contract): boolean {
  if (before.resetAt === undefined || after.resetAt === undefined) return before.resetAt !== after.resetAt;
  return Math.abs(after.resetAt - before.resetAt) > (rateLimit.resetForm === 'delta-seconds' ? 1 : 0);
}

/** Consecutive answers whose quota can be compared: one window, no reset between them. */
export function steps(probes: readonly Evidence[], contract: Contract) {
  return probes.slice(1).flatMap((probe, index) => {
    const [before, after] = [reportedQuota(contract, replyOf(probes[index])), reportedQuota(contract, replyOf(probe))];
    if (before.remaining === undefined || after.remaining === undefined || before.limit !== after.limit) return [];
    const seconds = (probe.startedAt - probes[index]!.startedAt) / 1000;
    return [
      {
        fell: before.remaining - after.remaining,
        moved: isMoved(before, after, contract),
        seconds,
        after: after.remaining,
        before: before.remaining,
      },
    ];
  });
}

/**
 * Whether the remainder fell by less than that many served requests take, although so many units were given back meanwhile. What a limiter
 * gives back steadily it shows in whole units, so that one more may seem to be there.
 */
export function fellTooLittle(fell: number, requests: number, freed: number): boolean {
  return fell < requests && fell <= requests - freed - 1;
}

/** The value of a place as text, for a report. */
export const shown = (place: ResponsePlace, evidence: Evidence) => textOf(valueAtPlace(place, replyOf(evidence)));
