import { callWords, type Words } from './variants/calls.ts';
import { composed } from './variants/composed.ts';
import { grantWords } from './variants/grants.ts';
import { httpWords } from './variants/http.ts';

const words: { readonly [scenario: string]: Words } = { ...callWords, ...grantWords, ...httpWords };

/** The words for a label whose case has none yet. */
export function variantWords(scenario: string, variant: string): string | undefined {
  const known = words[scenario];
  if (known && Object.hasOwn(known, variant)) return known[variant];
  return composed[scenario]?.(variant);
}
