/**
 * The quota and time that a response reports, in numbers.
 *
 * @module
 */
import type { Contract, Json } from '../../spec/contract.ts';
import type { ResponsePlace, TimeForm } from '../../spec/quotas.ts';
import { readPlace } from '../../spec/json/expression.ts';
import { readJson } from '../../spec/json/json.ts';
import { headerValue } from '../../spec/message.ts';
import type { Reply } from '../http/target.ts';
import { timeOf, wholeNumber } from './times.ts';

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

/** The body of a response; undefined if it is not JSON, or nested too deeply to be read. */
export const jsonOf = (reply: Reply): Json | undefined => readJson(reply.body);

/** The text or value at a place of a response; undefined if there is none. */
export function valueAtPlace(place: ResponsePlace, reply: Reply): Json | undefined {
  return readPlace(place, reply.headers, place.header === undefined ? jsonOf(reply) : undefined);
}

/** The quota that a response reports. */
export function reportedQuota(contract: Contract, reply: Reply): ReportedQuota {
  const { rateLimit } = contract;
  const first = (places: readonly ResponsePlace[]) => (places[0] ? valueAtPlace(places[0], reply) : undefined);
  const limit = wholeNumber(first(rateLimit.limit));
  const remaining = wholeNumber(first(rateLimit.remaining));
  const reset = first(rateLimit.reset);
  const resetAt = timeOf(reset, resetFormOf(rateLimit), targetSeconds(reply, 0));
  return {
    ...(limit !== undefined && { limit }),
    ...(remaining !== undefined && { remaining }),
    ...(resetAt !== undefined && { resetAt }),
  };
}

/** How long a 429 asks to wait, in seconds: the first of its documented retry times that can be read. */
export function retrySeconds(contract: Contract, reply: Reply): number | undefined {
  const { rateLimit } = contract;
  const places: readonly ResponsePlace[] = [
    ...rateLimit.retryAfter,
    { expression: '$response.header.Retry-After', header: 'Retry-After', form: 'delta-seconds' },
  ];
  const now = targetSeconds(reply, 0);
  const times = places.map((place) => timeAtPlace(place, rateLimit.retryAfterForm, reply, now));
  const first = times.find((time) => time !== undefined);
  return first === undefined ? undefined : Math.max(0, first - now);
}

/**
 * The quota that a response reports, with its times in seconds from the response; undefined if it reports none.
 *
 * @param now - seconds since the epoch, for a response without `Date`
 */
export function quotaFromNow(contract: Contract, reply: Reply, now: number) {
  const { limit, remaining, resetAt } = reportedQuota(contract, reply);
  const resetSeconds = resetAt === undefined ? undefined : resetAt - targetSeconds(reply, now);
  const retry = reply.status >= 400 ? retrySeconds(contract, reply) : undefined;
  const quota = {
    ...(limit !== undefined && { limit }),
    ...(remaining !== undefined && { remaining }),
    ...(resetSeconds !== undefined && { resetSeconds }),
    ...(retry !== undefined && { retrySeconds: retry }),
  };
  return Object.keys(quota).length === 0 ? undefined : quota;
}

/** A time at a place in seconds since the epoch: in its documented form, else as seconds from now or a date. */
export function timeAtPlace(place: ResponsePlace, form: TimeForm, reply: Reply, now: number): number | undefined {
  const value = valueAtPlace(place, reply);
  const forms = [place.form ?? form, 'delta-seconds', 'http-date'] as const;
  return forms.map((tried) => timeOf(value, tried, now)).find((time) => time !== undefined);
}

/** The form of the first place of the reset. */
export const resetFormOf = ({ reset, resetForm }: Contract['rateLimit']): TimeForm => reset[0]?.form ?? resetForm;
