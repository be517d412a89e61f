import type { Contract } from '../../spec/contract.ts';
import { headerValue } from '../../spec/message.ts';
import { statesLimit } from '../../spec/plan.ts';
import { isOverLimit } from '../expectations/limiter.ts';
import { retrySeconds } from '../expectations/quota.ts';
import { describeRejection, type UnstatedLimit } from '../words/notes.ts';
import type { Sent } from './target.ts';

/** Obeys limits that the document does not state. */
export interface LimitWatch {
  /** Counts a response. */
  heard(sent: Sent): void;
  /**
   * Sends a request that stays within the documented limits, and sends it again if a limiter rejects it, after the wait that it asks for. `wait`
   * returns false if the run may not wait that long. `note` gets the first such rejection of an operation, in words.
   */
  obeyed(operation: string, attempt: () => Promise<Sent>, options: ObeyOptions): Promise<Sent>;
}

export interface ObeyOptions {
  wait(seconds: number): Promise<boolean>;
  note(message: string, sent: Sent): void;
}

/** How often a request is sent that a limiter rejects. */
const mostTries = 3;

/** @param onFirst - called with the first rejection of all */
export function createLimitWatch(contract: Contract, onFirst?: (limit: UnstatedLimit) => void): LimitWatch {
  const isDeclared = statesLimit(contract);
  const noted = new Set<string>();
  let begun = { at: 0, responses: 0 };
  let before = { seconds: 0, responses: 0 };
  const rejectionIn = ({ reply }: Sent) => (reply && isOverLimit(contract, reply) ? reply : undefined);
  return {
    heard(sent) {
      if (!sent.reply) return;
      if (!rejectionIn(sent)) {
        begun = { at: begun.responses === 0 ? sent.startedAt : begun.at, responses: begun.responses + 1 };
        return;
      }
      before = { seconds: Math.max(0, Math.ceil((sent.startedAt - begun.at) / 1000)), responses: begun.responses };
      begun = { at: sent.startedAt, responses: 0 };
    },
    async obeyed(operation, attempt, { wait, note }) {
      for (let tries = 1; ; tries += 1) {
        const sent = await attempt();
        const rejection = rejectionIn(sent);
        if (!rejection) return sent;
        const { status, headers } = rejection;
        const retryAfter = headerValue(headers, 'retry-after');
        const waitSeconds = retrySeconds(contract, rejection);
        const met = { operation, status, retryAfter, isDeclared, ...before };
        if (noted.size === 0) onFirst?.({ ...met, waitSeconds });
        if (!noted.has(operation)) note(describeRejection(met), sent);
        noted.add(operation);
        if (tries === mostTries || !(await wait(Math.max(1, waitSeconds ?? 1)))) return sent;
      }
    },
  };
}
