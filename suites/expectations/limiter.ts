/**
 * Whether a limiter with the documented numbers can have responded like this: with fixed windows of any alignment, a sliding window, or a
 * token bucket.
 *
 * @module
 */
import type { Window } from '../../spec/contract.ts';
import type { Sample } from '../engine/evidence.ts';

/** Requests that used up a window. */
export interface Exhaustion {
  readonly window: Window;
  /** Every response, the rejection included, with the server's time. */
  readonly samples: readonly Sample[];
  /** The wait that the rejection announced, in seconds. */
  readonly wait?: number;
  /** Whether the quota was unused at the start. */
  readonly fresh: boolean;
}

const second = 1;
const isServed = ({ status }: Sample) => status >= 200 && status < 300;

/** How many requests were served and how many can have been, if the rejection came later than any such limiter allows. */
export function servedTooMany({ window, samples, wait }: Exhaustion): { readonly served: number; readonly most: number } | undefined {
  const served = samples.filter(isServed);
  const rejection = samples.find((sample) => !isServed(sample));
  const last = rejection?.at ?? served.at(-1)?.at ?? 0;
  if (rejection === undefined || wait === undefined) {
    const within = served.filter(({ at }) => at > last - window.seconds).length;
    return within > window.limit * 2 ? { served: within, most: window.limit * 2 } : undefined;
  }
  const begin = last + wait - window.seconds;
  // A server that is slow to answer many parallel requests serves the last of them in the next window.
  const counted = served.filter(({ at }) => at > begin + second && (at <= last || at < last + wait - second)).length;
  const isBucket = wait <= Math.ceil(window.seconds / window.limit) + second;
  const refilled = isBucket ? Math.floor(((last - (served[0]?.at ?? last) + second) * window.limit) / window.seconds) : 0;
  const most = window.limit + refilled;
  return counted > most ? { served: counted, most } : undefined;
}

/** How many requests were served and how many had to be, if the rejection came too early for every such limiter and earlier use cannot explain it. */
export function rejectedTooEarly({
  window,
  samples,
  wait,
  fresh,
}: Exhaustion): { readonly served: number; readonly least: number } | undefined {
  const rejection = samples.find((sample) => !isServed(sample));
  const served = samples.filter(isServed).length;
  if (!rejection || !fresh || served >= window.limit) return undefined;
  const begunLater = wait !== undefined && rejection.at + wait - window.seconds > samples[0]!.at + second;
  return begunLater ? undefined : { served, least: window.limit };
}
