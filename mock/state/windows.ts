import type { Window } from '../../spec/contract.ts';

/** One window as it stands, the request included if it was admitted. */
export interface WindowState {
  readonly window: Window;
  readonly used: number;
  readonly remaining: number;
  /** When a unit, for a fixed window all of them, comes free; in milliseconds since the epoch. */
  readonly resetAt: number;
}

/**
 * How units come free: all at once, when a window ends that is aligned to the clock or that began with its first request; each of its own,
 * a window after it was taken; or evenly.
 */
export type Limiter = 'fixed' | 'begun' | 'sliding' | 'bucket';

/** What is remembered of one window. */
export interface Usage extends WindowState {
  /** Sliding: when each unit was taken, oldest first; bucket: when it is full again. */
  readonly moments: readonly number[];
}

/** Whether all windows had room, and how each stands. */
export interface Charge {
  readonly admitted: boolean;
  readonly states: readonly WindowState[];
  /** What to remember if the charge was admitted. */
  readonly usages: readonly Usage[];
}

const none: readonly number[] = [];

function usage(window: Window, used: number, resetAt: number, moments = none): Usage {
  return { window, used, remaining: Math.max(window.limit - used, 0), resetAt, moments };
}

const endOf = ({ seconds }: Window, at: number) => (Math.floor(at / (seconds * 1000)) + 1) * seconds * 1000;

const usedUntil = (resetAt: number, before: Usage | undefined) => (before?.resetAt === resetAt ? before.used : 0);

/** Fixed windows, aligned to the clock: a minute begins with its first second. */
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

/** Sliding windows: at every moment, no more than the limit within the length that ends there. */
function chargeSliding(windows: readonly Window[], before: readonly Usage[], at: number): Charge {
  const kept = windows.map((window, index) => {
    const moments = before[index]?.moments ?? none;
    const expired = moments.findIndex((moment) => moment > at - window.seconds * 1000);
    return expired === 0 ? moments : moments.slice(expired === -1 ? moments.length : expired);
  });
  const admitted = windows.every((window, index) => kept[index]!.length < window.limit);
  const usages = windows.map((window, index) => {
    const moments = admitted ? [...kept[index]!, at] : kept[index]!;
    return usage(window, moments.length, (moments[0] ?? at) + window.seconds * 1000, moments);
  });
  return { admitted, states: usages, usages };
}

/** Windows that begin with the first request that they count. */
function chargeBegun(windows: readonly Window[], before: readonly Usage[], at: number): Charge {
  const current = windows.map((_, index) => (before[index] !== undefined && before[index].resetAt > at ? before[index] : undefined));
  const admitted = windows.every((window, index) => (current[index]?.used ?? 0) < window.limit);
  const usages = windows.map((window, index) =>
    usage(window, (current[index]?.used ?? 0) + (admitted ? 1 : 0), current[index]?.resetAt ?? at + window.seconds * 1000),
  );
  return { admitted, states: usages, usages };
}

/** Buckets that fill evenly, one unit after the other, and never above the limit. */
function chargeBucket(windows: readonly Window[], before: readonly Usage[], at: number): Charge {
  const pace = ({ seconds, limit }: Window) => (seconds * 1000) / limit;
  const full = windows.map((_, index) => Math.max(before[index]?.moments[0] ?? at, at));
  const admitted = windows.every((window, index) => full[index]! - at <= (window.limit - 1) * pace(window));
  const usages = windows.map((window, index) => {
    const fullAt = full[index]! + (admitted ? pace(window) : 0);
    const used = Math.ceil((fullAt - at) / pace(window));
    return usage(window, used, fullAt - Math.max(used - 1, 0) * pace(window), [fullAt]);
  });
  return { admitted, states: usages, usages };
}

const chargers = { fixed: chargeFixed, begun: chargeBegun, sliding: chargeSliding, bucket: chargeBucket };

/** Takes one unit from every window, or from none if any is used up. */
export function charge(limiter: Limiter, windows: readonly Window[], usages: readonly Usage[], at: number): Charge {
  return chargers[limiter](windows, usages, at);
}

/** The window that a report outside a refusal describes. */
export function reportedWindow(report: 'first' | 'tightest', states: readonly WindowState[]): WindowState | undefined {
  if (report === 'first') return states[0];
  return states.reduce<WindowState | undefined>((tightest, candidate) => {
    if (tightest === undefined || candidate.remaining < tightest.remaining) return candidate;
    const longer = candidate.remaining === tightest.remaining && candidate.window.seconds > tightest.window.seconds;
    return longer ? candidate : tightest;
  }, undefined);
}

/** The window that refuses a request: of those used up the one with the longest wait. */
export function exceededWindow(states: readonly WindowState[]): WindowState | undefined {
  return states
    .filter(({ remaining }) => remaining === 0)
    .reduce<WindowState | undefined>(
      (longest, candidate) => (longest === undefined || candidate.resetAt > longest.resetAt ? candidate : longest),
      undefined,
    );
}
