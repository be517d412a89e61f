/**
 * Servers that read the document or a standard in another fair way than the mock: its answers are changed on their way.
 *
 * @module
 */
import type { Mock, MockOptions } from '../../../mock/create.ts';
import type { Contract } from '../../../spec/contract.ts';
import { headerValue, withoutHeader } from '../../../spec/message.ts';
import type { Session } from '../../../suites/engine/session.ts';
import type { Call, Reply, Sent, Target } from '../../../suites/http/target.ts';
import { inProcessTarget, sessionFor, stillMock } from '../../support/in-process.ts';

/** What becomes of an answer, or that the connection is closed instead. */
export type Change = (reply: Reply, call: Call) => Reply | 'closed';

export type Changes = { readonly [title: string]: Change };

export interface FairReading {
  readonly title: string;
  /** What it is judged by, and what it keeps, where that is another one. */
  readonly judgedBy: Contract;
  readonly kept?: Contract;
  readonly options?: MockOptions;
  readonly change?: Change;
  /** The requirements that are looked at; of others it may well be said that they are broken. */
  readonly about?: RegExp;
}

/** A mock that is fair in another way, and the way to it. */
export function fairServer({ judgedBy, kept = judgedBy, options = {}, change = (reply) => reply }: FairReading): {
  readonly mock: Mock;
  readonly target: Target;
} {
  const mock = { ...stillMock(kept, options), contract: judgedBy };
  return { mock, target: changed(inProcessTarget(mock), change) };
}

/** Everything that was judged of it and did not pass. */
export function objections(reading: FairReading): Promise<readonly string[]> {
  const { mock, target } = fairServer(reading);
  return objectionsIn(sessionFor(mock, {}, target), ['fail', 'inconclusive', 'blocked', 'error'], reading.about);
}

/** What comes out in one of these ways, of the requirements that a session is about. */
export async function objectionsIn({ schedule, judge }: Session, outcomes: readonly string[], about = /./): Promise<readonly string[]> {
  const open: string[] = [];
  for (const { id: requirement } of schedule.requirements) {
    if (!about.test(requirement)) continue;
    for (const { id, outcome, reason } of (await judge(requirement)).checks)
      if (outcomes.includes(outcome)) open.push(`${outcome} ${id}: ${reason}`);
  }
  return open;
}

function changed(target: Target, change: Change): Target {
  return {
    ...target,
    async send(call): Promise<Sent> {
      const { reply, ...sent } = await target.send(call);
      if (!reply) return sent;
      const other = change(reply, call);
      return other === 'closed' ? { ...sent, trouble: { kind: 'closed', message: 'closed' } } : { ...sent, reply: other };
    },
  };
}

/** An answer with this field alone under its name, or without it. */
export const having = (reply: Reply, name: string, value: string | undefined): Reply => ({
  ...reply,
  headers: [...withoutHeader(reply.headers, name), ...(value === undefined ? [] : [name, value])],
});

/** An answer with another value of a field, if it has that. */
export function rewritten(reply: Reply, name: string, change: (value: string) => string): Reply {
  const value = headerValue(reply.headers, name);
  return value === undefined ? reply : having(reply, name, change(value));
}
