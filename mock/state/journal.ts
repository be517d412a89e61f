import { describeCause, type Cause } from '../engine/cause.ts';

/** A request and its outcome. Contains no secret: no headers, query or body, and paths only as templates or redacted. */
export interface JournalEntry {
  readonly at: number;
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** The gate that decided. */
  readonly gate: string;
  readonly outcome: string;
  readonly why: string;
  readonly cause: Cause;
  /** The step of the OAuth endpoint that decided. */
  readonly step: string | undefined;
  readonly operation: string | undefined;
  readonly principal: string | undefined;
  readonly namespace: string | undefined;
  readonly window: string | undefined;
}

/**
 * An entry as it is written. Its id and words are made when it is read: what is made for each request and kept for the next thousand has to be
 * moved by the garbage collector.
 */
export interface JournalNote extends Omit<JournalEntry, 'why' | 'id'> {
  readonly number: number;
  readonly idOf: (number: number) => string;
}

/** The latest requests. */
export interface Journal {
  write(note: JournalNote): void;
  /** Oldest first. */
  read(): readonly JournalEntry[];
}

type Slot = { -readonly [member in keyof JournalNote]: JournalNote[member] };

/** Overwriting a record avoids an allocation. */
function overwrite(slot: Slot, entry: JournalNote): void {
  slot.at = entry.at;
  slot.number = entry.number;
  slot.idOf = entry.idOf;
  slot.method = entry.method;
  slot.path = entry.path;
  slot.status = entry.status;
  slot.gate = entry.gate;
  slot.outcome = entry.outcome;
  slot.cause = entry.cause;
  slot.step = entry.step;
  slot.operation = entry.operation;
  slot.principal = entry.principal;
  slot.namespace = entry.namespace;
  slot.window = entry.window;
}

const entryOf = ({ at, number, idOf, ...rest }: JournalNote): JournalEntry => ({
  at,
  id: idOf(number),
  ...rest,
  why: describeCause(rest.cause),
});

/** A ring buffer. */
export function createJournal(room = 1000): Journal {
  const slots: Slot[] = [];
  let next = 0;
  return {
    write(note) {
      const old = slots[next];
      if (old === undefined) slots[next] = { ...note };
      else overwrite(old, note);
      next = (next + 1) % room;
    },
    read: () => [...slots.slice(next), ...slots.slice(0, next)].map(entryOf),
  };
}

/** A path without long runs of letters and digits, which may be credentials. */
export function redactPath(path: string): string {
  return path.replace(/[A-Za-z0-9_.~+%=:-]{20,}/g, '…').slice(0, 200);
}
