import type { CheckResult, RequirementResult, Result } from '../../suites/result/result.ts';
import type { Pair, ChangeStanding } from './change.ts';

/**
 * Every check of either run beside its counterpart, in the order of the later run. Where a run asked nothing of a requirement, the requirement
 * itself stands for each of its checks, so that what is blocked as a whole is not lost.
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
    return { id, requirement, ...(was && { before: was }), ...(is && { now: is }) };
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
  return {
    outcome,
    ...(code !== undefined && { code }),
    ...(reason !== undefined && { reason }),
    ...(where !== undefined && { where }),
    ...(expected !== undefined && { expected }),
    ...(observed !== undefined && { observed }),
    ...(fingerprint !== undefined && { fingerprint }),
    ...(excused === true && { excused }),
  };
}
