import type { Role } from './evidence.ts';
import type { Settings } from './settings.ts';
import type { Sent, Target, Trouble } from '../http/target.ts';

type Scheme = Sent['connection']['scheme'];

/** How much of the budget is left, and whether the target still answers. */
export interface Budget {
  /** Takes the leave to send one request; trouble where none is left. What cleans up lacks it only where the target is lost: a run removes what it makes, beyond its budget too. */
  spend(role: Role): Trouble | undefined;
  /** Notes whether there was an answer; of what was held back nothing is noted. */
  book(sent: Sent): void;
  /** Whether the last exchange over this scheme was sat out in vain; a connection that is closed costs no time, and is no reason to ask less. */
  hangs(scheme: Scheme): boolean;
  secondsLeft(): number;
  /** How many requests were sent by now. */
  sent(): number;
  /** From now on nothing is sent but what cleans up. */
  halt(): void;
  /** Aborted with `halt`. */
  readonly halted: AbortSignal;
  /** Other workers of the same run have sent so many by now. */
  adopt(requests: number): void;
}

/** So many exchanges in a row without an answer, and the target counts as lost. */
const patience = 4;

/**
 * Watches over a run's budget.
 *
 * @param startedAt - milliseconds since the epoch by this machine's clock
 * @param spent - requests that were sent before, by the preflight
 */
export function createBudget(settings: Pick<Settings, 'budget'>, target: Pick<Target, 'now'>, startedAt: number, spent = 0): Budget {
  const { requests, seconds } = settings.budget;
  const halt = new AbortController();
  let sent = spent;
  let silent = 0;
  let lastTrouble = '';
  const hanging = new Set<Scheme>();
  const secondsLeft = () => seconds - (target.now() - startedAt) / 1000;
  const loss = (most: number): Trouble | undefined =>
    silent >= most ? { kind: 'not-sent', says: `the target stopped answering: ${lastTrouble}` } : undefined;
  const lack = (): Trouble | undefined => {
    if (halt.signal.aborted) return { kind: 'not-sent', says: 'the run was interrupted' };
    if (sent >= requests) return { kind: 'not-sent', says: `the budget of ${requests} requests is spent (budget.requests)` };
    if (secondsLeft() <= 0) return { kind: 'not-sent', says: `the budget of ${seconds} seconds is spent (budget.seconds)` };
    return loss(patience);
  };
  return {
    spend(role) {
      const trouble = role === 'cleanup' ? loss(2 * patience) : lack();
      if (trouble) return trouble;
      sent += 1;
      return undefined;
    },
    book({ reply, trouble, connection: { scheme } }) {
      if (trouble?.kind === 'timeout') hanging.add(scheme);
      else if (trouble?.kind !== 'not-sent') hanging.delete(scheme);
      if (reply) silent = 0;
      else if (trouble && trouble.kind !== 'refused' && trouble.kind !== 'not-sent') {
        silent += 1;
        lastTrouble = trouble.says;
      }
    },
    hangs: (scheme) => hanging.has(scheme),
    secondsLeft,
    sent: () => sent,
    halt: () => halt.abort(),
    halted: halt.signal,
    adopt: (elsewhere) => void (sent = Math.max(sent, elsewhere)),
  };
}
