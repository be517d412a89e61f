/**
 * Whether any limiter with the documented numbers could have answered so: fixed windows, however aligned, a sliding window, or a token bucket.
 *
 * @module
 */
import type { Window } from '../../spec/contract.ts';
import type { Sample } from '../engine/evidence.ts';

/** A window spent to its end. */
export interface Spending {
  readonly window: Window;
  /** Every answer, the refusal included, with the target's time. */
  readonly ticks: readonly Sample[];
  /** The wait that the refusal announced, in seconds. */
  readonly wait?: number;
  /** Whether nothing of the quota was spent at the start. */
  readonly fresh: boolean;
}

const second = 1;
const isServed = ({ status }: Sample) => status >= 200 && status < 300;

/** The refusal came later than any such limiter allows: how many were served, and how many could have been. */
export function servedTooMany({ window, ticks: samples, wait }: Spending): { readonly served: number; readonly most: number } | undefined {
  const served = samples.filter(isServed);
  const refusal = samples.find((sample) => !isServed(sample));
  const last = refusal?.at ?? served.at(-1)?.at ?? 0;
  if (refusal === undefined || wait === undefined) {
    const within = served.filter(({ at }) => at > last - window.seconds).length;
    return within > window.limit * 2 ? { served: within, most: window.limit * 2 } : undefined;
  }
  const begin = last + wait - window.seconds;
  // A server that is slow to answer many at once serves the last of them in the next window.
  const counted = served.filter(({ at }) => at > begin + second && (at <= last || at < last + wait - second)).length;
  const isBucket = wait <= Math.ceil(window.seconds / window.limit) + second;
  const refilled = isBucket ? Math.floor(((last - (served[0]?.at ?? last) + second) * window.limit) / window.seconds) : 0;
  const most = window.limit + refilled;
  return counted > most ? { served: counted, most } : undefined;
}

/** The refusal came earlier than every such limiter would refuse; undefined where it did not, or where earlier use could explain it. */
export function refusedTooSoon({ window, ticks, wait, fresh }: Spending): { readonly served: number; readonly least: number } | undefined {
  const refusal = ticks.find((sample) => !isServed(sample));
  const served = ticks.filter(isServed).length;
  if (!refusal || !fresh || served >= window.limit) return undefined;
  const begunLater = wait !== undefined && refusal.at + wait - window.seconds > ticks[0]!.at + second;
  return begunLater ? undefined : { served, least: window.limit };
}
