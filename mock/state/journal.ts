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

/** The latest requests. */
export interface Journal {
  write(entry: Omit<JournalEntry, 'why'>): void;
  /** Oldest first. */
  read(): readonly JournalEntry[];
}

type Slot = { -readonly [member in Exclude<keyof JournalEntry, 'why'>]: JournalEntry[member] };

/** Overwriting a record avoids an allocation. */
function overwrite(slot: Slot, entry: Slot): void {
  slot.at = entry.at;
  slot.id = entry.id;
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

/** A ring buffer. */
export function createJournal(room = 1000): Journal {
  const entries: Slot[] = [];
  let next = 0;
  return {
    write(entry) {
      const old = entries[next];
      if (old === undefined) entries[next] = { ...entry };
      else overwrite(old, entry);
      next = (next + 1) % room;
    },
    read: () => [...entries.slice(next), ...entries.slice(0, next)].map((entry) => ({ ...entry, why: describeCause(entry.cause) })),
  };
}

/** A path without long runs of letters and digits, which may be credentials. */
export function redactPath(path: string): string {
  return path.replace(/[A-Za-z0-9_.~+%=:-]{20,}/g, '…').slice(0, 200);
}
