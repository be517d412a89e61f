import type { CheckResult, Outcome, RequirementResult, Result } from '../../suites/result/result.ts';

type Level = RequirementResult['level'];

/** Worst first. A failed SHOULD or MAY weighs less than an undecided one. */
const WORST_FIRST: { readonly [level in Level]: readonly Outcome[] } = {
  MUST: ['error', 'fail', 'inconclusive', 'blocked', 'pass'],
  SHOULD: ['error', 'inconclusive', 'blocked', 'fail', 'pass'],
  MAY: ['error', 'inconclusive', 'blocked', 'fail', 'pass'],
};

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
 * The outcome of a requirement: the worst of its checks that apply. Blocked checks are ignored, except with the profile `full` or if no other
 * check was decided. Without checks it is an `error`.
 */
export function judge(level: Level, checks: readonly Pick<CheckResult, 'outcome'>[], profile: Result['profile']): Judgement {
  const applicable = checks.filter(({ outcome }) => outcome !== 'not-applicable');
  const decided = applicable.filter(isDecided).length;
  const weighed = profile === 'full' || decided === 0 ? applicable : applicable.filter(({ outcome }) => outcome !== 'blocked');
  const worst = WORST_FIRST[level].find((candidate) => weighed.some(({ outcome }) => outcome === candidate));
  return { outcome: worst ?? (checks.length > 0 ? 'not-applicable' : 'error'), decided, total: applicable.length };
}
