/**
 * Rate limit headers of one response, and of several in a row.
 *
 * @module
 */
import type { Contract } from '../../spec/contract.ts';
import type { Plan, ResponsePlace, Window } from '../../spec/quotas.ts';
import { headerValues } from '../../spec/message.ts';
import { ownWindowsOf, unitsOf, windowsFor } from '../../spec/plan.ts';
import { demandsRateHeader } from '../../spec/rate-headers.ts';
import { isRelative } from '../../spec/time-form.ts';
import { notApplicable, type CheckContext, type Mismatch } from '../engine/check.ts';
import type { Evidence, Case } from '../engine/evidence.ts';
import { reportedQuota, resetFormOf, targetSeconds, valueAtPlace, type ReportedQuota } from './quota.ts';
import { replyOf } from './response.ts';
import { valueText, wholeNumber } from './times.ts';

/** Times are rounded to whole seconds on both sides. */
export const roundingSeconds = 2;

/** The plan of a case's principal, if the configuration names it and the document has it, or the headers report one. */
export function planOf(context: Pick<CheckContext, 'contract' | 'principals' | 'settings'>, { principal }: Case): Plan | undefined {
  const { contract, principals, settings } = context;
  const plan = principals.all.find(({ name }) => name === principal)?.plan;
  return [...contract.plans, ...(settings.observedPlans ?? [])].find(({ name }) => name === plan);
}

/** The server's time in a response, in seconds since the epoch. */
export const timeAt = (evidence: Evidence) => targetSeconds(replyOf(evidence), evidence.startedAt / 1000);

/** Each header that the document demands occurs once; limit and remaining are whole numbers. Undefined if it demands none here. */
export function expectFields(evidence: Evidence, contract: Contract): readonly Mismatch[] | undefined {
  const { limit, remaining, reset } = contract.rateLimit;
  const operation = contract.operations.find(({ id }) => id === evidence.operation);
  const { status } = replyOf(evidence);
  const fields = [
    ...limit.map((place) => ({ place, whole: true })),
    ...remaining.map((place) => ({ place, whole: true })),
    ...reset.map((place) => ({ place, whole: false })),
  ];
  const demanded = fields.filter(({ place: { header } }) => header !== undefined && demandsRateHeader(contract, operation, status, header));
  return demanded.length === 0 ? undefined : demanded.flatMap(({ place, whole }) => expectField(evidence, place, whole));
}

/** Why the rate-limit headers of a response are not judged. */
export const noRateHeaders = notApplicable({
  code: 'nothing-to-check',
  what: 'rate limit header that the document declares for the response',
});

function expectField(evidence: Evidence, place: ResponsePlace, whole: boolean): readonly Mismatch[] {
  const { header, member, expression: at } = place;
  if (header === undefined) return [];
  const exchange = evidence.id;
  const values = member === undefined ? headerValues(replyOf(evidence).headers, header) : [valueAtPlace(place, replyOf(evidence))];
  const [first, ...others] = values.map((value) => (value === undefined ? undefined : valueText(value)));
  if (first === undefined) return [{ code: 'rate-limit-header-missing', at, expected: { kind: 'once' }, exchange }];
  const actual = [first, ...others].join(', ');
  if (others.length > 0) return [{ code: 'rate-limit-header-repeated', at, expected: { kind: 'once' }, actual, exchange }];
  if (!whole || wholeNumber(first) !== undefined) return [];
  return [{ code: 'not-a-whole-number', at, expected: { kind: 'form', form: 'whole-number' }, actual, exchange }];
}

/** The windows that count an operation and have the reported limit. */
export const windowsReported = (plan: Plan, { limit }: ReportedQuota, operation: string | undefined): readonly Window[] =>
  windowsFor(plan, operation).filter((window) => window.limit === limit);

/** How many units of the reported window a request of an operation takes; without a known plan, one. */
export function unitsReported(plan: Plan | undefined, { limit }: ReportedQuota, operation: string | undefined): number {
  if (!plan) return 1;
  const isPlans = limit === undefined || plan.windows.some((window) => window.limit === limit);
  return isPlans || !ownWindowsOf(plan, operation).some((window) => window.limit === limit) ? unitsOf(plan, operation) : 1;
}

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
  return Math.abs(after.resetAt - before.resetAt) > (isRelative(resetFormOf(rateLimit)) ? 1 : 0);
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
  /** Whether the reset that the first response announces came before the second. */
  readonly isOver: boolean;
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
        isOver: before.resetAt !== undefined && timeAt(probe) >= before.resetAt - 1,
        seconds: (probe.startedAt - previous.startedAt) / 1000,
      },
    ];
  });
}

/** The remaining count fell by what one request takes between two responses: what was sent in between was not charged. */
export function expectUncharged(
  { probes, case: testCase }: { readonly case: Case; readonly probes: { readonly before: Evidence; readonly after: Evidence } },
  context: CheckContext,
): readonly Mismatch[] | undefined {
  const { rateLimit } = context.contract;
  const [step] = quotaChanges([probes.before, probes.after], context.contract);
  const units = unitsReported(planOf(context, testCase), reportedQuota(context.contract, replyOf(probes.before)), testCase.operation);
  if (!step || step.moved || step.fell < Math.max(1, units)) return undefined;
  if (step.fell === units) return [];
  const { before, after, first, second } = step;
  return [
    {
      code: 'rejection-charged',
      at: rateLimit.remaining[0]!.expression,
      expected: { kind: 'change', exchange: first, by: -units, exact: true },
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
