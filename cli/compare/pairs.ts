import { defined } from '../../spec/defined.ts';
import type { CheckResult, RequirementResult, Result } from '../../suites/result/result.ts';
import type { Pair, ChangeStanding } from './change.ts';

/**
 * Pairs the checks of two runs, in the order of the later run. If a requirement has no checks in a run, for example because it is blocked, its
 * own outcome is used for each of its checks.
 */
export function pairsOf(old: Result, latest: Result): readonly Pair[] {
  const before = new Map(old.requirements.map((requirement) => [requirement.id, requirement]));
  const now = new Map(latest.requirements.map((requirement) => [requirement.id, requirement]));
  return [...new Set([...now.keys(), ...before.keys()])].flatMap((id) => pairsOfOne(before.get(id), now.get(id)));
}

function pairsOfOne(before: RequirementResult | undefined, now: RequirementResult | undefined): readonly Pair[] {
  const requirement = (now ?? before)!;
  const ids = new Set([...(now?.checks ?? []), ...(before?.checks ?? [])].map(({ id }) => id));
  return [...(ids.size > 0 ? ids : new Set([requirement.id]))].map((id) => {
    const [was, is] = [standingIn(before, id), standingIn(now, id)];
    return defined({ id, requirement, before: was, now: is });
  });
}

function standingIn(requirement: RequirementResult | undefined, id: string): ChangeStanding | undefined {
  if (requirement === undefined) return undefined;
  const judged = requirement.checks.length === 0 ? requirement : requirement.checks.find((check) => check.id === id);
  return judged && standingOf(judged);
}

function standingOf(judged: Pick<CheckResult, 'outcome' | 'reason'> & Partial<CheckResult>): ChangeStanding {
  const { outcome, reason, where, expected, observed, fingerprint, excused, mismatch, cause } = judged;
  const code = mismatch?.code ?? cause?.code;
  return defined({ outcome, code, reason, where, expected, observed, fingerprint, excused: excused === true || undefined });
}
