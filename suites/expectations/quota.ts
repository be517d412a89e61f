/**
 * The quota and time that a response reports, in numbers.
 *
 * @module
 */
import type { Contract, Json, ResponsePlace } from '../../spec/contract.ts';
import { readPlace } from '../../spec/json/expression.ts';
import { parseJson } from '../../spec/json/json.ts';
import { headerValue } from '../../spec/message.ts';
import type { Reply } from '../http/target.ts';

/** The value at the first documented place of each; a member is absent if it is missing or not a number. */
export interface ReportedQuota {
  readonly limit?: number;
  readonly remaining?: number;
  /** Seconds since the epoch. */
  readonly resetAt?: number;
}

/** Seconds since the epoch by the target's clock: its `Date` header. @see RFC 9110 §6.6.1 */
export function targetSeconds(reply: Reply, fallback: number): number {
  const date = Date.parse(headerValue(reply.headers, 'date') ?? '');
  return Number.isNaN(date) ? fallback : date / 1000;
}

export function jsonOf(reply: Reply): Json | undefined {
  try {
    return parseJson(reply.body);
  } catch {
    return undefined;
  }
}

/** The text or value at a place of a response; undefined if there is none. */
export function valueAtPlace(place: ResponsePlace, reply: Reply): Json | undefined {
  return readPlace(place, reply.headers, place.header === undefined ? jsonOf(reply) : undefined);
}

/** A value as text: `nothing` if there is none. */
export function valueText(value: Json | undefined): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
}

/** A whole number in a header, or as a JSON number; undefined for anything else. */
export function wholeNumber(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/** The quota that a response reports. */
export function reportedQuota(contract: Contract, reply: Reply): ReportedQuota {
  const { rateLimit } = contract;
  const first = (places: readonly ResponsePlace[]) => (places[0] ? valueAtPlace(places[0], reply) : undefined);
  const limit = wholeNumber(first(rateLimit.limit));
  const remaining = wholeNumber(first(rateLimit.remaining));
  const reset = first(rateLimit.reset);
  const resetAt = timeOf(reset, rateLimit.resetForm, targetSeconds(reply, 0));
  return {
    ...(limit !== undefined && { limit }),
    ...(remaining !== undefined && { remaining }),
    ...(resetAt !== undefined && { resetAt }),
  };
}

/** How long a 429 asks to wait, in seconds: the first of its documented retry times that can be read. */
export function retrySeconds(contract: Contract, reply: Reply): number | undefined {
  const places = [...contract.rateLimit.retryAfter, { expression: '$response.header.Retry-After', header: 'Retry-After' }];
  const now = targetSeconds(reply, 0);
  for (const place of places) {
    const value = valueAtPlace(place, reply);
    const delta = wholeNumber(value) ?? (typeof value === 'string' ? Date.parse(value) / 1000 - now : Number.NaN);
    if (!Number.isNaN(delta)) return Math.max(0, delta);
  }
  return undefined;
}

/** A time in one of the documented forms, as seconds since the epoch. */
export function timeOf(value: Json | undefined, form: Contract['rateLimit']['resetForm'], now: number): number | undefined {
  if (form === 'http-date') {
    const date = typeof value === 'string' ? Date.parse(value) / 1000 : Number.NaN;
    return Number.isNaN(date) ? undefined : date;
  }
  const seconds = wholeNumber(value);
  if (seconds === undefined) return undefined;
  return form === 'delta-seconds' ? now + seconds : seconds;
}
