import type { RateLimit, ResponsePlace, TimeForm, Window } from '../../spec/contract.ts';
import type { StructuredRateFields } from '../../spec/rate-fields.ts';
import type { LivePlace, Marked } from '../compile/template.ts';
import type { WindowState } from './windows.ts';

/** The value of a rate-limit header; `service` is the structured field RateLimit. */
export type ShownQuota = 'limit' | 'remaining' | 'reset' | 'retryAfter' | 'service' | 'policy';

/** Where responses contain rate limits: header names and pointers into bodies. */
export interface QuotaPlaces {
  readonly limit: readonly string[];
  readonly remaining: readonly string[];
  readonly reset: readonly string[];
  readonly retryAfter: readonly string[];
  /** The rate-limit headers in order. Every 429 has `Retry-After`, documented or not. */
  readonly lines: readonly { readonly name: string; readonly shows: ShownQuota }[];
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
  /** The structured field RateLimit, if documented: `"10/minute";r=9;t=42`. */
  readonly service: string;
}

const headers = (places: readonly ResponsePlace[]) => places.flatMap(({ header }) => header ?? []);
const pointers = (place: LivePlace, places: readonly ResponsePlace[]) =>
  places.flatMap(({ pointer }) => (pointer === undefined ? [] : { place, pointer }));

const none: StructuredRateFields = { policy: false, service: false };
const quoted = (label: string) => `"${label}"`;

/** The windows of a plan as the structured field RateLimit-Policy. @see draft-ietf-httpapi-ratelimit-headers-11 §3 */
export function policyText(windows: readonly Window[]): string | undefined {
  if (windows.length === 0) return undefined;
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
    service: structured.service ? ['RateLimit'] : [],
    policy: structured.policy ? ['RateLimit-Policy'] : [],
  };
  return {
    ...named,
    lines: (['limit', 'remaining', 'reset', 'retryAfter', 'service', 'policy'] as const).flatMap((shows) =>
      shown[shows].map((name) => ({ name, shows })),
    ),
    names: new Set([...Object.values(named), shown.service, shown.policy].flatMap((names) => names.map((name) => name.toLowerCase()))),
    marks,
    rejectionMarks: [...marks, ...pointers('retryAfter', rateLimit.retryAfter)],
    structured,
    resetForm: rateLimit.resetForm,
    retryAfterForm: rateLimit.retryAfterForm,
  };
}

function timeText(form: TimeForm, at: number, now: number): string {
  if (form === 'epoch-seconds') return String(Math.ceil(at / 1000));
  if (form === 'http-date') return new Date(Math.ceil(at / 1000) * 1000).toUTCString();
  return String(Math.max(Math.ceil((at - now) / 1000), 1));
}

/** The state of a window as the structured field RateLimit. @see draft-ietf-httpapi-ratelimit-headers-11 §4 */
function serviceText({ window, remaining, resetAt }: WindowState, now: number): string {
  return `${quoted(window.label)};r=${remaining};t=${timeText('delta-seconds', resetAt, now)}`;
}

/** The state of a window in the documented formats. */
export function windowQuota(places: QuotaPlaces, state: WindowState, now: number, refused: boolean): WindowQuota {
  return {
    limit: String(state.window.limit),
    remaining: String(state.remaining),
    reset: timeText(places.resetForm, state.resetAt, now),
    retryAfter: refused ? timeText(places.retryAfterForm, state.resetAt, now) : undefined,
    window: state.window.label,
    service: places.structured.service ? serviceText(state, now) : '',
  };
}
