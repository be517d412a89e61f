/**
 * Lint rules and their findings.
 *
 * @module
 */
import type { Contract } from '../contract.ts';
import type { Topic } from '../catalogue/requirement.ts';

/** `error`: the document contradicts itself or a standard. `warning`: probably a mistake. `note`: worth knowing. */
export const SEVERITIES = ['error', 'warning', 'note'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A finding at one or several locations. */
export interface LintFinding {
  /** JSON Pointers to existing parts of the document, at least one; the first is the main location. */
  readonly at: readonly string[];
  /** What is wrong or missing. */
  readonly message: string;
  /** The fix, in an imperative sentence. */
  readonly fix: string;
  /** The fix as YAML. */
  readonly yaml?: string;
}

interface RuleOf<Section extends string> {
  readonly id: `lint/${string}`;
  readonly topic: Topic;
  readonly section: Section;
  readonly severity: Severity;
  /** One sentence that is true for a document without findings. */
  readonly statement: string;
  /** Why it matters. */
  readonly why: string;
  readonly find: (contract: Contract) => readonly LintFinding[];
}

/** Something that a document does not state, with the assumption of the mock and the suites in `meanwhile`. */
export type UndocumentedRule = RuleOf<'undocumented'> & { readonly meanwhile: string };
/** A contradiction or a probable mistake. */
export type MistakeRule = RuleOf<'mistakes'> & { readonly meanwhile?: string };
export type LintRule = UndocumentedRule | MistakeRule;

/** One finding for all of these locations; none without locations. */
export function together(at: readonly string[], finding: Omit<LintFinding, 'at'>): readonly LintFinding[] {
  return at.length === 0 ? [] : [{ ...finding, at: [...new Set(at)] }];
}
