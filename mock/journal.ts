/** What became of one request. Holds no secret: no header, no query, no body, and paths only as templates or blurred. */
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
  readonly operation?: string;
  readonly principal?: string;
  readonly namespace?: string;
  readonly window?: string;
}

/** The latest requests, as many as it has room for. */
export interface Journal {
  write(entry: JournalEntry): void;
  /** Oldest first. */
  read(): readonly JournalEntry[];
}

/** A ring that forgets its oldest entry when it is full. */
export function createJournal(room = 1000): Journal {
  const entries: JournalEntry[] = [];
  let next = 0;
  return {
    write(entry) {
      entries[next] = entry;
      next = (next + 1) % room;
    },
    read: () => [...entries.slice(next), ...entries.slice(0, next)],
  };
}

/** A path that is no template, without anything in it that may be a credential: long runs of letters and digits. */
export function blurred(path: string): string {
  return path.replace(/[A-Za-z0-9_.~+%=:-]{20,}/g, '…').slice(0, 200);
}
