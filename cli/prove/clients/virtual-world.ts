import type { World } from '../../../client/world.ts';

/** A world in which waiting costs nothing: its clock moves when everything waits. */
export interface VirtualWorld extends World {
  /** Lets time pass until the work is done, or until the limit; then it is undefined. */
  until<Value>(work: Promise<Value>, limitMs: number): Promise<Value | undefined>;
}

/** The beginning of time, between two whole seconds. */
const beginning = Date.UTC(2026, 0, 1, 12) + 250;

/** Lets everything run that waits for no time. */
const idle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** How many turns of the event loop nothing may need that waits for no time. */
const turns = 3;

export function createVirtualWorld(): VirtualWorld {
  let now = beginning;
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  const sleep = (milliseconds: number) =>
    new Promise<void>((wake) => {
      sleepers.push({ at: now + Math.max(milliseconds, 0), wake });
      sleepers.sort((one, other) => one.at - other.at);
    });
  return {
    now: () => now,
    sleep,
    linger: sleep,
    async until<Value>(work: Promise<Value>, limitMs: number) {
      const end = now + limitMs;
      let outcome: { readonly value: Value } | undefined;
      let problem: { readonly error: unknown } | undefined;
      work.then(
        (value) => void (outcome = { value }),
        (error: unknown) => void (problem = { error }),
      );
      for (;;) {
        for (let turn = 0; turn < turns; turn += 1) await idle();
        if (outcome !== undefined) return outcome.value;
        if (problem !== undefined) throw problem.error;
        const next = sleepers.shift();
        if (next === undefined || next.at > end) {
          now = end;
          return undefined;
        }
        now = Math.max(now, next.at);
        next.wake();
      }
    },
  };
}
