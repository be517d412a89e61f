/**
 * Paces a run by the quota of each account, so that it does not exceed limits that it does not test.
 *
 * @module
 */
import type { Contract, Window } from '../../spec/contract.ts';
import type { Principal } from './settings.ts';
import type { Reply, Target, Trouble } from '../http/target.ts';
import { reportedQuota, retrySeconds, targetSeconds } from '../expectations/quota.ts';

export interface QuotaPacer {
  /**
   * Makes room for a number of requests of an account: waits, or resets the quota if there is a hook for it. Returns trouble if neither is
   * possible. A wait ends early if `halted` is aborted.
   */
  makeRoom(principal: Principal, requests: number, halted?: AbortSignal): Promise<Trouble | undefined>;
  /** Counts a request that was sent, whether room was made for it or not. */
  book(account: string, reply: Reply | undefined): void;
  /** Forgets what an account has used: its quota was reset. */
  forget(account: string): void;
  /** The target's clock was moved forward by a number of seconds. */
  elapse(seconds: number): void;
  /** Everything that was counted, for a different worker of the same run. */
  balance(): Balance;
  /** Continues with what a different worker has counted. */
  adopt(balance: Balance): void;
}

/** The state of a pacer as plain data. */
export interface Balance {
  readonly books: { readonly [account: string]: Book };
  /** How far the target's clock was moved, in seconds. */
  readonly elapsed: number;
}

interface Book {
  /** When each request was sent, oldest first, in seconds. */
  readonly spent: number[];
  /** Until when the target rejects requests, in seconds of its clock. */
  readonly refusedUntil?: number;
}

/** Longer waits need `--slow`. */
const longestWaitSeconds = 61;

export function createQuotaPacer(
  contract: Contract,
  target: Target,
  options: { readonly slow: boolean; readonly secondsLeft: () => number },
): QuotaPacer {
  const windowsOf = new Map(contract.plans.map(({ name, windows }) => [name, windows]));
  const books = new Map<string, Book>();
  let elapsed = 0;
  const now = () => target.now() / 1000 + elapsed;
  const waitFor = (principal: Principal, requests: number): number => {
    const book = books.get(principal.account);
    if (!book) return 0;
    const waits = (windowsOf.get(principal.plan ?? '') ?? []).map((window) => secondsUntilRoom(book.spent, window, requests, now()));
    return Math.max(0, (book.refusedUntil ?? 0) - now(), ...waits);
  };
  return {
    async makeRoom(principal, requests, halted) {
      const seconds = waitFor(principal, requests);
      if (seconds <= 0) return undefined;
      if (target.capabilities.reset) {
        await target.capabilities.reset(principal.secret);
        books.delete(principal.account);
        return undefined;
      }
      const longest = options.slow ? Number.MAX_SAFE_INTEGER : longestWaitSeconds;
      if (seconds > longest || seconds > options.secondsLeft()) {
        const message = `the quota of ${principal.name} is used up for ${Math.ceil(seconds)} s`;
        return { kind: 'not-sent', message, needs: 'a principal with a larger quota (principals), the test hook clock (hooks), or --slow' };
      }
      await target.wait(seconds * 1000, halted);
      return undefined;
    },
    book(account, reply) {
      const book = books.get(account) ?? { spent: [] };
      const at = now();
      if (reply?.status === 429) {
        const wait = retrySeconds(contract, reply) ?? 60;
        books.set(account, { ...book, refusedUntil: at + wait });
        return;
      }
      if (reply?.status === 401) return;
      const quota = reply && reportedQuota(contract, reply);
      const empty = reply && quota?.remaining === 0 && quota.resetAt !== undefined;
      book.spent.push(at);
      books.set(account, empty ? { ...book, refusedUntil: at + quota.resetAt - targetSeconds(reply, at) } : book);
    },
    forget: (account) => void books.delete(account),
    elapse: (seconds) => void (elapsed += seconds),
    balance: () => ({ books: Object.fromEntries(books), elapsed }),
    adopt(balance) {
      books.clear();
      for (const [account, { spent, ...rest }] of Object.entries(balance.books)) books.set(account, { ...rest, spent: [...spent] });
      elapsed = balance.elapsed;
    },
  };
}

/** How many seconds until a window has room for a number of requests, with any kind of limiter. */
function secondsUntilRoom(spent: readonly number[], { limit, seconds }: Window, requests: number, now: number): number {
  const wanted = Math.min(requests, limit);
  const blocking = spent[spent.length - 1 - (limit - wanted)];
  return blocking === undefined ? 0 : Math.max(0, blocking + seconds + 1 - now);
}
