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

/** How far a clock is ahead of its source, in milliseconds. */
export interface KeptLead {
  read(): number;
  write(milliseconds: number): void;
}

function keepLead(): KeptLead {
  let lead = 0;
  return { read: () => lead, write: (milliseconds) => void (lead = milliseconds) };
}

/** A clock that can be moved ahead of its source. Its lead is kept in memory, or elsewhere. */
export function createClock(source: () => number, lead: KeptLead = keepLead()): Clock {
  const now = () => source() + lead.read();
  return {
    now,
    advance(milliseconds) {
      if (!Number.isFinite(milliseconds) || milliseconds < 0) {
        throw new RangeError(
          `clock.advance: expected a number of milliseconds that is not negative, got ${milliseconds}: time only moves forward`,
        );
      }
      if (now() + milliseconds > latest) {
        throw new RangeError('clock.advance: expected a time before the year 9999, the last one that every date format can write');
      }
      lead.write(lead.read() + milliseconds);
    },
  };
}
