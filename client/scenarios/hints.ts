/**
 * Rate-limit responses with exactly the hints that a scenario is about.
 *
 * @module
 */
import type { Contract, Json } from '../../spec/contract.ts';
import type { ResponsePlace, TimeForm } from '../../spec/quotas.ts';
import { isNumericForm } from '../../spec/time-form.ts';
import { timeText } from '../../mock/state/time.ts';
import type { Behaviour, PlayContext } from './behaviour.ts';

/** What a rejection says about the time of the next try. */
export interface RetryHints {
  readonly status?: 429 | 503;
  /** The value of Retry-After. */
  readonly retryAfter?: string;
  /** In the documented member of the body: when, in milliseconds since the epoch. */
  readonly inBody?: number;
  /** In the documented reset: when, in milliseconds since the epoch. */
  readonly reset?: number;
}

const written = (form: TimeForm, at: number, now: number): Json =>
  isNumericForm(form) ? Number(timeText(form, at, now)) : timeText(form, at, now);

/** The places of a body in which the document says how long to wait. */
export const bodyHints = ({ rateLimit }: Contract): readonly ResponsePlace[] =>
  rateLimit.retryAfter.filter(({ pointer }) => pointer !== undefined);

/** The places that show when a window ends. */
export const resetHints = ({ rateLimit }: Contract): readonly ResponsePlace[] =>
  rateLimit.reset.filter(({ member }) => member === undefined);

/** A 429, or a 503, with these hints and no others. */
export function rejection({ contract, now }: PlayContext, { status = 429, retryAfter, inBody, reset }: RetryHints): Behaviour {
  const { rateLimit } = contract;
  const every = [...rateLimit.limit, ...rateLimit.remaining, ...rateLimit.reset, ...rateLimit.retryAfter];
  const silent = Object.fromEntries(
    ['Retry-After', 'RateLimit', ...every.flatMap(({ header }) => (header === undefined ? [] : [header]))].map((name) => [name, null]),
  );
  const given = [
    ...(inBody === undefined ? [] : bodyHints(contract).map((place) => ({ place, at: inBody, form: rateLimit.retryAfterForm }))),
    ...(reset === undefined ? [] : resetHints(contract).map((place) => ({ place, at: reset, form: rateLimit.resetForm }))),
  ];
  const headers = given.flatMap(({ place: { header, form }, at, form: usual }) =>
    header === undefined ? [] : [[header, timeText(form ?? usual, at, now)] as const],
  );
  const members = given.flatMap(({ place: { pointer, form }, at, form: usual }) =>
    pointer === undefined ? [] : [[pointer, written(form ?? usual, at, now)] as const],
  );
  return {
    answer: { status, headers: {} },
    amend: {
      headers: { ...silent, ...Object.fromEntries(headers), ...(retryAfter !== undefined && { 'Retry-After': retryAfter }) },
      without: every.flatMap(({ pointer }) => (pointer === undefined ? [] : [pointer])),
      members: Object.fromEntries(members),
    },
  };
}
