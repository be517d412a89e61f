import type { Commits } from './commit.ts';
import { isOutdated, isWanting, restart, type Known, type Transaction, type Write } from './transaction.ts';

/** A request that touches one place only, and what runs it again. */
export interface Member {
  readonly transaction: Transaction;
  /** Passes the gates at once; returns false if it cannot. */
  readonly attempt: () => boolean;
}

/** Commits requests at the same place together: one after the other in memory, and all at once in the store. */
export interface Groups {
  /**
   * Waits until a request is committed.
   *
   * @returns false if it turned out to touch other places too, or to need something that is not loaded
   */
  join(place: string, member: Member): Promise<boolean>;
}

interface Waiting extends Member {
  settle(committed: boolean): void;
  fail(cause: unknown): void;
}

/** The most requests of one group. */
const most = 500;

/** The only place that a request has to check or to write; undefined if there are several or none. */
export function onlyPlace({ reads, writes, sealed }: Transaction): string | undefined {
  let only: string | undefined;
  for (const [key, { place, fresh }] of reads) {
    if ((fresh && !writes.has(key)) || sealed.has(place)) continue;
    if (only !== undefined && only !== place) return undefined;
    only = place;
  }
  return only;
}

export function createGroups(commits: Commits, known: Known): Groups {
  const queues = new Map<string, Waiting[]>();

  const passAgain = ({ transaction, attempt }: Waiting) => {
    restart(transaction, known);
    return attempt();
  };

  /** Runs the members in order, each with what those before it wrote. Returns those that stay in the group, and what they leave. Fresh ones have just passed the gates. */
  function play(place: string, members: readonly Waiting[], fresh: boolean) {
    const stamps = new Map<string, string>();
    const writes = new Map<string, Write>();
    const staying = members.filter((member) => {
      const { transaction } = member;
      transaction.before = writes;
      const passed = (fresh && writes.size === 0 && !isOutdated(transaction, known)) || passAgain(member);
      transaction.before = undefined;
      const touched = onlyPlace(transaction);
      if (!passed || isWanting(transaction) || (touched ?? place) !== place || (touched === undefined && transaction.writes.size > 0))
        return false;
      for (const [key, read] of transaction.reads) if (read.place === place && !stamps.has(key)) stamps.set(key, read.stamp);
      for (const [key, write] of transaction.writes) if (write.place === place) writes.set(key, write);
      return true;
    });
    return { stamps, writes, staying };
  }

  async function commitAll(place: string, members: readonly Waiting[]): Promise<void> {
    let left = members;
    try {
      while (left.length > 0) {
        const { stamps, writes, staying } = play(place, left, left === members);
        for (const member of left) if (!staying.includes(member)) member.settle(false);
        left = staying;
        await commits.record(staying.map(({ transaction }) => transaction));
        if (stamps.size === 0 || (await commits.write(stamps, writes))) {
          for (const member of staying) member.settle(true);
          return;
        }
      }
    } catch (cause) {
      for (const member of left) member.fail(cause);
    }
  }

  async function work(place: string, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) await commitAll(place, queue.splice(0, most));
    queues.delete(place);
  }

  return {
    join: (place, member) =>
      new Promise((settle, fail) => {
        const queue = queues.get(place);
        const waiting = { ...member, settle, fail };
        if (queue !== undefined) return void queue.push(waiting);
        const own = [waiting];
        queues.set(place, own);
        void work(place, own);
      }),
  };
}
