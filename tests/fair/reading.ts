/**
 * Servers that read the document or a standard in another fair way than the mock: its answers are changed on their way.
 *
 * @module
 */
import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { Contract } from '../../spec/contract.ts';
import { headerValue, withoutHeader } from '../../spec/message.ts';
import type { Call, Reply, Sent, Target } from '../../suites/target.ts';
import { inProcessTarget, sessionFor, stillMock } from '../support/in-process.ts';

/** What becomes of an answer, or that the connection is closed instead. */
export type Change = (reply: Reply, call: Call) => Reply | 'closed';

export type Changes = { readonly [title: string]: Change };

export interface FairReading {
  readonly title: string;
  /** What it is judged by, and what it keeps, where that is another one. */
  readonly judgedBy: Contract;
  readonly kept?: Contract;
  readonly change?: Change;
  /** The requirements that are looked at; of others it may well be said that they are broken. */
  readonly about?: RegExp;
}

/** What was judged of these requirements and did not pass. */
export async function objections(
  { judgedBy, kept = judgedBy, change = (reply) => reply, about = /./ }: FairReading,
  requirements?: readonly RequirementId[],
): Promise<readonly string[]> {
  const mock = { ...stillMock(kept), contract: judgedBy };
  const session = sessionFor(mock, requirements === undefined ? {} : { only: requirements }, changed(inProcessTarget(mock), change));
  const open: string[] = [];
  for (const { id: requirement } of session.schedule.requirements) {
    if (!about.test(requirement)) continue;
    for (const { id, outcome, reason } of (await session.judge(requirement)).checks)
      if (outcome !== 'pass' && outcome !== 'not-applicable') open.push(`${outcome} ${id}: ${reason}`);
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
      return other === 'closed' ? { ...sent, trouble: { kind: 'closed', says: 'closed' } } : { ...sent, reply: other };
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
