import type { Contract, Place } from '../contract.ts';
import type { LintFinding, LintRule } from './rule.ts';
import { SEVERITIES } from './rule.ts';
import { lintRules } from './rules.ts';

/** A finding with its rule and locations. */
export interface PlacedFinding extends Omit<LintFinding, 'at'> {
  readonly rule: LintRule;
  /** At least one. */
  readonly places: readonly Place[];
}

/**
 * Applies all rules to a document. Findings are ordered by severity, then by rule.
 * @param place Locates a pointer.
 */
export function lint(contract: Contract, place: (pointer: string) => Place): readonly PlacedFinding[] {
  const found = lintRules.flatMap((rule) => rule.find(contract).map(({ at, ...finding }) => ({ ...finding, rule, places: at.map(place) })));
  return SEVERITIES.flatMap((severity) => found.filter(({ rule }) => rule.severity === severity));
}
