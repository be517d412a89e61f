/** The clock of a mock, in milliseconds since the epoch. */
export interface Clock {
  now(): number;
  /**
   * Moves the clock forward.
   *
   * @throws RangeError if the number is negative or not a number.
   */
  advance(milliseconds: number): void;
}

/** A clock that can be moved ahead of its source. */
export function createClock(source: () => number): Clock {
  let ahead = 0;
  return {
    now: () => source() + ahead,
    advance(milliseconds) {
      if (!Number.isFinite(milliseconds) || milliseconds < 0) {
        throw new RangeError(
          `clock.advance: expected a number of milliseconds that is not negative, got ${milliseconds}: time only moves forward`,
        );
      }
      ahead += milliseconds;
    },
  };
}
