import { withNoun } from '../digest/with-noun.ts';
import { exitCodes } from '../../suites/result/exit-code.ts';
import type { RequirementResult, Result, Verdict } from '../../suites/result/result.ts';
import { isUndecided, notTestedAmong } from './outcome.ts';

/** What the verdict depends on, apart from the requirements. */
export interface VerdictInput {
  readonly profile: Result['profile'];
  readonly preflightFailed: boolean;
  /** Whether no operation of the document requires a credential. */
  readonly allPublic?: boolean | undefined;
  /** The lowest level with failures that make the run exit with 1. */
  readonly failOn: 'must' | 'should';
  readonly allowIncomplete: boolean;
  readonly interrupted: boolean;
  /** An error of auth-conformance itself, in one line. */
  readonly harnessError?: string | undefined;
  /** Ids of requirements that were planned but not reported. */
  readonly missingFindings: readonly string[];
  /** The shards of the run whose results were not merged: `2/3`. */
  readonly missingShards?: readonly string[] | undefined;
  /** Whether it is the result of one shard: the others may have everything that applies. */
  readonly isShard?: boolean | undefined;
  readonly baseline: Result['baseline'];
}

/** The verdict and the exit code. */
export interface ExitDecision {
  readonly verdict: Verdict;
  readonly exit: Result['exit'];
}

/**
 * The verdict, and the exit code with its reason.
 *
 * The baseline, `failOn` and `allowIncomplete` change only the exit code. If several codes fit, the first of 70, 130, 2, 4, 1, 5, 3 and 0 is used.
 */
export function decideVerdict(requirements: readonly RequirementResult[], circumstances: VerdictInput): ExitDecision {
  const facts = examine(requirements, circumstances.profile);
  return { verdict: verdictOf(facts, circumstances), exit: exitOf(facts, circumstances) };
}

/** Whether the baseline accepts every failed check of a requirement. */
export function isExcused(requirement: RequirementResult): boolean {
  const failed = requirement.checks.filter(({ outcome }) => outcome === 'fail');
  return failed.length > 0 && failed.every(({ excused }) => excused === true);
}

/** The requirements, sorted for the verdict. */
interface Facts {
  readonly applicable: number;
  readonly broken: readonly RequirementResult[];
  readonly failedMust: readonly RequirementResult[];
  readonly failedShould: readonly RequirementResult[];
  readonly undecidedMust: readonly RequirementResult[];
  /** How many have no principal or client, and are not among the undecided. */
  readonly notTested: number;
}

function examine(requirements: readonly RequirementResult[], profile: Result['profile']): Facts {
  const failed = requirements.filter(({ outcome }) => outcome === 'fail');
  const notTested = notTestedAmong(requirements, profile);
  return {
    applicable: requirements.filter(({ outcome }) => outcome !== 'not-applicable').length,
    broken: requirements.filter(({ outcome }) => outcome === 'error'),
    failedMust: failed.filter(({ level }) => level === 'MUST'),
    failedShould: failed.filter(({ level }) => level === 'SHOULD'),
    undecidedMust: requirements.filter(
      (requirement) => requirement.level === 'MUST' && isUndecided(requirement) && !notTested.has(requirement),
    ),
    notTested: notTested.size,
  };
}

function verdictOf(facts: Facts, circumstances: VerdictInput): Verdict {
  if (circumstances.preflightFailed) return 'unusable';
  if (circumstances.interrupted) return 'incomplete';
  if (facts.failedMust.length > 0) return 'non-conformant';
  if ((circumstances.missingShards ?? []).length > 0) return 'incomplete';
  const unsure = facts.applicable === 0 || facts.broken.length > 0 || facts.undecidedMust.length > 0;
  if (unsure || circumstances.harnessError !== undefined || circumstances.missingFindings.length > 0) return 'incomplete';
  return facts.failedShould.length > 0 ? 'conformant-with-warnings' : 'conformant';
}

