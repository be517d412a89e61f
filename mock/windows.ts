import type { Window } from '../spec/contract.ts';

/** What was used of one window: a count since its start (fixed) or the moments themselves (sliding). */
export interface Usage {
  /** Fixed: when the current window began, in milliseconds. */
  readonly start: number;
  readonly count: number;
  /** Sliding: when each unit was taken, oldest first. */
  readonly moments: readonly number[];
}

/** One window as it stands, the request included if it was admitted. */
export interface WindowState {
  readonly window: Window;
  readonly used: number;
  readonly remaining: number;
  /** When a unit, for a fixed window all of them, comes free; in milliseconds since the epoch. */
  readonly resetAt: number;
}

/** Whether all windows had room, and how each stands. */
export interface Charge {
  readonly admitted: boolean;
  readonly states: readonly WindowState[];
  /** What to remember; the same as before when the charge was not admitted. */
  readonly usages: readonly Usage[];
}

const unused: Usage = { start: 0, count: 0, moments: [] };

function state(window: Window, used: number, resetAt: number): WindowState {
  return { window, used, remaining: Math.max(window.limit - used, 0), resetAt };
}

const startOf = ({ seconds }: Window, at: number) => Math.floor(at / (seconds * 1000)) * seconds * 1000;

const countSince = (start: number, usage: Usage | undefined) => (usage?.start === start ? usage.count : 0);

/** Fixed windows, aligned to the clock: a minute begins with its first second. */
function chargeFixed(windows: readonly Window[], usages: readonly Usage[], at: number): Charge {
  const starts = windows.map((window) => startOf(window, at));
  const admitted = windows.every((window, index) => countSince(starts[index]!, usages[index]) < window.limit);
  const after = windows.map((_, index) => {
    const start = starts[index]!;
    return { start, count: countSince(start, usages[index]) + (admitted ? 1 : 0), moments: unused.moments };
  });
  const states = windows.map((window, index) => state(window, after[index]!.count, after[index]!.start + window.seconds * 1000));
  return { admitted, states, usages: after };
}

/** Sliding windows: at every moment, no more than the limit within the length that ends there. */
function chargeSliding(windows: readonly Window[], usages: readonly Usage[], at: number): Charge {
  const before = windows.map((window, index) => {
    const { moments } = usages[index] ?? unused;
    const expired = moments.findIndex((moment) => moment > at - window.seconds * 1000);
    return expired === 0 ? moments : moments.slice(expired === -1 ? moments.length : expired);
  });
  const admitted = windows.every((window, index) => before[index]!.length < window.limit);
  const after = admitted ? before.map((moments) => [...moments, at]) : before;
  const states = windows.map((window, index) => state(window, after[index]!.length, (after[index]![0] ?? at) + window.seconds * 1000));
  return { admitted, states, usages: after.map((moments) => ({ start: 0, count: 0, moments })) };
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
