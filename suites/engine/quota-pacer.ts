/**
 * Paces a run by the quota of each account, so that it does not exceed limits that it does not test. If the document counts requests by address,
 * all accounts share one quota.
 *
 * @module
 */
import type { Contract } from '../../spec/contract.ts';
import type { Plan, Window } from '../../spec/quotas.ts';
import { ownWindowsOf, unitsOf } from '../../spec/plan.ts';
import type { Part, Principal } from './settings.ts';
import { sharedPlan } from './shards/share.ts';
import type { Reply, Target, Trouble } from '../http/target.ts';
import { isOverLimit } from '../expectations/limiter.ts';
import { reportedQuota, retrySeconds, targetSeconds } from '../expectations/quota.ts';

export interface QuotaPacer {
  /**
   * Makes room for a number of requests of an account: waits, or resets the quota if there is a hook for it. Returns trouble if neither is
   * possible. A wait ends early if `halted` is aborted.
   */
  makeRoom(principal: Principal, room: Room, halted?: AbortSignal): Promise<Trouble | undefined>;
  /** Counts a request that was sent, whether room was made for it or not. */
  book(account: string, reply: Reply | undefined, operation?: string): void;
  /** Notes that an account was used just now by a burst, with its number of responses and the last of them. Only a quota by address counts them. */
  use(account: string, requests: number, last: Reply | undefined): void;
  /** For how many seconds an account has not been used; since the start of the run if it never was. */
  quietSeconds(account: string): number;
  /** Forgets what an account has used: its quota was reset. */
  forget(account: string): void;
  /** The target's clock was moved forward by a number of seconds. */
  elapse(seconds: number): void;
  /** Everything that was counted, for a different worker of the same run. */
  balance(): Balance;
  /** Continues with what a different worker has counted. */
  adopt(balance: Balance): void;
}

/** A number of requests of one operation, or of none. */
export interface Room {
  readonly requests: number;
  readonly operation?: string | undefined;
}

/** The state of a pacer as plain data. */
export interface Balance {
  readonly books: { readonly [account: string]: Book };
  /** How far the target's clock was moved, in seconds. */
  readonly elapsed: number;
}

interface Book {
  /** Every request, oldest first. */
  readonly spent: SpentRequest[];
  /** Until when the target rejects requests, in seconds of its clock. */
  readonly refusedUntil?: number;
}

interface SpentRequest {
  /** When it was sent, in seconds. */
  readonly at: number;
  readonly operation?: string | undefined;
}

/** Longer waits need `--slow`. */
const longestWaitSeconds = 61;

/** The longest wait for a quota, in seconds. */
export const longestWaitWith = (slow: boolean): number => (slow ? Number.MAX_SAFE_INTEGER : longestWaitSeconds);

