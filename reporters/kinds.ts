import type { CheckResult, RequirementResult } from '../suites/result/result.ts';
import { grouped } from './digest/grouped.ts';
import { isUndecided } from './gathering/outcome.ts';

/** Checks that say the same thing, told once. */
export interface ReportKind {
  /** The check that stands for all of them. */
  readonly example: CheckResult;
  readonly checks: readonly CheckResult[];
}

/** The failed checks of a requirement, those with the same reason, place, expectation and observation together. */
function failedKinds({ checks }: RequirementResult): readonly ReportKind[] {
  return kinds(checks.filter(({ outcome }) => outcome === 'fail'));
}

/** The undecided checks of a requirement, those with the same outcome, reason and want together. */
function undecidedKinds({ checks }: RequirementResult): readonly ReportKind[] {
  return kinds(checks.filter(isUndecided));
}

/** What would decide the undecided checks of a requirement, each want once. */
export function wants(requirement: RequirementResult): readonly string[] {
  return [...new Set(undecidedKinds(requirement).map(({ example }) => example.needs ?? example.reason ?? 'no reason given'))];
}

/** The checks of a requirement that its outcome is about: the failed ones of a failure, else the undecided ones. */
export function tellingKinds(requirement: RequirementResult): readonly ReportKind[] {
  return requirement.outcome === 'fail' ? failedKinds(requirement) : undecidedKinds(requirement);
}

function kinds(checks: readonly CheckResult[]): readonly ReportKind[] {
  const alike = grouped(checks, ({ outcome, reason, where, expected, observed, needs }) =>
    JSON.stringify([outcome, reason, where, expected, observed, needs]),
  );
  return [...alike.values()].map((some) => ({ example: some[0]!, checks: some }));
}
