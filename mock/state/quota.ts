import type { RateLimit, ResponsePlace, TimeForm, Window } from '../../spec/quotas.ts';
import { isHeaderName } from '../../spec/message.ts';
import type { RateDraft, StructuredRateFields } from '../../spec/rate-fields.ts';
import type { LivePlace, Marked } from '../compile/template.ts';
import { timeText } from './time.ts';
import type { WindowState } from './windows.ts';

/** The value of a rate-limit header; `service` is the structured field RateLimit. */
export type ShownQuota = 'limit' | 'remaining' | 'reset' | 'retryAfter' | 'service' | 'policy';

/** A header and what it shows; a time in a form of its own names it, and RateLimit its draft. */
export interface QuotaLine {
  readonly name: string;
  readonly shows: ShownQuota;
  readonly form?: TimeForm;
  readonly draft?: RateDraft;
}

/** Where responses contain rate limits: header names and pointers into bodies. */
export interface QuotaPlaces {
  readonly limit: readonly string[];
  readonly remaining: readonly string[];
  readonly reset: readonly string[];
  readonly retryAfter: readonly string[];
  /** The rate-limit headers in order. Every 429 has `Retry-After`, documented or not. */
  readonly lines: readonly QuotaLine[];
  /** All header names in lower case. */
  readonly names: ReadonlySet<string>;
  readonly marks: readonly Marked[];
  /** The marks of a 429. */
  readonly rejectionMarks: readonly Marked[];
  readonly structured: StructuredRateFields;
  readonly resetForm: TimeForm;
  readonly retryAfterForm: TimeForm;
}

/** The rate-limit values of one response. */
export interface WindowQuota {
  readonly limit: string;
  readonly remaining: string;
  readonly reset: string;
  /** Set only on a 429. */
  readonly retryAfter: string | undefined;
  /** The window described: `10/minute`. */
  readonly window: string;
  /** When the window resets and when the response is sent, in milliseconds since the epoch. */
  readonly resetAt: number;
  readonly now: number;
}

/** The headers that contain nothing else: the members of RateLimit are written together. */
const headers = (places: readonly ResponsePlace[]) =>
  places.flatMap(({ header, member }) => (header !== undefined && member === undefined && isHeaderName(header) ? [header] : []));
const pointers = (place: LivePlace, places: readonly ResponsePlace[]): readonly Marked[] =>
  places.flatMap(({ pointer, form }) => (pointer === undefined ? [] : { place, pointer, ...(form && { form }) }));

const none: StructuredRateFields = {};
const quoted = (label: string) => `"${label}"`;

/** The windows of a plan as the structured field RateLimit-Policy. @see draft-ietf-httpapi-ratelimit-headers-11 §3 */
export function policyText(windows: readonly Window[], draft: RateDraft = 'any'): string | undefined {
  if (windows.length === 0) return undefined;
  if (draft === 'draft-7') return windows.map(({ limit, seconds }) => `${limit};w=${seconds}`).join(', ');
  return windows.map(({ label, limit, seconds }) => `${quoted(label)};q=${limit};w=${seconds}`).join(', ');
}

/** Compiles the documented places of rate limits. */
export function compileQuotaPlaces(rateLimit: RateLimit, structured = none): QuotaPlaces {
  const named = {
    limit: headers(rateLimit.limit),
    remaining: headers(rateLimit.remaining),
    reset: headers(rateLimit.reset),
    retryAfter: headers(rateLimit.retryAfter),
  };
  const marks = [
    ...pointers('limit', rateLimit.limit),
    ...pointers('remaining', rateLimit.remaining),
    ...pointers('reset', rateLimit.reset),
  ];
  const shown = {
    ...named,
    retryAfter: named.retryAfter.length === 0 ? ['Retry-After'] : named.retryAfter,
    service: structured.service === undefined ? [] : ['RateLimit'],
    policy: structured.policy === undefined ? [] : ['RateLimit-Policy'],
  };
  const formOf = (shows: ShownQuota, name: string) => {
    const places = shows === 'reset' || shows === 'retryAfter' ? rateLimit[shows] : [];
    const form = places.find(({ header }) => header === name)?.form;
    return { ...(form && { form }), ...(shows === 'service' && structured.service && { draft: structured.service }) };
  };
  return {
    ...named,
    lines: (['limit', 'remaining', 'reset', 'retryAfter', 'service', 'policy'] as const).flatMap((shows) =>
      shown[shows].map((name) => ({ name, shows, ...formOf(shows, name) })),
    ),
    names: new Set([...Object.values(named), shown.service, shown.policy].flatMap((names) => names.map((name) => name.toLowerCase()))),
    marks,
    rejectionMarks: [...marks, ...pointers('retryAfter', rateLimit.retryAfter)],
    structured,
    resetForm: rateLimit.resetForm,
    retryAfterForm: rateLimit.retryAfterForm,
  };
}

/** A quota as the structured field RateLimit. @see draft-ietf-httpapi-ratelimit-headers-11 §4 */
function serviceText({ limit, remaining, window, resetAt, now }: WindowQuota, draft: RateDraft): string {
  const seconds = timeText('delta-seconds', resetAt, now);
  return draft === 'draft-7' ? `limit=${limit}, remaining=${remaining}, reset=${seconds}` : `${quoted(window)};r=${remaining};t=${seconds}`;
}

/** The state of a window in the documented formats. */
export function windowQuota(places: QuotaPlaces, state: WindowState, now: number, refused: boolean): WindowQuota {
  return {
    limit: String(state.window.limit),
    remaining: String(state.remaining),
    reset: timeText(places.resetForm, state.resetAt, now),
    retryAfter: refused ? timeText(places.retryAfterForm, state.resetAt, now) : undefined,
    window: state.window.label,
    resetAt: state.resetAt,
    now,
  };
}

/** What a line shows of a quota; undefined if it is left out. */
export function quotaText(quota: WindowQuota, { shows, form, draft }: Omit<QuotaLine, 'name'>): string | undefined {
  if (shows === 'policy') return undefined;
  if (shows === 'service') return serviceText(quota, draft ?? 'any');
  const text = quota[shows];
  return form === undefined || text === undefined ? text : timeText(form, quota.resetAt, quota.now);
}
