/**
 * A process that serves requests of a mock, and does what the command asks it for.
 *
 * @module
 */
import cluster from 'node:cluster';
import { rmSync } from 'node:fs';
import { faults } from '../../mock/faults/faults.ts';
import { listenForRequests, type RequestListeners } from '../../mock/listeners/request-listeners.ts';
import { createReplica, type Replica } from '../../mock/replicas/replica.ts';
import { variants } from '../../mock/variants/variants.ts';
import { createLog } from '../mock/log.ts';
import { workerReady, type WorkerCall, type WorkerMethods, type WorkerOrder, type WorkerReply } from './messages.ts';

let serving: { readonly replica: Replica; readonly listeners: RequestListeners } | undefined;
let left: WorkerOrder['left'];

const served = () => {
  if (serving === undefined) throw new Error('the worker serves nothing yet');
  return serving;
};

const methods: WorkerMethods = {
  async serve({ contract, store, options, listening, limits, log, left: owned }) {
    left = owned;
    const write = log ? createLog(process.stderr) : undefined;
    const replica = await createReplica(contract, store, { ...options, table: { faults, variants } });
    const listeners = await listenForRequests(replica, { ...listening, log: write && ((entry) => write('response', entry)) }, limits);
    serving = { replica, listeners };
    return { url: listeners.url, httpUrl: listeners.httpUrl };
  },
  async journal(after) {
    const entries = served().replica.journal();
    return entries.slice(entries.findLastIndex(({ id }) => id === after) + 1);
  },
  report: async () => served().listeners.report(),
  async renew() {
    await served().replica.refresh();
    await served().listeners.renew();
  },
  drain: async (mostMs) => served().listeners.drain(mostMs),
  async close() {
    await serving?.listeners.close();
    await serving?.replica.close();
  },
};

async function replyTo({ call, method, argument }: WorkerCall): Promise<WorkerReply> {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the command sends the argument of the method
    return { call, result: await (methods[method] as (argument: unknown) => Promise<unknown>)(argument) };
  } catch (error) {
    return { call, problem: error instanceof Error ? error.message : String(error), isUsage: error instanceof RangeError };
  }
}

process.on('message', (message: WorkerCall) => {
  void replyTo(message).then((reply) => process.connected && process.send!(reply));
});
// They reach the whole group of a terminal; the command says when to end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
// The command was killed: the process ends at once.
cluster.worker?.once('disconnect', () => {
  if (left === undefined || cluster.worker?.exitedAfterDisconnect) return;
  try {
    process.kill(left.pid);
  } catch {
    // Another worker was faster.
  }
  rmSync(left.folder, { recursive: true, force: true });
});
process.send?.(workerReady);
