import type { CheckResult, Outcome, RequirementResult, Result } from '../../suites/result/result.ts';

type Level = RequirementResult['level'];

/** Worst first. What only should be so weighs less, when violated, than what could not be found out. */
const WORST_FIRST: { readonly [level in Level]: readonly Outcome[] } = {
  MUST: ['error', 'fail', 'inconclusive', 'blocked', 'pass'],
  SHOULD: ['error', 'inconclusive', 'blocked', 'fail', 'pass'],
  MAY: ['error', 'inconclusive', 'blocked', 'fail', 'pass'],
};

/** What the checks of one requirement come to. */
interface Judgement {
  readonly outcome: Outcome;
  /** How many of them passed or failed. */
  readonly decided: number;
  /** How many of them apply. */
  readonly total: number;
}

/** Whether a check found something out. */
function isDecided({ outcome }: { readonly outcome: Outcome }): boolean {
  return outcome === 'pass' || outcome === 'fail';
}

/** Whether something applies and yet was not found out. */
export function isUndecided({ outcome }: { readonly outcome: Outcome }): boolean {
  return outcome === 'inconclusive' || outcome === 'blocked' || outcome === 'error';
}

/**
 * The outcome of a requirement: the worst of its checks, those aside that do not apply. A blocked check is set aside too, except
 * under `full` and where nothing else was decided. Without any check it is an `error`, for somebody asked and nobody answered.
 */
export function judge(level: Level, checks: readonly Pick<CheckResult, 'outcome'>[], profile: Result['profile']): Judgement {
  const applicable = checks.filter(({ outcome }) => outcome !== 'not-applicable');
  const decided = applicable.filter(isDecided).length;
  const weighed = profile === 'full' || decided === 0 ? applicable : applicable.filter(({ outcome }) => outcome !== 'blocked');
  const worst = WORST_FIRST[level].find((candidate) => weighed.some(({ outcome }) => outcome === candidate));
  return { outcome: worst ?? (checks.length > 0 ? 'not-applicable' : 'error'), decided, total: applicable.length };
}
