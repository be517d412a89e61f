/**
 * Plans, their windows, and where responses tell what is left of them.
 *
 * @module
 */
import type { Place } from './contract.ts';

/** `limit` requests in each `seconds` seconds. */
export interface Window {
  /** As written: `10/minute`. */
  readonly label: string;
  readonly limit: number;
  readonly seconds: number;
}

export interface Plan {
  readonly name: string;
  /** In the order of the document; the first is reported outside of a 429. */
  readonly windows: readonly Window[];
  /** How many units of these windows a request takes, by operation; one if absent. */
  readonly costs: { readonly [operation: string]: number };
  /** Further windows of single operations, by operation. They count its requests, one unit each, beside the windows of the plan. */
  readonly operations: { readonly [operation: string]: readonly Window[] };
  readonly features: readonly ('oauth2' | 'ipAllowList')[];
  readonly place: Place;
}

/** A parsed OpenAPI runtime expression for a response. Exactly one of `header` and `pointer` is set. */
export interface ResponsePlace {
  readonly expression: string;
  readonly header?: string;
  readonly pointer?: string;
  /** The member of a structured header: `limit` of `limit=100, remaining=99, reset=60`. */
  readonly member?: string;
  /** How a time is written in this place, if not in the form of `RateLimit`. */
  readonly form?: TimeForm;
}

/** From now (`delta`) or since 1970 (`epoch`), in whole seconds, milliseconds or decimals; a date; or a length: `1m30s` or `PT1M30S`. */
export type TimeForm =
  | `${'delta' | 'epoch'}-${'seconds' | 'milliseconds' | 'decimal'}`
  | 'http-date'
  | 'iso-8601'
  | 'duration'
  | 'iso-duration';

export interface RateLimit {
  readonly partition: 'account' | 'credential' | 'ip';
  readonly window: 'fixed' | 'sliding';
  readonly report: 'first' | 'tightest';
  readonly limit: readonly ResponsePlace[];
  readonly remaining: readonly ResponsePlace[];
  readonly reset: readonly ResponsePlace[];
  readonly retryAfter: readonly ResponsePlace[];
  readonly resetForm: TimeForm;
  readonly retryAfterForm: TimeForm;
  /** Whether the extension names the places of limit, remaining or reset: then every response has them, not only those that declare them. */
  readonly stated: boolean;
  readonly place: Place;
}

const UNITS: { readonly [unit: string]: number } = { second: 1, minute: 60, hour: 3600, day: 86_400 };
const GRAMMAR = /^([1-9]\d*)\/([1-9]\d*)?(second|minute|hour|day)$/;

/** Parses a window such as `10/minute` or `100/15minute`; undefined if it is invalid. */
export function parseWindow(label: string): Window | undefined {
  const [, limit, count, unit] = GRAMMAR.exec(label) ?? [];
  const seconds = UNITS[unit ?? ''];
  if (limit === undefined || seconds === undefined) return undefined;
  return { label, limit: Number(limit), seconds: Number(count ?? 1) * seconds };
}
