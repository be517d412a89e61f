/** The clock of a mock, in milliseconds since the epoch. */
export interface Clock {
  now(): number;
  /**
   * Moves the clock forward.
   *
   * @throws RangeError if the number is negative or not a number, or if the time would be after the year 9998.
   */
  advance(milliseconds: number): void;
}

/** The end of the year 9998, so that windows and tokens end before the year 10000. */
const latest = Date.UTC(9999, 0, 1) - 1;

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
      if (source() + ahead + milliseconds > latest) {
        throw new RangeError('clock.advance: expected a time before the year 9999, the last one that every date format can write');
      }
      ahead += milliseconds;
    },
  };
}
