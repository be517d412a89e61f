/**
 * Runs trials on all cores.
 *
 * @module
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Contract } from '../../spec/contract.ts';
import type { Attempt, Trial } from './kill-matrix.ts';
import { tryOut } from './trial.ts';

/** Workers that run trials. */
export interface WorkerPool {
  readonly try: Attempt;
  /** The number of workers; 1 if this thread runs all trials. */
  readonly size: number;
  dismiss(): Promise<void>;
}

const script = new URL('../../cli/prove/worker.js', import.meta.url);
/** Workers need compiled files, because the loader for TypeScript sources does not work in threads. */
const compiled = import.meta.url.endsWith('.js');

/** With fewer trials for each worker, starting it takes longer than the trials. */
const trialsPerWorker = 8;

/** Starts a worker for each core, or none for few trials. */
export function startWorkers(contracts: readonly Contract[], trials: number): WorkerPool {
  const size = Math.min(availableParallelism(), Math.floor(trials / trialsPerWorker));
  if (size < 2 || !compiled) {
    return { try: (document, difference) => tryOut(contracts[document]!, difference), size: 1, dismiss: async () => {} };
  }
  const idle = Array.from({ length: size }, () => new Worker(script, { workerData: contracts }));
  const all = [...idle];
  const waiting: ((worker: Worker) => void)[] = [];
  const next = () => new Promise<Worker>((resolve) => (idle.length > 0 ? resolve(idle.pop()!) : waiting.push(resolve)));
  const release = (worker: Worker) => (waiting.length > 0 ? waiting.shift()!(worker) : void idle.push(worker));
  return {
    size,
    async try(document, difference) {
      const worker = await next();
      try {
        return await new Promise<Trial>((resolve, reject) => {
          const settle = (act: () => void) => {
            worker.off('message', finished).off('error', failed);
            act();
          };
          const finished = (trial: Trial) => settle(() => resolve(trial));
          const failed = (error: unknown) => settle(() => reject(error instanceof Error ? error : new Error(String(error))));
          worker.on('message', finished).on('error', failed);
          // oxlint-disable-next-line unicorn/require-post-message-target-origin -- between threads there are no origins
          worker.postMessage({ document, difference });
        });
      } finally {
        release(worker);
      }
    },
    dismiss: async () => void (await Promise.all(all.map((worker) => worker.terminate()))),
  };
}
