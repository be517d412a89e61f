import type { Check } from '../../suites/engine/check.ts';
import { callWords, type Words } from './variants/calls.ts';
import { composed } from './variants/composed.ts';
import { grantWords } from './variants/grants.ts';
import { httpWords } from './variants/http.ts';

const words: { readonly [scenario: string]: Words } = { ...callWords, ...grantWords, ...httpWords };

/** The description of a scenario's variant; undefined if the scenario does not have it. */
export function variantWords(scenario: Check['scenario'], variant: string): string | undefined {
  const known = words[scenario];
  if (known && Object.hasOwn(known, variant)) return known[variant];
  return composed[scenario]?.(variant);
}

/** The named variants of a scenario; empty if they come from the document. */
export const variantsOf = (scenario: Check['scenario']): readonly string[] => Object.keys(words[scenario] ?? {});
