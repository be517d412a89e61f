import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { EngineParts } from '../engine/parts.ts';
import type { Variants } from '../variants/variant.ts';

/** A defect: a function that makes one part of a mock wrong. */
export interface Fault {
  /** The requirements that it violates. */
  readonly breaks: readonly RequirementId[];
  /** Requirements that it also violates. `prove` fails if one of them passes with every document. */
  readonly also?: readonly RequirementId[];
  /** What a server with this fault does, in one sentence. */
  readonly description: string;
  /** Whether it is visible only in process, because it needs client addresses that 127.0.0.1 cannot reach. */
  readonly onlyInProcess?: true;
  apply(parts: EngineParts): EngineParts;
}

/** Faults by name, in kebab-case. */
export type Faults = { readonly [name: string]: Fault };

/** Faults and variants that a mock knows by name. */
export interface FaultTable {
  readonly faults?: Faults;
  readonly variants?: Variants;
}
