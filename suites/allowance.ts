import type { Settings } from './settings.ts';
import type { Sent, Target, Trouble } from './target.ts';

/** How much of the budget is left, and whether the target still answers. */
export interface Allowance {
  /** Takes the leave to send one request; trouble where none is left. */
  spend(): Trouble | undefined;
  /** Notes whether there was an answer. */
  book(sent: Sent): void;
  secondsLeft(): number;
  /** How many requests were sent by now. */
  sent(): number;
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
export function createAllowance(settings: Pick<Settings, 'budget'>, target: Pick<Target, 'now'>, startedAt: number, spent = 0): Allowance {
  const { requests, seconds } = settings.budget;
  let sent = spent;
  let silent = 0;
  let lastTrouble = '';
  const secondsLeft = () => seconds - (target.now() - startedAt) / 1000;
  return {
    spend() {
      if (sent >= requests) return { kind: 'not-sent', says: `the budget of ${requests} requests is spent (budget.requests)` };
      if (secondsLeft() <= 0) return { kind: 'not-sent', says: `the budget of ${seconds} seconds is spent (budget.seconds)` };
      if (silent >= patience) return { kind: 'not-sent', says: `the target stopped answering: ${lastTrouble}` };
      sent += 1;
      return undefined;
    },
    book({ reply, trouble }) {
      if (reply) silent = 0;
      else if (trouble && trouble.kind !== 'refused') {
        silent += 1;
        lastTrouble = trouble.says;
      }
    },
    secondsLeft,
    sent: () => sent,
    adopt: (elsewhere) => void (sent = Math.max(sent, elsewhere)),
  };
}
