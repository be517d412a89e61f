/**
 * The record of a scenario: exchanges with every secret replaced, and the observations made from them.
 *
 * @module
 */
import type { HeaderList } from '../../spec/message.ts';
import type { Permission } from './settings.ts';
import type { Undecided } from './check.ts';
import type { Cut } from './bodies/long-bodies.ts';
import type { Need } from '../words/word.ts';
import type { PendingNote } from '../result/result.ts';
import type { Connection, ProbeLevel, Reply, Trouble } from '../http/target.ts';

/**
 * Why a case is not played, and the setting that would change that. A scenario blocks a case because the configuration has no principal or client
 * for it; what the profile, a permission or a test hook leaves out is added when the run is planned.
 */
export interface Lacking {
  readonly why: string;
  readonly needs: Need;
  /** The permissions that are missing. */
  readonly permissions?: readonly Permission[];
}

export type Role = 'control' | 'probe' | 'preparation' | 'cleanup';

/** One exchange, safe to show. */
export interface Evidence {
  /** `scenario#3`: unique in a run. */
  readonly id: string;
  readonly scenario: string;
  readonly role: Role;
  /** The name of the principal, or OAuth client, whose credential was sent. */
  readonly principal?: string;
  readonly operation?: string;
  /** The names of secrets in the response, such as tokens. */
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
    /** The tag of the credential with which it answered a Digest challenge. */
    readonly digest?: string;
    /** The tag of the client certificate of its connection. */
    readonly certificate?: string;
  };
  /** How it was sent: by the probe, at one of its levels, or by a browser. */
  readonly sent?: ProbeLevel | 'browser';
  /** The header `traceparent` that it was sent with; its headers are without it. */
  readonly traceparent?: string;
  /** The body is cut if it is too long to be kept. */
  readonly reply?: Reply & { readonly cut?: Cut };
  /** The reply is a redirect, and its operation documents it as its success. */
  readonly redirects?: true;
  readonly trouble?: Trouble;
  /** The ids of further attempts, made because there was no response. */
  readonly attempts?: readonly string[];
  /** How many seconds the scenario had waited on purpose before it, in all its waits. */
  readonly waited?: number;
  /** Whether a limiter rejected it although every limit that the run knows had room for it. */
  readonly withinLimits?: true;
  /** How many further exchanges of the same kind it represents. */
  readonly repeated?: number;
}

/** One observation that a scenario plans to make. */
export interface Case {
  readonly operation?: string;
  readonly principal?: string;
  /** What distinguishes it from the other cases of its operation and principal: a part of the check's id, for people. Code compares typed fields. */
  readonly label?: string;
  /** The meaning of the label in a few words, for `explain`. */
  readonly words?: string;
  /** The window of a rate limit that it spends. */
  readonly window?: { readonly limit: number; readonly seconds: number };
  /** Why it cannot be made, and what would make it possible. */
  readonly blocked?: Lacking;
  /** Why it lies outside the profile, and the setting that would include it. */
  readonly outside?: Lacking;
  /** Why it does not concern this target, such as an operation that the documentation only implies and the target lacks. */
  readonly absent?: string;
}

/** Quota arithmetic needs more than two exchanges: one line for each request of a burst. */
export interface Sample {
  /** Seconds since the epoch by the target's clock. */
  readonly at: number;
  readonly status: number;
  /** Set if a limiter rejected the request with the status of a success. */
  readonly isRejected?: true;
  readonly limit?: number;
  readonly remaining?: number;
  /** Seconds since the epoch. */
  readonly resetAt?: number;
}

/** The exchanges of an observation: by name, or, where they have none yet, in order. */
export type Probes = readonly Evidence[] | NamedProbes;
export type NamedProbes = { readonly [name: string]: Evidence | readonly Evidence[] | undefined };

/** The exchange of a case for which one request is sent. */
export interface CallProbes extends NamedProbes {
  readonly call: Evidence;
}

/** Plain facts that a scenario found out and its checks need. */
export type Facts = { readonly [name: string]: string | number | boolean };

/** What a scenario observed for a case. */
export interface Observation<C extends Case = Case, P extends Probes = readonly Evidence[], F = Facts> {
  readonly case: C;
  /** The same operation with a valid credential: no rejection passes without one. */
  readonly controls: readonly Evidence[];
  readonly probes: P;
  /** The burst that went before, oldest first. */
  readonly samples?: readonly Sample[];
  /** Why the evidence cannot decide in any case. */
  readonly undecided?: Undecided;
  readonly facts?: F;
}

/** An observation of any scenario. */
export type AnyObservation = Observation<Case, Probes, unknown>;

/** Every exchange of an observation, in order. */
export function probesOf({ probes }: { readonly probes: Probes }): readonly Evidence[] {
  return isOrdered(probes) ? probes : Object.values(probes).flatMap((named) => named ?? []);
}

/** Whether exchanges have no names. */
export const isOrdered = (probes: Probes): probes is readonly Evidence[] => Array.isArray(probes);

export interface ScenarioRecord {
  readonly scenario: string;
  readonly observations: readonly AnyObservation[];
  /** Every exchange in order, preparation and clean-up included. */
  readonly exchanges: readonly Evidence[];
  /** How many requests were sent. */
  readonly requests: number;
  /** The error of the harness that stopped the scenario before its end. */
  readonly crash?: string;
  readonly notes: readonly PendingNote[];
}

/** The key that pairs a planned case with its observation. */
export function caseKey(testCase: Case): string {
  return [testCase.operation, testCase.principal, testCase.label].map((part) => encodeURIComponent(part ?? '')).join('/');
}
