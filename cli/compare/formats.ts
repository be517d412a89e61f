import type { ResultComparison } from './comparison.ts';
import { renderComparisonMarkdown } from './markdown.ts';
import { describeComparison } from './text.ts';

/** The output formats of a comparison. */
export const comparisonFormats = {
  text: describeComparison,
  json: (comparison: ResultComparison) => `${JSON.stringify(comparison, undefined, 2)}\n`,
  markdown: renderComparisonMarkdown,
} as const;

export type ComparisonFormat = keyof typeof comparisonFormats;
