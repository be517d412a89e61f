/**
 * The removal of what a run created: at the end of each scenario, and once more at the end of the run.
 *
 * @module
 */
import type { Contract, Operation } from '../../spec/contract.ts';
import { headerValue } from '../../spec/message.ts';
import { longestWaitWith } from '../engine/quota-pacer.ts';
import type { SendingContext, SendOptions } from '../engine/scenario-context.ts';
import { isOverLimit } from '../expectations/limiter.ts';
import { retrySeconds } from '../expectations/quota.ts';
import type { Call, Reply } from '../http/target.ts';
import { isGone, type Leftover } from './leftovers.ts';

/** Removes objects, and waits no longer for all of them than a clean-up may. */
export interface Remover {
  remove(operation: Operation, options: SendOptions): Promise<void>;
}

/** How long a clean-up may wait, in milliseconds: less than a run may take to end after its budget. */
const cleanupMs = 20_000;

/**
 * Begins a clean-up. Each object is deleted with several attempts. After a rejection by a limiter, it waits as long as a clean-up may, and once
 * until a removal succeeds as long as the response asks for, if the run may wait that long.
 *
 * @param isLast - whether the run ends with it: each object is tried once, and after an interruption it waits no longer than usual
 */
export function createRemover(context: SendingContext, isLast = false): Remover {
  const { contract, settings, target, budget } = context;
  let until = target.now() + cleanupMs;
  let isPatienceUsed = false;
  const waited = async (seconds: number): Promise<boolean> => {
    const end = target.now() + seconds * 1000;
    if (end > until) {
      const most = Math.min(longestWaitWith(settings.slow), budget.secondsLeft());
      if (seconds <= 1 || isPatienceUsed || seconds > most || (isLast && budget.halted.aborted)) return false;
      isPatienceUsed = true;
      context.onWait?.(seconds);
      await target.wait(seconds * 1000, isLast ? budget.halted : undefined);
      until = target.now() + cleanupMs;
      return !(isLast && budget.halted.aborted);
    }
    await target.wait(seconds * 1000);
    return true;
  };
  return {
    async remove(operation, options) {
      // The quota may be used up for longer than the run may wait: the target knows better.
      let unpaced = isLast;
      for (let triesLeft = isLast ? 1 : 3; triesLeft > 0; unpaced = true) {
        const { reply, trouble } = await context.send(operation, { ...options, role: 'cleanup', unpaced });
        if (isGone(reply)) {
          isPatienceUsed = false;
          return;
        }
        const mustWait = reply ? isHeld(contract, reply) : trouble?.kind === 'not-sent';
        if (!mustWait) triesLeft -= 1;
        else if (unpaced && !reply) return;
        const seconds = mustWait ? Math.max(1, (reply && retrySeconds(contract, reply)) ?? 1) : 0;
        if (!(await waited(seconds))) return;
      }
    },
  };
}

/** Whether a response asks to wait. */
const isHeld = (contract: Contract, reply: Reply) =>
  isOverLimit(contract, reply) || (reply.status === 503 && headerValue(reply.headers, 'retry-after') !== undefined);

/** Tries to remove what is left at the end of a run: the newest object first, as a principal of the account that created it. */
export async function removeLeftovers(context: SendingContext, left: readonly Leftover[]): Promise<void> {
  const { contract, principals } = context;
  const remover = createRemover(context, true);
  for (const { principal, url, removal } of left.toReversed()) {
    const operation = contract.operations.find(({ id }) => id === removal);
    const account = principals.all.find(({ name }) => name === principal)?.account;
    const able = operation && principals.able(operation).find((candidate) => candidate.account === account);
    // A redacted URL is no longer the object's.
    if (operation && able && url !== undefined && !url.includes('‹'))
      await remover.remove(operation, {
        caller: principals.caller(able, operation),
        alter: (call) => ({ ...call, target: at(url, call) }),
      });
  }
}

/** The target of a request at the path of a URL. A credential may be in its query. */
const at = (url: string, { target }: Pick<Call, 'target'>) => target.replace(/^[^?]*/, () => url.replace(/^[a-z]+:\/\/[^/]*/i, ''));
