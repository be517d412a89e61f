import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { PartsChange } from '../faults/edits.ts';

/** Other correct behaviour: a function that changes parts without violating a requirement. */
export interface Variant {
  /** What such a server does, in one sentence. */
  readonly description: string;
  /** Recommendations that it does not follow. */
  readonly warns?: readonly RequirementId[];
  readonly apply: PartsChange;
}

/** Variants by name, in kebab-case. */
export type Variants = { readonly [name: string]: Variant };