export function createQuotaPacer(
  contract: Contract,
  target: Target,
  options: {
    readonly slow: boolean;
    readonly secondsLeft: () => number;
    /** The part of one of several shards: quotas that all of them use are shared. */
    readonly part?: Part | undefined;
    /** Called before a wait for the quota of a principal. */
    readonly onWait?: (seconds: number, principal: string) => void;
  },
): QuotaPacer {
  const plans = new Map(contract.plans.map((plan) => [plan.name, plan]));
  const { part } = options;
  const shares = part ? new Map(contract.plans.map((plan) => [plan.name, sharedPlan(plan, part)])) : plans;
  const byAddress = countsByAddress(contract);
  const keyOf = (account: string) => (byAddress ? '' : account);
  const books = new Map<string, Book>();
  let elapsed = 0;
  const now = () => target.now() / 1000 + elapsed;
  const start = now();
  const used = new Map<string, number>();
  const waitFor = (principal: Principal, room: Room): number => {
    const book = books.get(keyOf(principal.account));
    if (!book) return 0;
    const plan = (principal.expendable && !byAddress ? plans : shares).get(principal.plan ?? '');
    return Math.max(0, (book.refusedUntil ?? 0) - now(), plan ? secondsUntilRoomIn(plan, book.spent, room, now()) : 0);
  };
  const refuse = (key: string, book: Book, reply: Reply) =>
    void books.set(key, { ...book, refusedUntil: now() + (retrySeconds(contract, reply) ?? 60) });
  return {
    async makeRoom(principal, room, halted) {
      const seconds = waitFor(principal, room);
      if (seconds <= 0) return undefined;
      if (target.capabilities.reset) {
        await target.capabilities.reset(principal.secret);
        books.delete(keyOf(principal.account));
        return undefined;
      }
      if (seconds > longestWaitWith(options.slow) || seconds > options.secondsLeft()) {
        const message = `the quota of ${principal.name} is used up for ${Math.ceil(seconds)} s`;
        return {
          kind: 'not-sent',
          message,
          needs: { what: 'a principal with a larger quota, the test hook clock, or --slow', key: 'principals' },
        };
      }
      options.onWait?.(seconds, principal.name);
      await target.wait(seconds * 1000, halted);
      return undefined;
    },
    book(account, reply, operation) {
      const key = keyOf(account);
      const book = books.get(key) ?? { spent: [] };
      const at = now();
      used.set(key, at);
      if (reply && isOverLimit(contract, reply)) return refuse(key, book, reply);
      if (reply?.status === 401 && !byAddress) return;
      const quota = reply && reportedQuota(contract, reply);
      const empty = reply && quota?.remaining === 0 && quota.resetAt !== undefined;
      book.spent.push({ at, operation });
      books.set(key, empty ? { ...book, refusedUntil: at + quota.resetAt - targetSeconds(reply, at) } : book);
    },
    use(account, requests, last) {
      const key = keyOf(account);
      used.set(key, now());
      if (!byAddress) return;
      const book = books.get(key) ?? { spent: [] };
      book.spent.push(...Array.from({ length: requests }, () => ({ at: now() })));
      books.set(key, book);
      if (last && isOverLimit(contract, last)) refuse(key, book, last);
    },
    quietSeconds: (account) => now() - (used.get(keyOf(account)) ?? start),
    forget: (account) => void books.delete(keyOf(account)),
    elapse: (seconds) => void (elapsed += seconds),
    balance: () => ({ books: Object.fromEntries(books), elapsed }),
    adopt(balance) {
      books.clear();
      for (const [account, { spent, ...rest }] of Object.entries(balance.books)) books.set(account, { ...rest, spent: [...spent] });
      elapsed = balance.elapsed;
    },
  };
}

/** Whether a limit counts the requests of an address, with any credential or none. */
export const countsByAddress = ({ rateLimit }: Contract): boolean => rateLimit.partition === 'ip';

/** How many seconds until every window that counts an operation has room for a number of its requests. */
function secondsUntilRoomIn(plan: Plan, spent: readonly SpentRequest[], { requests, operation }: Room, now: number): number {
  const isPriced = Object.keys(plan.costs).length > 0;
  const units = isPriced ? spent.flatMap((one) => Array.from({ length: unitsOf(plan, one.operation) }, () => one)) : spent;
  const wait = Math.max(0, ...plan.windows.map((window) => secondsUntilRoom(units, window, requests * unitsOf(plan, operation), now)));
  const own = ownWindowsOf(plan, operation);
  if (own.length === 0) return wait;
  const calls = spent.filter((one) => one.operation === operation);
  return Math.max(wait, ...own.map((window) => secondsUntilRoom(calls, window, requests, now)));
}

/** How many seconds until a window has room for a number of units, with any kind of limiter. */
function secondsUntilRoom(spent: readonly SpentRequest[], { limit, seconds }: Window, units: number, now: number): number {
  const wanted = Math.min(units, limit);
  const blocking = spent[spent.length - 1 - (limit - wanted)];
  return blocking === undefined ? 0 : Math.max(0, blocking.at + seconds + 1 - now);
}
