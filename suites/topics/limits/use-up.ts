import type { Operation } from '../../../spec/contract.ts';
import type { Window } from '../../../spec/quotas.ts';
import type { Principal } from '../../engine/settings.ts';
import type { Sample } from '../../engine/evidence.ts';
import { servedBy, type Burst, type SendingContext } from '../../engine/scenario-context.ts';
import type { Caller } from '../../principals/principals.ts';

/** The number of requests before a limit that are sent one by one, because the count must be exact. */
const careful = 3;
/** The number of parallel requests before that. */
const atOnce = 12;

/** The number of seconds after its first request when a window has clearly begun. */
const begunSeconds = 3;

/** The first request of a window, and enough time to distinguish it from those that follow; nothing if the window is too short. */
async function open(context: SendingContext, operation: Operation, caller: Caller, window: Window): Promise<Burst> {
  if (window.seconds < begunSeconds * 4 || window.limit < 2) return { samples: [], last: undefined };
  const isServed = servedBy(operation);
  const opening = await context.burst(operation, caller, 1, 1);
  if (opening.last && isServed(opening.last)) await context.pass(begunSeconds);
  return opening;
}

/**
 * Uses up a window without exceeding a shorter one: never more requests than those allow in one go, then a pause of their length. Any kind of
 * limiter must reject twice the limit and one more within the window: what is long overdue is sent fast.
 *
 * @param begun - the first response of the window, if there was one already
 */
export async function useUp(
  context: SendingContext,
  operation: Operation,
  caller: Caller,
  window: Window,
  shorter: readonly Window[],
  begun?: Burst,
): Promise<Burst> {
  const step = Math.min(window.limit, ...shorter.map(({ limit }) => limit));
  const rest = Math.max(0, ...shorter.map(({ seconds }) => seconds));
  const isServed = servedBy(operation);
  const opening = begun ?? (await open(context, operation, caller, window));
  const samples: Sample[] = [...opening.samples];
  let { last } = opening;
  let used = samples.length;
  while (samples.length <= window.limit * 2 && (last === undefined || isServed(last))) {
    const left = window.limit - samples.length;
    const late = left <= -careful;
    const overdue = late ? atOnce : 1;
    const round = rest === 0 && left <= 0 ? overdue : Math.min(step - used, left > 0 ? left : step);
    used = 0;
    const quick = late ? round : left > 0 ? Math.max(0, round - careful) : 0;
    for (const [count, parallel] of [[quick, atOnce] as const, [round - quick, 1] as const]) {
      if (count === 0 || (last && !isServed(last))) continue;
      const burst = await context.burst(operation, caller, count, parallel);
      samples.push(...burst.samples);
      last = burst.last;
    }
    if (last === undefined || last.trouble) break;
    if (rest > 0 && isServed(last)) await context.pass(rest + 1);
  }
  return { samples, last };
}

/** Waiting this long for a window is acceptable without a clock hook. */
export const acceptableSeconds = 61;

/** Whether a wait is acceptable: it takes no time, or is short, or allowed. */
export const canWait = ({ target, settings }: SendingContext, seconds: number) =>
  target.capabilities.advance !== undefined || settings.slow || seconds <= acceptableSeconds;

/** Waits until a principal has not been used for some seconds. */
export async function rested(context: SendingContext, { account }: Principal, seconds: number): Promise<void> {
  const left = seconds + 1 - context.pacer.quietSeconds(account);
  if (left > 0) await context.pass(left);
}

const shiftOf = ({ seconds }: Window) => seconds / 7;

/** Whether a window can be used from its beginning once more, in another phase (how long ago it began); `rest` is how long its principal rests for that. */
export const canShiftPhase = (context: SendingContext, window: Window, rest: number) =>
  canWait(context, context.target.capabilities.reset ? shiftOf(window) : rest);

/** Makes the quota of a principal unused, in another phase of the window than before. */
export async function shiftPhase(context: SendingContext, principal: Principal, window: Window, rest: number): Promise<void> {
  if (!(await context.reset(principal))) return rested(context, principal, rest + shiftOf(window));
  await context.pass(shiftOf(window));
}
