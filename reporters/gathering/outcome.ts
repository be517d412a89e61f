import type { CheckResult, Outcome, RequirementResult, Result } from '../../suites/result/result.ts';

/** Worst first: what failed has failed, whatever else is undecided. */
const worstFirst: readonly Outcome[] = ['error', 'fail', 'inconclusive', 'blocked', 'pass'];

/** The outcome of the checks of a requirement. */
interface Judgement {
  readonly outcome: Outcome;
  /** How many of them passed or failed. */
  readonly decided: number;
  /** How many of them apply. */
  readonly total: number;
}

/** Whether a check passed or failed. */
function isDecided({ outcome }: { readonly outcome: Outcome }): boolean {
  return outcome === 'pass' || outcome === 'fail';
}

/** Whether something applies but neither passed nor failed. */
export function isUndecided({ outcome }: { readonly outcome: Outcome }): boolean {
  return outcome === 'inconclusive' || outcome === 'blocked' || outcome === 'error';
}

/**
 * The requirements without a decided check because the configuration has no principal or client for them. They do not make a run incomplete,
 * except with the profile `full`, which stands for the whole catalogue, and except in a run that decided nothing.
 */
export function notTestedAmong(requirements: readonly RequirementResult[], profile: Result['profile']): ReadonlySet<RequirementResult> {
  if (profile === 'full' || !requirements.some(isDecided)) return new Set();
  const lacksOnly = (checks: readonly CheckResult[]) => checks.length > 0 && checks.every(({ cause }) => cause?.code === 'not-configured');
  return new Set(requirements.filter(({ outcome, checks }) => outcome === 'blocked' && lacksOnly(checks.filter(isUndecided))));
}

/**
 * The outcome of a requirement: the worst of its checks that apply. Blocked checks are ignored, except with the profile `full` or if no other
 * check was decided. Without checks it is an `error`.
 */
export function judge(checks: readonly Pick<CheckResult, 'outcome'>[], profile: Result['profile']): Judgement {
  const applicable = checks.filter(({ outcome }) => outcome !== 'not-applicable');
  const decided = applicable.filter(isDecided).length;
  const weighed = profile === 'full' || decided === 0 ? applicable : applicable.filter(({ outcome }) => outcome !== 'blocked');
  const worst = worstFirst.find((candidate) => weighed.some(({ outcome }) => outcome === candidate));
  return { outcome: worst ?? (checks.length > 0 ? 'not-applicable' : 'error'), decided, total: applicable.length };
}
