import type { Window } from '../../spec/contract.ts';

/** The state of a window, including the request if it was admitted. */
export interface WindowState {
  readonly window: Window;
  readonly used: number;
  readonly remaining: number;
  /** When the next quota becomes available, in milliseconds since the epoch. */
  readonly resetAt: number;
}

/**
 * How quota becomes available: `fixed` at the end of a clock-aligned window, `begun` at the end of a window that starts with its
 * first request, `sliding` one window after each request, `bucket` evenly.
 */
export type Limiter = 'fixed' | 'begun' | 'sliding' | 'bucket';

/** The stored usage of a window. */
export interface Usage extends WindowState {
  /** `sliding`: the time of each request, oldest first. `bucket`: when it is full again. */
  readonly times: readonly number[];
}

/** The result of a charge. */
export interface Charge {
  readonly admitted: boolean;
  readonly states: readonly WindowState[];
  /** The usage to store if the charge was admitted. */
  readonly usages: readonly Usage[];
}

const none: readonly number[] = [];

function usage(window: Window, used: number, resetAt: number, times = none): Usage {
  return { window, used, remaining: Math.max(window.limit - used, 0), resetAt, times };
}

const endOf = ({ seconds }: Window, at: number) => (Math.floor(at / (seconds * 1000)) + 1) * seconds * 1000;

const usedUntil = (resetAt: number, before: Usage | undefined) => (before?.resetAt === resetAt ? before.used : 0);

/** Fixed windows, aligned to the clock. */
function chargeFixed(windows: readonly Window[], before: readonly Usage[], at: number): Charge {
  let admitted = true;
  for (let index = 0; index < windows.length; index += 1) {
    const window = windows[index]!;
    admitted &&= usedUntil(endOf(window, at), before[index]) < window.limit;
  }
  const usages = windows.map((window, index) => {
    const resetAt = endOf(window, at);
    return usage(window, usedUntil(resetAt, before[index]) + (admitted ? 1 : 0), resetAt);
  });
  return { admitted, states: usages, usages };
}

/** Sliding windows: at most the limit within any window length. */
function chargeSliding(windows: readonly Window[], before: readonly Usage[], at: number): Charge {
  const kept = windows.map((window, index) => {
    const times = before[index]?.times ?? none;
    const expired = times.findIndex((time) => time > at - window.seconds * 1000);
    return expired === 0 ? times : times.slice(expired === -1 ? times.length : expired);
  });
  const admitted = windows.every((window, index) => kept[index]!.length < window.limit);
  const usages = windows.map((window, index) => {
    const times = admitted ? [...kept[index]!, at] : kept[index]!;
    return usage(window, times.length, (times[0] ?? at) + window.seconds * 1000, times);
  });
  return { admitted, states: usages, usages };
}

/** Windows that start with their first request. */
function chargeBegun(windows: readonly Window[], before: readonly Usage[], at: number): Charge {
  const current = windows.map((_, index) => (before[index] !== undefined && before[index].resetAt > at ? before[index] : undefined));
  const admitted = windows.every((window, index) => (current[index]?.used ?? 0) < window.limit);
  const usages = windows.map((window, index) =>
    usage(window, (current[index]?.used ?? 0) + (admitted ? 1 : 0), current[index]?.resetAt ?? at + window.seconds * 1000),
  );
  return { admitted, states: usages, usages };
}

/** Token buckets that fill evenly up to the limit. */
function chargeBucket(windows: readonly Window[], before: readonly Usage[], at: number): Charge {
  const pace = ({ seconds, limit }: Window) => (seconds * 1000) / limit;
  const full = windows.map((_, index) => Math.max(before[index]?.times[0] ?? at, at));
  const admitted = windows.every((window, index) => full[index]! - at <= (window.limit - 1) * pace(window));
  const usages = windows.map((window, index) => {
    const fullAt = full[index]! + (admitted ? pace(window) : 0);
    const used = Math.ceil((fullAt - at) / pace(window));
    return usage(window, used, fullAt - Math.max(used - 1, 0) * pace(window), [fullAt]);
  });
  return { admitted, states: usages, usages };
}

const chargers = { fixed: chargeFixed, begun: chargeBegun, sliding: chargeSliding, bucket: chargeBucket };

/** Charges every window, or none if any is exhausted. */
export function charge(limiter: Limiter, windows: readonly Window[], usages: readonly Usage[], at: number): Charge {
  return chargers[limiter](windows, usages, at);
}

/** The window that the headers of an accepted request describe. */
export function reportedWindow(report: 'first' | 'tightest', states: readonly WindowState[]): WindowState | undefined {
  if (report === 'first') return states[0];
  return states.reduce<WindowState | undefined>((tightest, candidate) => {
    if (tightest === undefined || candidate.remaining < tightest.remaining) return candidate;
    const longer = candidate.remaining === tightest.remaining && candidate.window.seconds > tightest.window.seconds;
    return longer ? candidate : tightest;
  }, undefined);
}

/** The window that causes a rejection: the exhausted one with the longest wait. */
export function exceededWindow(states: readonly WindowState[]): WindowState | undefined {
  return states
    .filter(({ remaining }) => remaining === 0)
    .reduce<WindowState | undefined>(
      (longest, candidate) => (longest === undefined || candidate.resetAt > longest.resetAt ? candidate : longest),
      undefined,
    );
}
