import type { RateLimit, ResponsePlace, TimeForm } from '../spec/contract.ts';
import type { LivePlace, Marked } from './template.ts';
import type { WindowState } from './windows.ts';

/** Where rate limits are shown: header names by value, and pointers into bodies. */
export interface QuotaPlaces {
  readonly limit: readonly string[];
  readonly remaining: readonly string[];
  readonly reset: readonly string[];
  readonly retryAfter: readonly string[];
  /** The header lines of a report, in their order. `Retry-After` goes with every refusal, documented or not. */
  readonly lines: readonly { readonly name: string; readonly shows: 'limit' | 'remaining' | 'reset' | 'retryAfter' }[];
  /** All of these names in lower case. */
  readonly names: ReadonlySet<string>;
  readonly marks: readonly Marked[];
  /** Those of `marks` that only a refusal has. */
  readonly refusalMarks: readonly Marked[];
  readonly resetForm: TimeForm;
  readonly retryAfterForm: TimeForm;
}

/** What one answer says about limits. */
export interface Quota {
  readonly limit: string;
  readonly remaining: string;
  readonly reset: string;
  /** Set on a refusal alone. */
  readonly retryAfter: string | undefined;
  /** The window described: `10/minute`. */
  readonly window: string;
}

const headers = (places: readonly ResponsePlace[]) => places.flatMap(({ header }) => header ?? []);
const pointers = (place: LivePlace, places: readonly ResponsePlace[]) =>
  places.flatMap(({ pointer }) => (pointer === undefined ? [] : { place, pointer }));

/** Sorts the document's places by where they are. */
export function compileQuotaPlaces(rateLimit: RateLimit): QuotaPlaces {
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
  const shown = { ...named, retryAfter: named.retryAfter.length === 0 ? ['Retry-After'] : named.retryAfter };
  return {
    ...named,
    lines: (['limit', 'remaining', 'reset', 'retryAfter'] as const).flatMap((shows) => shown[shows].map((name) => ({ name, shows }))),
    names: new Set(Object.values(named).flatMap((names) => names.map((name) => name.toLowerCase()))),
    marks,
    refusalMarks: [...marks, ...pointers('retryAfter', rateLimit.retryAfter)],
    resetForm: rateLimit.resetForm,
    retryAfterForm: rateLimit.retryAfterForm,
  };
}

function timeText(form: TimeForm, moment: number, now: number): string {
  if (form === 'epoch-seconds') return String(Math.ceil(moment / 1000));
  if (form === 'http-date') return new Date(Math.ceil(moment / 1000) * 1000).toUTCString();
  return String(Math.max(Math.ceil((moment - now) / 1000), 1));
}

/** Words one window's state in the documented forms. */
export function quotaOf(places: QuotaPlaces, state: WindowState, now: number, refused: boolean): Quota {
  return {
    limit: String(state.window.limit),
    remaining: String(state.remaining),
    reset: timeText(places.resetForm, state.resetAt, now),
    retryAfter: refused ? timeText(places.retryAfterForm, state.resetAt, now) : undefined,
    window: state.window.label,
  };
}