function exitOf(facts: Facts, circumstances: VerdictInput): Result['exit'] {
  const { harnessError, interrupted, missingFindings, preflightFailed, baseline, allowIncomplete } = circumstances;
  const { failedMust, failedShould, undecidedMust, broken } = facts;
  const missing = `${withNoun(missingFindings.length, 'planned requirement')} not reported: ${list(missingFindings)}`;
  const error = harnessError ?? (!interrupted && missingFindings.length > 0 ? missing : undefined);
  if (error !== undefined) return { code: exitCodes.harness, reason: `the harness failed: ${error}`, harnessError: error };
  if (broken.length > 0) {
    return {
      code: exitCodes.harness,
      reason: `the harness failed in ${withNoun(broken.length, 'requirement')}: ${list(broken.map(({ id }) => id))}`,
    };
  }
  if (interrupted) return { code: exitCodes.interrupted, reason: interruptedReason(facts) };
  const absent = circumstances.missingShards ?? [];
  if (facts.applicable === 0 && circumstances.isShard === true && !preflightFailed)
    return { code: 0, reason: 'nothing that applies falls to this shard' };
  if (facts.applicable === 0 && absent.length === 0)
    return { code: exitCodes.usage, reason: circumstances.allPublic === true ? nothingToCheck : 'no applicable requirement is selected' };
  if (preflightFailed) return { code: exitCodes.unusable, reason: 'preflight failed, no conformance result' };
  const decisive = [...failedMust, ...(circumstances.failOn === 'should' ? failedShould : [])].filter((failed) => !isExcused(failed));
  if (decisive.length > 0) return { code: exitCodes.failed, reason: failedReason(decisive) };
  if (baseline.stale + baseline.expired > 0) return { code: exitCodes.baseline, reason: baselineReason(baseline) };
  if (absent.length > 0) return { code: exitCodes.incomplete, reason: missingReason(absent) };
  if (undecidedMust.length > 0 && !allowIncomplete) return { code: exitCodes.incomplete, reason: undecidedReason(undecidedMust) };
  return { code: exitCodes.good, reason: goodReason(facts) };
}

const nothingToCheck =
  'the document declares no authentication, and nothing that is selected applies without it: add securitySchemes and security to it, or with --overlay';

function goodReason({ failedMust, failedShould, undecidedMust, notTested }: Facts): string {
  const reservations = [
    ...(failedMust.length > 0 ? [`${failedMust.length} MUST failed, accepted by the baseline`] : []),
    ...(undecidedMust.length > 0 ? [`${undecidedReason(undecidedMust)} (allowed)`] : []),
    ...(failedShould.length > 0 ? [`${failedShould.length} SHOULD failed (warnings)`] : []),
  ];
  if (notTested === 0) return reservations.length > 0 ? reservations.join('; ') : 'all applicable requirements passed';
  const rest = `${notTested} not tested: no principal or client is configured for ${notTested === 1 ? 'it' : 'them'}`;
  return [...(reservations.length > 0 ? reservations : ['all tested requirements passed']), rest].join('; ');
}

function failedReason(failed: readonly RequirementResult[]): string {
  const levels = (['MUST', 'SHOULD'] as const)
    .map((level) => ({ level, times: failed.filter((requirement) => requirement.level === level).length }))
    .filter(({ times }) => times > 0);
  const critical = failed.filter(({ severity }) => severity === 'critical').length;
  const share = failed.length === critical ? ', critical' : `, ${critical} critical`;
  return `${levels.map(({ level, times }) => `${times} ${level}`).join(' and ')} failed${critical > 0 ? share : ''}`;
}

function undecidedReason(undecided: readonly RequirementResult[]): string {
  const kinds = (['inconclusive', 'blocked', 'error'] as const)
    .map((kind) => ({ kind, times: undecided.filter(({ outcome }) => outcome === kind).length }))
    .filter(({ times }) => times > 0);
  return `${undecided.length} MUST undecided: ${kinds.map(({ kind, times }) => `${times} ${kind}`).join(', ')}`;
}

function missingReason(shards: readonly string[]): string {
  const one = shards.length === 1;
  return `${one ? 'shard' : 'shards'} ${shards.join(', ')} missing: run ${one ? 'it' : 'them'}, and merge again`;
}

function interruptedReason({ failedMust }: Facts): string {
  return failedMust.length > 0 ? `interrupted, after ${failedReason(failedMust)}` : 'interrupted before the end';
}

function baselineReason({ stale, expired }: Result['baseline']): string {
  const parts = [...(stale > 0 ? [`${stale} stale`] : []), ...(expired > 0 ? [`${expired} expired`] : [])];
  return `the baseline has entries to remove or renew: ${parts.join(', ')}`;
}

function list(ids: readonly string[]): string {
  return ids.length > 3 ? `${ids.slice(0, 3).join(', ')} and ${ids.length - 3} more` : ids.join(', ');
}
