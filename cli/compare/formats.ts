import type { Comparison } from './comparison.ts';
import { renderMarkdown } from './markdown.ts';
import { describeComparison } from './text.ts';

/** The forms that a comparison is printed in. */
export const comparisonFormats = {
  text: describeComparison,
  json: (comparison: Comparison) => `${JSON.stringify(comparison, undefined, 2)}\n`,
  markdown: renderMarkdown,
} as const;

export type ComparisonFormat = keyof typeof comparisonFormats;
