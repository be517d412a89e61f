import type { Role } from './evidence.ts';
import type { Settings } from './settings.ts';
import type { Sent, Target, Trouble } from '../http/target.ts';

type Scheme = Sent['connection']['scheme'];

/** How much of the budget is left, and whether the target still responds. */
export interface Budget {
  /**
   * Takes one request from the budget. Returns trouble if none is left, or if the operation hangs. Cleaning up goes beyond the budget, so
   * that a run removes what it created; it stops only if the target is lost.
   */
  spend(role: Role, operation?: string): Trouble | undefined;
  /** Notes whether there was a response. Requests that were held back do not count. */
  book(sent: Sent, operation?: string): void;
  /** Whether the last exchange over this scheme timed out. A closed connection costs no time, and is no reason to send less. */
  hangs(scheme: Scheme): boolean;
  secondsLeft(): number;
  /** How many requests were sent by now. */
  sent(): number;
  /** From now on, only requests that clean up are sent. */
  halt(): void;
  /** Aborted by `halt`. */
  readonly halted: AbortSignal;
  /** How many requests all workers of the run have sent together by now. */
  adopt(requests: number): void;
}

/** The number of exchanges in a row without a response after which the target counts as lost, and of operations that they are with. */
const lostAfter = 4;
const lostOperations = 3;
/** The number of exchanges without a complete response after which no more are made with an operation that never gave one. */
const stuckAfter = 2;

/**
 * Keeps the budget of a run.
 *
 * @param startedAt - milliseconds since the epoch by this machine's clock
 * @param spent - how many requests the preflight has sent
 */
export function createBudget(
  settings: Pick<Settings, 'budget' | 'timeout'>,
  target: Pick<Target, 'now'>,
  startedAt: number,
  spent = 0,
): Budget {
  const { timeout } = settings;
  const { requests, seconds } = settings.budget;
  const halt = new AbortController();
  let sent = spent;
  const silent: (string | undefined)[] = [];
  const stuck = new Map<string, number>();
  let lastTrouble = '';
  const slow = new Set<Scheme>();
  const hanging = (operation: string): Trouble | undefined =>
    (stuck.get(operation) ?? 0) >= stuckAfter
      ? { kind: 'not-sent', message: `${operation} does not respond: no complete response within ${timeout / 1000} s` }
      : undefined;
  const secondsLeft = () => seconds - (target.now() - startedAt) / 1000;
  const loss = (most: number): Trouble | undefined =>
    silent.length >= most && (silent.includes(undefined) || new Set(silent).size >= lostOperations)
      ? { kind: 'not-sent', message: `the target stopped responding: ${lastTrouble}` }
      : undefined;
  const lack = (): Trouble | undefined => {
    if (halt.signal.aborted) return { kind: 'not-sent', message: 'the run was interrupted' };
    if (sent >= requests) return { kind: 'not-sent', message: `the budget of ${requests} requests is used up (budget.requests)` };
    if (secondsLeft() <= 0) return { kind: 'not-sent', message: `the budget of ${seconds} seconds is used up (budget.seconds)` };
    return loss(lostAfter);
  };
  return {
    spend(role, operation = '') {
      const trouble = role === 'cleanup' ? loss(2 * lostAfter) : (lack() ?? hanging(operation));
      if (trouble) return trouble;
      sent += 1;
      return undefined;
    },
    book({ reply, trouble, milliseconds, connection: { scheme } }, operation) {
      if (trouble?.kind === 'timeout') slow.add(scheme);
      else if (trouble?.kind !== 'not-sent') slow.delete(scheme);
      if (operation !== undefined && trouble?.kind !== 'not-sent') {
        const hangs = trouble?.kind === 'timeout' || (reply?.open === true && milliseconds >= timeout);
        // One that has responded before hangs because of what was sent to it.
        stuck.set(operation, hangs ? (stuck.get(operation) ?? 0) + 1 : -Infinity);
      }
      if (reply) silent.length = 0;
      else if (trouble && trouble.kind !== 'refused' && trouble.kind !== 'not-sent') {
        silent.push(operation);
        lastTrouble = trouble.message;
      }
    },
    hangs: (scheme) => slow.has(scheme),
    secondsLeft,
    sent: () => sent,
    halt: () => halt.abort(),
    halted: halt.signal,
    adopt: (elsewhere) => void (sent = Math.max(sent, elsewhere)),
  };
}
