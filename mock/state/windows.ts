import type { Window } from '../../spec/quotas.ts';
import type { Bill, Charged } from './store.ts';

/** The state of a window, including the request if it was admitted. */
export interface WindowState {
  readonly window: Window;
  readonly used: number;
  readonly remaining: number;
  /** How many units the request takes. */
  readonly units: number;
  /** When the next quota becomes available, after a rejection enough for the request, in milliseconds since the epoch. */
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

/** The result of a charge of several bills. */
interface ChargedBills {
  readonly charged: Charged;
  readonly usages: readonly (readonly Usage[])[];
}

const none: readonly number[] = [];

function usage(window: Window, used: number, units: number, resetAt: number, times = none): Usage {
  return { window, used, remaining: Math.max(window.limit - used, 0), units, resetAt, times };
}

const endOf = ({ seconds }: Window, at: number) => (Math.floor(at / (seconds * 1000)) + 1) * seconds * 1000;

const usedUntil = (resetAt: number, before: Usage | undefined) => (before?.resetAt === resetAt ? before.used : 0);

/** Fixed windows, aligned to the clock. */
function chargeFixed(windows: readonly Window[], before: readonly (Usage | undefined)[], at: number, units: number): Charge {
  let admitted = true;
  for (let index = 0; index < windows.length; index += 1) {
    const window = windows[index]!;
    admitted &&= usedUntil(endOf(window, at), before[index]) + units <= window.limit;
  }
  const usages: Usage[] = [];
  for (let index = 0; index < windows.length; index += 1) {
    const window = windows[index]!;
    const resetAt = endOf(window, at);
    usages.push(usage(window, usedUntil(resetAt, before[index]) + (admitted ? units : 0), units, resetAt));
  }
  return { admitted, states: usages, usages };
}

/** Sliding windows: at most the limit within any window length. */
function chargeSliding(windows: readonly Window[], before: readonly (Usage | undefined)[], at: number, units: number): Charge {
  const kept = windows.map((window, index) => {
    const times = before[index]?.times ?? none;
    const expired = times.findIndex((time) => time > at - window.seconds * 1000);
    return expired === 0 ? times : times.slice(expired === -1 ? times.length : expired);
  });
  const admitted = windows.every((window, index) => kept[index]!.length + units <= window.limit);
  const added = admitted ? Array.from({ length: units }, () => at) : none;
  const usages = windows.map((window, index) => {
    const times = [...kept[index]!, ...added];
    const lacking = Math.max(1, kept[index]!.length + units - window.limit);
    const freed = admitted ? times[0] : times[lacking - 1];
    return usage(window, times.length, units, (freed ?? at) + window.seconds * 1000, times);
  });
  return { admitted, states: usages, usages };
}

/** Windows that start with their first request. */
function chargeBegun(windows: readonly Window[], before: readonly (Usage | undefined)[], at: number, units: number): Charge {
  const current = windows.map((_, index) => (before[index] !== undefined && before[index].resetAt > at ? before[index] : undefined));
  const admitted = windows.every((window, index) => (current[index]?.used ?? 0) + units <= window.limit);
  const usages = windows.map((window, index) =>
    usage(window, (current[index]?.used ?? 0) + (admitted ? units : 0), units, current[index]?.resetAt ?? at + window.seconds * 1000),
  );
  return { admitted, states: usages, usages };
}

/** Token buckets that fill evenly up to the limit. */
function chargeBucket(windows: readonly Window[], before: readonly (Usage | undefined)[], at: number, units: number): Charge {
  const pace = ({ seconds, limit }: Window) => (seconds * 1000) / limit;
  const full = windows.map((_, index) => Math.max(before[index]?.times[0] ?? at, at));
  const admitted = windows.every((window, index) => full[index]! - at <= (window.limit - units) * pace(window));
  const usages = windows.map((window, index) => {
    const fullAt = full[index]! + (admitted ? pace(window) * units : 0);
    const used = Math.ceil((fullAt - at) / pace(window));
    const after = admitted ? Math.max(used - 1, 0) : Math.min(window.limit - units, Math.max(used - 1, 0));
    return usage(window, used, units, fullAt - after * pace(window), [fullAt]);
  });
  return { admitted, states: usages, usages };
}

const chargers = { fixed: chargeFixed, begun: chargeBegun, sliding: chargeSliding, bucket: chargeBucket };

/** Charges every window a number of units, or none if any has less left. */
export function charge(limiter: Limiter, windows: readonly Window[], usages: readonly Usage[], at: number, units = 1): Charge {
  return chargers[limiter](windows, inOrder(windows, usages), at, units);
}

/** The usages in the order of the windows; undefined for windows that the document did not have. */
function inOrder(windows: readonly Window[], usages: readonly Usage[]): readonly (Usage | undefined)[] {
  let index = 0;
  while (index < windows.length && windows[index]!.seconds === usages[index]?.window.seconds) index += 1;
  if (index === windows.length) return usages;
  return windows.map(({ seconds }) => usages.find(({ window }) => window.seconds === seconds));
}

/**
 * Charges each window of each bill, or none if any has too little left. Returns the states of all windows of all bills, and the usages to store for
 * each bill if it was admitted.
 */
export function chargeAll(limiter: Limiter, bills: readonly Bill[], at: number, usagesOf: (bill: Bill) => readonly Usage[]): ChargedBills {
  const [first] = bills;
  if (first !== undefined && bills.length === 1) {
    const { admitted, states, usages } = charge(limiter, first.windows, usagesOf(first), at, first.units);
    return { charged: { admitted, states }, usages: [usages] };
  }
  const charges = bills.map((bill) => charge(limiter, bill.windows, usagesOf(bill), at, bill.units));
  const admitted = charges.every((one) => one.admitted);
  const states = bills.flatMap((bill, index) => {
    const one = charges[index]!;
    return (admitted || !one.admitted ? one : charge(limiter, bill.windows, usagesOf(bill), at, 0)).states;
  });
  return { charged: { admitted, states }, usages: charges.map(({ usages }) => usages) };
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

/** The window that causes a rejection: of those with too little left, the one with the longest wait. */
export function exceededWindow(states: readonly WindowState[]): WindowState | undefined {
  return states
    .filter(({ remaining, units }) => remaining < units)
    .reduce<WindowState | undefined>(
      (longest, candidate) => (longest === undefined || candidate.resetAt > longest.resetAt ? candidate : longest),
      undefined,
    );
}
