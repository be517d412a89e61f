/**
 * All cores of a machine: processes that listen at the same ports, and are one mock because they share a store.
 *
 * @module
 */
import cluster, { type Worker } from 'node:cluster';
import { fileURLToPath } from 'node:url';
import { createCounts, reportOf, totalOf } from '../../mock/listeners/operating/health.ts';
import type { ListenForRequests, RequestListeners } from '../../mock/listeners/request-listeners.ts';
import type { JournalEntry } from '../../mock/state/journal.ts';
import { workerReady, type WorkerMethod, type WorkerMethods, type WorkerOrder, type WorkerReply } from './messages.ts';

/** The processes of a mock. */
export interface Workers {
  /** Starts them. Throws a RangeError for what a user did wrong. */
  readonly listen: ListenForRequests;
  /** The latest requests of all of them, in the order in which this process learned of them. */
  journal(): Promise<readonly JournalEntry[]>;
}

export interface WorkersOptions extends Omit<WorkerOrder, 'listening' | 'limits'> {
  readonly count: number;
  /** Called when a worker has ended by itself, and another one takes its place. */
  readonly onReplaced: (how: string) => void;
  /** Called when none is left, or no other one can take its place. */
  readonly onLost: (why: string) => void;
}

/** How long a worker may take to end, in milliseconds. */
const patienceMs = 2000;

/** The most entries of the journal. */
const room = 1000;

/** Compiled or not, as this file. */
const script = fileURLToPath(new URL(`../../cli/workers/worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url));

interface RunningWorker {
  readonly process: Worker;
  readonly ended: Promise<string>;
  ask<Method extends WorkerMethod>(method: Method, ...argument: Parameters<WorkerMethods[Method]>): ReturnType<WorkerMethods[Method]>;
}

function startWorker(): RunningWorker {
  const worker = cluster.fork();
  const waiting = new Map<number, { settle(result: unknown): void; fail(cause: Error): void }>();
  let calls = 0;
  let isReady: () => void = () => {};
  const ready = new Promise<void>((resolve) => (isReady = resolve));
  worker.on('message', (reply: WorkerReply | typeof workerReady) => {
    if (reply === workerReady) return isReady();
    const { settle, fail } = waiting.get(reply.call)!;
    waiting.delete(reply.call);
    if ('result' in reply) settle(reply.result);
    else fail(reply.isUsage ? new RangeError(reply.problem) : new Error(reply.problem));
  });
  const ended = new Promise<string>((resolve) => {
    worker.once('exit', (code, signal) => {
      const how = signal ? `by ${signal}` : `with exit code ${code}`;
      for (const { fail } of waiting.values()) fail(new Error(`a worker has ended ${how}`));
      resolve(how);
    });
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a worker answers with what the method returns
  const ask = ((method: WorkerMethod, argument?: unknown) =>
    new Promise((settle, fail) => {
      calls += 1;
      const call = calls;
      waiting.set(call, { settle, fail });
      void ready.then(() => worker.send({ call, method, argument }, (cause) => cause && fail(cause)));
    })) as RunningWorker['ask'];
  return { process: worker, ended, ask };
}

/** Ends a worker that listens no more. */
async function end({ process: worker, ended }: RunningWorker): Promise<void> {
  if (worker.isDead()) return;
  if (worker.isConnected()) worker.disconnect();
  const timer = setTimeout(() => worker.process.kill('SIGKILL'), patienceMs);
  await ended;
  clearTimeout(timer);
}

/** Prepares the processes of a mock. */
export function createWorkers({ count, onReplaced, onLost, ...shared }: WorkersOptions): Workers {
  const running = new Set<RunningWorker>();
  /** The last entry of each journal that is known here. */
  const lastEntries = new WeakMap<RunningWorker, string>();
  let entries: readonly JournalEntry[] = [];
  let isEnding = false;

  async function launch(order: WorkerOrder): Promise<Pick<RequestListeners, 'url' | 'httpUrl'>> {
    const worker = startWorker();
    running.add(worker);
    void worker.ended.finally(() => running.delete(worker));
    const addresses = await worker.ask('serve', order);
    void replaceAfter(worker, order);
    return addresses;
  }

  /** Starts another worker when one ends by itself. */
  async function replaceAfter(worker: RunningWorker, order: WorkerOrder): Promise<void> {
    const how = await worker.ended;
    if (isEnding) return;
    // The ports belong to those that are left.
    if (running.size === 0) return onLost(`the last worker has ended ${how}`);
    onReplaced(how);
    await launch(order).catch((cause: Error) => isEnding || onLost(cause.message));
  }

  const all = <Result>(ask: (worker: RunningWorker) => Promise<Result>) => Promise.all([...running].map(ask));
  /** Of those that are still there. */
  const answered = async <Result>(ask: (worker: RunningWorker) => Promise<Result>) =>
    (
      await all((worker) =>
        ask(worker).then(
          (result) => [result],
          () => [],
        ),
      )
    ).flat();

  async function learn(): Promise<readonly JournalEntry[]> {
    const fresh = await answered(async (worker) => {
      const more = await worker.ask('journal', lastEntries.get(worker));
      const last = more.at(-1);
      if (last) lastEntries.set(worker, last.id);
      return more;
    });
    entries = [...entries, ...fresh.flat().toSorted((one, other) => one.at - other.at)].slice(-room);
    return entries;
  }
  let learned: Promise<readonly JournalEntry[]> = Promise.resolve(entries);

  const close = async () => {
    isEnding = true;
    await answered((worker) => worker.ask('close'));
    await all(end);
  };

  return {
    async listen(_, listening, limits) {
      cluster.setupPrimary({ exec: script, args: [], serialization: 'advanced' });
      const { log: _log, ...where } = listening;
      const order: WorkerOrder = { ...shared, listening: where, limits };
      try {
        const [addresses] = await Promise.all(Array.from({ length: count }, () => launch(order)));
        return {
          ...addresses!,
          report: async () => totalOf([reportOf(createCounts()), ...(await answered((worker) => worker.ask('report')))]),
          renew: async () => void (await answered((worker) => worker.ask('renew'))),
          async drain(mostMs) {
            isEnding = true;
            await answered((worker) => worker.ask('drain', mostMs));
          },
          close,
        };
      } catch (cause) {
        await close();
        throw cause;
      }
    },
    // One after the other, so that no entry is there twice.
    journal: () => (learned = learned.then(learn)),
  };
}
