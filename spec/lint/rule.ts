/**
 * The parts of the document's own examination: rules, and what they find.
 *
 * @module
 */
import type { Contract } from '../contract.ts';
import type { Topic } from '../catalogue/requirement.ts';

/** `error`: the document contradicts itself or a standard. `warning`: a mistake in all likelihood. `note`: worth knowing. */
export const SEVERITIES = ['error', 'warning', 'note'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What could be said, or said better, at one place or at several alike. */
export interface LintFinding {
  /** JSON Pointers to existing parts of the document, at least one; the first stands for the finding. */
  readonly at: readonly string[];
  /** What is wrong or missing here. */
  readonly says: string;
  /** How to say it right, in an imperative sentence. */
  readonly fix: string;
  /** Lines of YAML that say it right. */
  readonly yaml?: string;
}

interface RuleOf<Section extends string> {
  readonly id: `lint/${string}`;
  readonly topic: Topic;
  readonly section: Section;
  readonly severity: Severity;
  /** One sentence that is true of a document without findings. */
  readonly says: string;
  /** Why it matters. */
  readonly why: string;
  readonly find: (contract: Contract) => readonly LintFinding[];
}

/** What a document leaves unsaid, and what the mock and the suites go by meanwhile. */
export type UnsaidRule = RuleOf<'unsaid'> & { readonly meanwhile: string };
/** What contradicts itself or a standard, or says something else than its author means. */
export type MistakeRule = RuleOf<'mistakes'> & { readonly meanwhile?: string };
export type LintRule = UnsaidRule | MistakeRule;

/** One finding for all of these places, and none where there are none. */
export function together(at: readonly string[], finding: Omit<LintFinding, 'at'>): readonly LintFinding[] {
  return at.length === 0 ? [] : [{ ...finding, at: [...new Set(at)] }];
}
