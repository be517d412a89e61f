/**
 * A run against a mock whose answers are changed on their way, as servers in the field would have answered.
 *
 * @module
 */
import type { Contract, Json } from '../../spec/contract.ts';
import { loadContract } from '../../spec/load.ts';
import type { Settings } from '../../suites/engine/settings.ts';
import type { Call, Reply, Sent } from '../../suites/http/target.ts';
import { files, small } from '../spec/documents.ts';
import { inProcessTarget, judgeAll, sessionFor, stillMock } from './in-process.ts';

interface Field {
  /** Whether the target offers the test hooks of the mock. */
  readonly hooks?: boolean;
  readonly settings?: Partial<Settings>;
  readonly change?: (sent: Sent, call: Call) => Sent;
}

/** What becomes of a run against a mock whose answers are changed on their way: what does not pass, and which calls were sent. */
export async function run(contract: Contract, { hooks = true, settings = {}, change = (sent) => sent }: Field) {
  const mock = stillMock(contract);
  const target = inProcessTarget(mock);
  const calls: Call[] = [];
  const send = async (call: Call) => {
    calls.push(call);
    return change(await target.send(call), call);
  };
  const session = sessionFor(mock, settings, { ...target, send, capabilities: hooks ? target.capabilities : {} });
  const checks = (await judgeAll(session)).flatMap((finding) => finding.checks);
  const undisputed = new Set(['pass', 'not-applicable']);
  const objections = checks
    .filter(({ outcome }) => !undisputed.has(outcome))
    .map(({ id, outcome, reason }) => `${outcome} ${id}: ${reason}`);
  return { calls, checks, objections, mock };
}

/** Changes every answer that there is. */
export const answers =
  (change: (reply: Reply, call: Call) => Reply) =>
  ({ reply, ...sent }: Sent, call: Call): Sent =>
    reply ? { ...sent, reply: change(reply, call) } : sent;

/** A small document with these parts. */
export const load = async (parts: { readonly [name: string]: Json }) =>
  loadContract(await files({ 'openapi.json': JSON.stringify(small(parts)) }));
