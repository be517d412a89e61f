import type { Fault } from '../../mock/faults/fault.ts';
import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { Contract } from '../../spec/contract.ts';
import type { ClientRow } from './clients/client-rows.ts';

/** How a mock differs from the conformant one: by a fault, by a variant, or not at all. */
export interface TrialDifference {
  readonly fault?: string;
  readonly variant?: string;
}

/** The result of the suites against one mock. */
export interface Trial {
  /** Requirements with a failed check, at any level. */
  readonly red: ReadonlySet<RequirementId>;
  /** Requirements with a check that passed or failed. */
  readonly decided: ReadonlySet<RequirementId>;
  /** Checks without a decision, and checks in which the harness itself failed. */
  readonly undecided: readonly { readonly id: string; readonly reason: string }[];
  /** How many requests the mock handled in process. */
  readonly requests: number;
  /** Whether any response differed from the conformant mock's; taken for granted if the trial used sockets. */
  readonly differs: boolean;
}

/** A document and the trial of its conformant mock. */
export interface TestedDocument {
  readonly index: number;
  readonly title: string;
  readonly good: Trial;
}

/** Tries a difference on the document with this index. */
export type Attempt = (document: number, difference: TrialDifference) => Promise<Trial>;

/**
 * The result for a fault. `killed`: exactly the named requirements failed. `survived`: no requirement that it breaks failed. `excess`: requirements
 * that it does not name failed. `short`: what it breaks failed, but not everything in `also`. `void`: every response equals the conformant
 * mock's. `not-applicable`: no document requires what it breaks.
 */
export type Fate = 'killed' | 'survived' | 'excess' | 'short' | 'void' | 'not-applicable';

export interface FaultRow {
  readonly fault: string;
  readonly description: string;
  readonly fate: Fate;
  /** The title of the document that decided; absent if the fault applies to none. */
  readonly document?: string;
  /** The requirements that the fault breaks and the document has. */
  readonly expected: readonly RequirementId[];
  readonly red: readonly RequirementId[];
  readonly missed: readonly RequirementId[];
  readonly excess: readonly RequirementId[];
  /** Requirements in the fault's `also` that failed with no document. */
  readonly spared: readonly RequirementId[];
}

/** What a fault declares about itself. */
export type FaultClaims = Pick<Fault, 'breaks' | 'also' | 'description'>;

/** The result for a variant. `green`: no false alarm. `alarm`: a false alarm. `void`: every response equals the conformant mock's. */
export type VariantFate = 'green' | 'alarm' | 'void';

export interface VariantRow {
  readonly variant: string;
  readonly description: string;
  readonly fate: VariantFate;
  /** The titles of the documents with which it differs from the conformant mock. */
  readonly documents: readonly string[];
  /** What failed or stayed undecided because of it: document, requirement or check, reason. */
  readonly alarms: readonly string[];
}

/** When the proof ran and how long it took; absent if the output must be reproducible. */
export interface ProofConditions {
  /** For example 2026-01-31. */
  readonly date: string;
  readonly seconds: number;
}

/** A document and the result of its conformant mock. */
export interface ProvedDocument {
  readonly title: string;
  /** How many requirements were decided. */
  readonly decided: number;
  /** What failed or stayed undecided although the mock has no fault. */
  readonly falseAlarms: readonly string[];
}

export interface KillMatrix {
  /** Whether every fault must be detected and every requirement must be broken by a fault. */
  readonly whole: boolean;
  readonly documents: readonly ProvedDocument[];
  readonly faults: readonly FaultRow[];
  readonly variants: readonly VariantRow[];
  /** The clients of the proof that were tried. */
  readonly clients: readonly ClientRow[];
  /** Decided requirements that no fault made fail; empty unless all faults were tried. */
  readonly unproved: readonly RequirementId[];
  readonly proved: boolean;
  /** How many mocks were tried. */
  readonly trials: number;
  /** How many requests they handled without sockets. */
  readonly requests: number;
  readonly workers: number;
  readonly measured?: ProofConditions;
}

/** What to prove. */
export interface Proposal {
  /** The documents of the mocks; a fault is tried on the first one with which it changes a response. */
  readonly contracts: readonly Contract[];
  /** Whether every fault must be detected with one of them and every requirement must be broken. True for the documents of the package. */
  readonly whole: boolean;
  readonly faults?: readonly string[];
  readonly variants?: readonly string[];
  /** Clients of the proof. */
  readonly clients?: readonly string[];
}
