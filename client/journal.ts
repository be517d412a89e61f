/**
 * What a scenario leaves: the requests of the client, and how the client ended.
 *
 * @module
 */
import type { HeaderList } from '../spec/message.ts';
import type { MockResponse } from '../mock/engine/request.ts';

/** Where a request arrived: at the API, at its plain HTTP port, or at one of the two other origins. */
export type ArrivalPlace = 'api' | 'plain' | 'other-host' | 'other-port';

/**
 * What a request asks for: an operation of the document, or an endpoint of the authorization server. Token requests are apart: `redeem` a code,
 * `refresh`, `poll` with a device code, or `token` with another grant.
 */
export type ArrivalKind = 'operation' | 'authorize' | 'redeem' | 'refresh' | 'poll' | 'token' | 'device' | 'metadata' | 'unknown';

/** A request of the client, with the response as it was sent. */
export interface ClientRequest {
  /** Unique in the scenario, from 1. */
  readonly number: number;
  /** The run of the client that sent it, from 1. */
  readonly run: number;
  readonly place: ArrivalPlace;
  readonly kind: ArrivalKind;
  readonly method: string;
  /** With the query: `/v1/things?limit=1`. */
  readonly target: string;
  readonly headers: HeaderList;
  readonly body: string;
  readonly peer: string;
  /** When it arrived, in milliseconds since the epoch. */
  readonly at: number;
  /** When the response was complete; absent while there is none. */
  readonly answeredAt?: number;
  /** Absent while there is none, and if the connection was dropped. */
  readonly response?: MockResponse;
}

/**
 * How a run of the client ended. `limit`: it still ran at the time limit. `stopped`: the evidence was complete, and the harness ended it.
 * `interrupted`: the harness was interrupted.
 */
export type ClientEnding = {
  /** Standard output and standard error, in the order of arrival; in process the thrown error. */
  readonly output: string;
  readonly at: number;
} & (
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'crashed'; readonly signal: string }
  | { readonly kind: 'limit' | 'stopped' | 'interrupted' }
);

/** What a scenario leaves. */
export interface ClientObservation {
  /** The name of the scenario. */
  readonly scenario: string;
  readonly requests: readonly ClientRequest[];
  /** One for each run; empty if nobody reported how the client ended. */
  readonly endings: readonly ClientEnding[];
}
