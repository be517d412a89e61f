import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { EngineParts } from '../engine/parts.ts';

/** One broken promise: a function from a mock's parts to parts that are wrong in one way. */
export interface Fault {
  /** The requirements that it is made to violate. */
  readonly breaks: readonly RequirementId[];
  /** Those that are bound to be violated with them: by a document of the proof each of them is, or `prove` says that the fault is killed too little. */
  readonly also?: readonly RequirementId[];
  /** What a server with this fault does, in one sentence. */
  readonly description: string;
  /** Whether it shows only to callers at addresses that no listener on 127.0.0.1 can have: in process. */
  readonly onlyInProcess?: true;
  apply(parts: EngineParts): EngineParts;
}

/** Faults by name, in kebab-case. */
export type Faults = { readonly [name: string]: Fault };
