/** A clock in milliseconds that moves on command. */
interface MovableClock {
  now(): number;
  advance(milliseconds: number): void;
}

/** Turns of the event loop without anything happening after which all that goes on is waiting. */
const idleTurns = 4;

/**
 * Waits of scenarios that are played at the same time, on a clock of their own: time passes only while all of them wait, until the first one
 * is over.
 *
 * @param passed - is called with the milliseconds that have passed
 */
export function overlappingWaits(clock: MovableClock, passed: (milliseconds: number) => void) {
  const waiting = new Map<() => void, number>();
  let [busy, happened] = [0, 0];
  let ticks = false;
  const tick = (before: number, idle: number): void => {
    if (waiting.size === 0) ticks = false;
    else if (busy > 0 || happened !== before) setImmediate(tick, happened, 0);
    else if (idle < idleTurns) setImmediate(tick, happened, idle + 1);
    else {
      const left = Math.max(0, Math.min(...waiting.values()) - clock.now());
      clock.advance(left);
      passed(left);
      for (const [wake, until] of waiting) {
        if (until > clock.now()) continue;
        waiting.delete(wake);
        wake();
      }
      setImmediate(tick, happened, 0);
    }
  };
  return {
    wait: (milliseconds: number) =>
      new Promise<void>((wake) => {
        happened += 1;
        waiting.set(wake, clock.now() + milliseconds);
        if (!ticks) setImmediate(tick, happened, 0);
        ticks = true;
      }),
    /** Something that is no wait: time does not pass meanwhile. The act is called with the number of those that go on. */
    async during<Value>(act: (parallel: number) => Promise<Value>): Promise<Value> {
      busy += 1;
      try {
        return await act(busy);
      } finally {
        busy -= 1;
        happened += 1;
      }
    },
  };
}
