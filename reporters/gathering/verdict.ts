import type { RequirementResult, Result, Verdict } from '../../suites/result/result.ts';
import { isUndecided } from './outcome.ts';

/** What the verdict depends on besides the requirements. */
export interface VerdictInput {
  readonly preflightFailed: boolean;
  /** The lowest level of which a failure makes the run exit 1. */
  readonly failOn: 'must' | 'should';
  readonly allowIncomplete: boolean;
  readonly interrupted: boolean;
  /** What went wrong in the harness itself, in one line. */
  readonly harnessError?: string | undefined;
  /** Ids of requirements that were planned and never reported. */
  readonly missingFindings: readonly string[];
  readonly baseline: Result['baseline'];
}

/** What a run comes to. */
export interface ExitDecision {
  readonly verdict: Verdict;
  readonly exit: Result['exit'];
}

/**
 * The verdict, and the exit code with its reason in plain words.
 *
 * The verdict says what is true of the target, the code what the caller wants to be told: the baseline, `failOn` and `allowIncomplete`
 * change the code only. Of several codes the first of 70, 130, 2, 4, 1, 5, 3 and 0 is given.
 */
export function decideVerdict(requirements: readonly RequirementResult[], circumstances: VerdictInput): ExitDecision {
  const facts = examine(requirements);
  return { verdict: verdictOf(facts, circumstances), exit: exitOf(facts, circumstances) };
}

/** Whether every failed check of a requirement is accepted by the baseline. */
export function isExcused(requirement: RequirementResult): boolean {
  const failed = requirement.checks.filter(({ outcome }) => outcome === 'fail');
  return failed.length > 0 && failed.every(({ excused }) => excused === true);
}

/** The requirements sorted into what the verdict asks about. */
interface Facts {
  readonly asked: number;
  readonly broken: readonly RequirementResult[];
  readonly failedMust: readonly RequirementResult[];
  readonly failedShould: readonly RequirementResult[];
  readonly undecidedMust: readonly RequirementResult[];
}

function examine(requirements: readonly RequirementResult[]): Facts {
  const failed = requirements.filter(({ outcome }) => outcome === 'fail');
  return {
    asked: requirements.filter(({ outcome }) => outcome !== 'not-applicable').length,
    broken: requirements.filter(({ outcome }) => outcome === 'error'),
    failedMust: failed.filter(({ level }) => level === 'MUST'),
    failedShould: failed.filter(({ level }) => level === 'SHOULD'),
    undecidedMust: requirements.filter((requirement) => requirement.level === 'MUST' && isUndecided(requirement)),
  };
}

function verdictOf(facts: Facts, circumstances: VerdictInput): Verdict {
  if (circumstances.preflightFailed) return 'unusable';
  if (circumstances.interrupted) return 'incomplete';
  if (facts.failedMust.length > 0) return 'non-conformant';
  const unsure = facts.asked === 0 || facts.broken.length > 0 || facts.undecidedMust.length > 0;
  if (unsure || circumstances.harnessError !== undefined || circumstances.missingFindings.length > 0) return 'incomplete';
  return facts.failedShould.length > 0 ? 'conformant-with-warnings' : 'conformant';
}

function exitOf(facts: Facts, circumstances: VerdictInput): Result['exit'] {
  const { harnessError, interrupted, missingFindings, preflightFailed, baseline, allowIncomplete } = circumstances;
  const { failedMust, failedShould, undecidedMust, broken } = facts;
  const missing = `${amount(missingFindings.length, 'planned requirement')} never reported: ${list(missingFindings)}`;
  const error = harnessError ?? (!interrupted && missingFindings.length > 0 ? missing : undefined);
  if (error !== undefined) return { code: 70, reason: `the harness failed: ${error}`, error };
  if (broken.length > 0) {
    return { code: 70, reason: `the harness failed in ${amount(broken.length, 'requirement')}: ${list(broken.map(({ id }) => id))}` };
  }
  if (interrupted) return { code: 130, reason: interruptedReason(facts) };
  if (facts.asked === 0) return { code: 2, reason: 'no check was selected: nothing that applies is left of the catalogue' };
  if (preflightFailed) return { code: 4, reason: 'preflight failed: nothing is said about conformance' };
  const counted = [...failedMust, ...(circumstances.failOn === 'should' ? failedShould : [])].filter((failed) => !isExcused(failed));
  if (counted.length > 0) return { code: 1, reason: failedReason(counted) };
  if (baseline.stale + baseline.expired > 0) return { code: 5, reason: baselineReason(baseline) };
  if (undecidedMust.length > 0 && !allowIncomplete) return { code: 3, reason: undecidedReason(undecidedMust) };
  return { code: 0, reason: goodReason(facts) };
}

function goodReason({ failedMust, failedShould, undecidedMust }: Facts): string {
  const reservations = [
    ...(failedMust.length > 0 ? [`${failedMust.length} MUST failed as the baseline accepts`] : []),
    ...(undecidedMust.length > 0 ? [`${undecidedReason(undecidedMust)} (allowed)`] : []),
    ...(failedShould.length > 0 ? [`${failedShould.length} SHOULD failed (warnings)`] : []),
  ];
  return reservations.length > 0 ? reservations.join('; ') : 'all that applies was met';
}

function failedReason(failed: readonly RequirementResult[]): string {
  const levels = (['MUST', 'SHOULD'] as const)
    .map((level) => ({ level, times: failed.filter((requirement) => requirement.level === level).length }))
    .filter(({ times }) => times > 0);
  const critical = failed.filter(({ severity }) => severity === 'critical').length;
  const share = failed.length === 1 ? ', critical' : `, ${critical} of them critical`;
  return `${levels.map(({ level, times }) => `${times} ${level}`).join(' and ')} failed${critical > 0 ? share : ''}`;
}

function undecidedReason(undecided: readonly RequirementResult[]): string {
  const kinds = (['inconclusive', 'blocked', 'error'] as const)
    .map((kind) => ({ kind, times: undecided.filter(({ outcome }) => outcome === kind).length }))
    .filter(({ times }) => times > 0);
  return `${undecided.length} MUST undecided: ${kinds.map(({ kind, times }) => `${times} ${kind}`).join(', ')}`;
}

function interruptedReason({ failedMust }: Facts): string {
  return failedMust.length > 0 ? `interrupted, after ${failedReason(failedMust)}` : 'interrupted before the end';
}

function baselineReason({ stale, expired }: Result['baseline']): string {
  const parts = [...(stale > 0 ? [`${stale} stale`] : []), ...(expired > 0 ? [`${expired} expired`] : [])];
  return `the baseline has entries to remove or renew: ${parts.join(', ')}`;
}

function amount(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function list(ids: readonly string[]): string {
  return ids.length > 3 ? `${ids.slice(0, 3).join(', ')} and ${ids.length - 3} more` : ids.join(', ');
}
