import { callWords, type Words } from './variants/calls.ts';
import { composed } from './variants/composed.ts';
import { grantWords } from './variants/grants.ts';
import { httpWords } from './variants/http.ts';

const words: { readonly [scenario: string]: Words } = { ...callWords, ...grantWords, ...httpWords };

/** A variant of a scene in words; undefined for one that the scene does not have. */
export function variantWords(scenario: string, variant: string): string | undefined {
  const known = words[scenario];
  if (known && Object.hasOwn(known, variant)) return known[variant];
  return composed[scenario]?.(variant);
}

/** The variants of a scene that can be listed; none where they are values of the document. */
export const variantsOf = (scenario: string): readonly string[] => Object.keys(words[scenario] ?? {});
