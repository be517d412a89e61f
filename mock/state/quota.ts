import type { RateLimit, ResponsePlace, TimeForm, Window } from '../../spec/contract.ts';
import type { StructuredRateFields } from '../../spec/rate-fields.ts';
import type { LivePlace, Marked } from '../engine/template.ts';
import type { WindowState } from './windows.ts';

/** What a header line of a report shows; `service` is the structured field RateLimit. */
export type ShownQuota = 'limit' | 'remaining' | 'reset' | 'retryAfter' | 'service' | 'policy';

/** Where rate limits are shown: header names by value, and pointers into bodies. */
export interface QuotaPlaces {
  readonly limit: readonly string[];
  readonly remaining: readonly string[];
  readonly reset: readonly string[];
  readonly retryAfter: readonly string[];
  /** The header lines of a report, in their order. `Retry-After` goes with every refusal, documented or not. */
  readonly lines: readonly { readonly name: string; readonly shows: ShownQuota }[];
  /** All of these names in lower case. */
  readonly names: ReadonlySet<string>;
  readonly marks: readonly Marked[];
  /** Those of `marks` that only a refusal has. */
  readonly rejectionMarks: readonly Marked[];
  readonly structured: StructuredRateFields;
  readonly resetForm: TimeForm;
  readonly retryAfterForm: TimeForm;
}

/** What one answer says about limits. */
export interface WindowQuota {
  readonly limit: string;
  readonly remaining: string;
  readonly reset: string;
  /** Set on a refusal alone. */
  readonly retryAfter: string | undefined;
  /** The window described: `10/minute`. */
  readonly window: string;
  /** The same as a structured field, where the document declares it: `"10/minute";r=9;t=42`. */
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

/** Sorts the document's places by where they are. */
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

function timeText(form: TimeForm, moment: number, now: number): string {
  if (form === 'epoch-seconds') return String(Math.ceil(moment / 1000));
  if (form === 'http-date') return new Date(Math.ceil(moment / 1000) * 1000).toUTCString();
  return String(Math.max(Math.ceil((moment - now) / 1000), 1));
}

/** What is left in a window, as the structured field RateLimit. @see draft-ietf-httpapi-ratelimit-headers-11 §4 */
function serviceText({ window, remaining, resetAt }: WindowState, now: number): string {
  return `${quoted(window.label)};r=${remaining};t=${timeText('delta-seconds', resetAt, now)}`;
}

/** Words one window's state in the documented forms. */
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
