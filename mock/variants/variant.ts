import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { Change } from '../faults/edits.ts';

/** Another way to keep every promise: a function from sound parts to parts that differ and are as good. */
export interface Variant {
  /** What such a server does, in one sentence. */
  readonly description: string;
  /** Recommendations that it rightly misses. */
  readonly warns?: readonly RequirementId[];
  readonly apply: Change;
}

/** Variants by name, in kebab-case. */
export type Variants = { readonly [name: string]: Variant };
