import type { Contract, Place } from '../contract.ts';
import type { LintFinding, LintRule } from './rule.ts';
import { SEVERITIES } from './rule.ts';
import { lintRules } from './rules.ts';

/** A finding with the rule that made it, and where it stands. */
export interface PlacedFinding extends Omit<LintFinding, 'at'> {
  readonly rule: LintRule;
  /** At least one. */
  readonly places: readonly Place[];
}

/**
 * Examines what a document says about authentication: errors first, then in the order of the rules.
 * @param place Where what stands at a pointer was written.
 */
export function lint(contract: Contract, place: (pointer: string) => Place): readonly PlacedFinding[] {
  const found = lintRules.flatMap((rule) => rule.find(contract).map(({ at, ...finding }) => ({ ...finding, rule, places: at.map(place) })));
  return SEVERITIES.flatMap((severity) => found.filter(({ rule }) => rule.severity === severity));
}
