import type { Window } from '../spec/contract.ts';

/** One window as it stands, the request included if it was admitted. */
export interface WindowState {
  readonly window: Window;
  readonly used: number;
  readonly remaining: number;
  /** When a unit, for a fixed window all of them, comes free; in milliseconds since the epoch. */
  readonly resetAt: number;
}

/** What is remembered of one window. */
export interface Usage extends WindowState {
  /** Sliding: when each unit was taken, oldest first. */
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

/** Takes one unit from every window, or from none if any is used up. */
export function charge(kind: 'fixed' | 'sliding', windows: readonly Window[], usages: readonly Usage[], at: number): Charge {
  return kind === 'fixed' ? chargeFixed(windows, usages, at) : chargeSliding(windows, usages, at);
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
export function violatedWindow(states: readonly WindowState[]): WindowState | undefined {
  return states
    .filter(({ remaining }) => remaining === 0)
    .reduce<WindowState | undefined>(
      (longest, candidate) => (longest === undefined || candidate.resetAt > longest.resetAt ? candidate : longest),
      undefined,
    );
}
