import type { CheckResult, RequirementResult } from '../suites/result/result.ts';
import { grouped } from './digest/grouped.ts';
import { isUndecided } from './gathering/outcome.ts';

/** Checks with the same finding. */
export interface ReportKind {
  /** One of them, shown for all. */
  readonly example: CheckResult;
  readonly checks: readonly CheckResult[];
}

/** The failed checks of a requirement, grouped by reason, place, expected and observed value, and by what the baseline says. */
function failedKinds({ checks }: RequirementResult): readonly ReportKind[] {
  return kinds(checks.filter(({ outcome }) => outcome === 'fail'));
}

/** The undecided checks of a requirement, grouped by outcome, reason and need. */
function undecidedKinds({ checks }: RequirementResult): readonly ReportKind[] {
  return kinds(checks.filter(isUndecided));
}

/** What the undecided checks of a requirement need. */
export function needsOf(requirement: RequirementResult): readonly string[] {
  return [...new Set(undecidedKinds(requirement).map(({ example }) => example.needs ?? example.reason ?? 'no reason given'))];
}

/** The checks that decide the outcome of a requirement: the failed ones of a failure, else the undecided ones. */
export function decisiveKinds(requirement: RequirementResult): readonly ReportKind[] {
  return requirement.outcome === 'fail' ? failedKinds(requirement) : undecidedKinds(requirement);
}

function kinds(checks: readonly CheckResult[]): readonly ReportKind[] {
  const alike = grouped(checks, ({ outcome, reason, where, expected, observed, needs, accepted }) =>
    JSON.stringify([outcome, reason, where, expected, observed, needs, accepted]),
  );
  return [...alike.values()].map((some) => ({ example: some[0]!, checks: some }));
}
