/**
 * What a scene leaves behind: exchanges with every secret replaced, and the takes that judge by them.
 *
 * @module
 */
import type { HeaderList } from '../../spec/message.ts';
import type { Permission } from './settings.ts';
import type { PendingNote } from '../result/result.ts';
import type { Connection, ProbeLevel, Reply, Trouble } from '../http/target.ts';

/** Why a case is not played, and the setting that would change that. */
export interface Lacking {
  readonly why: string;
  readonly needs: string;
  /** The permissions that are missing. */
  readonly permissions?: readonly Permission[];
}

export type Role = 'control' | 'probe' | 'preparation' | 'cleanup';

/** One exchange, safe to show. */
export interface Evidence {
  /** `scene#3`: unique in a run. */
  readonly id: string;
  readonly scenario: string;
  readonly role: Role;
  /** The name of the principal, or OAuth client, whose credential was sent. */
  readonly principal?: string;
  readonly operation?: string;
  /** The names of secrets that the answer hands out, such as tokens. */
  readonly issued?: readonly string[];
  /** Milliseconds since the epoch by this machine's clock. */
  readonly startedAt: number;
  readonly milliseconds: number;
  readonly connection: Connection;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: HeaderList;
    readonly body?: string;
    readonly from?: string;
    readonly pieces?: number;
  };
  /** How it was sent: by the probe, at one of its levels, or by a browser. */
  readonly sent?: ProbeLevel | 'browser';
  readonly reply?: Reply;
  readonly trouble?: Trouble;
  /** The ids of further attempts that were made at it, because nothing came back. */
  readonly attempts?: readonly string[];
  /** How many further exchanges of the same kind it stands for. */
  readonly repeated?: number;
}

/** One observation that a scene plans to make. */
export interface Case {
  readonly operation?: string;
  readonly principal?: string;
  readonly variant?: string;
  /** Why it cannot be made, and what would make it possible. */
  readonly blocked?: Lacking;
  /** Why it lies outside the profile, and the setting that would include it. */
  readonly outside?: Lacking;
  /** Why it does not concern this target, such as an operation that the documentation only implies and the target lacks. */
  readonly absent?: string;
}

/** Quota arithmetic needs more than two exchanges: one line for each request of a volley. */
export interface Sample {
  /** Seconds since the epoch by the target's clock. */
  readonly at: number;
  readonly status: number;
  readonly limit?: number;
  readonly remaining?: number;
}

/** What a scene saw of a shot. */
export interface Observation {
  readonly case: Case;
  /** The same operation with a good credential: no refusal passes without one. */
  readonly controls: readonly Evidence[];
  readonly probes: readonly Evidence[];
  /** The volley that went before, oldest first. */
  readonly samples?: readonly Sample[];
  /** Why the evidence cannot decide, whatever it shows. */
  readonly undecided?: { readonly why: string; readonly needs?: string; readonly outcome: 'inconclusive' | 'blocked' | 'not-applicable' };
  /** Plain facts that a scene found out and an expectation needs. */
  readonly facts?: { readonly [name: string]: string | number | boolean };
}

export interface ScenarioRecord {
  readonly scenario: string;
  readonly observations: readonly Observation[];
  /** Every exchange in order, preparation and clean-up included. */
  readonly exchanges: readonly Evidence[];
  /** How many requests were sent. */
  readonly requests: number;
  /** What stopped the scene before its end: a mistake of the harness. */
  readonly crash?: string;
  readonly notes: readonly PendingNote[];
}

/** The key that pairs a planned shot with its take. */
export function caseKey(testCase: Case): string {
  return [testCase.operation, testCase.principal, testCase.variant].map((part) => encodeURIComponent(part ?? '')).join('/');
}
