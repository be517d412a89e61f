/**
 * Proof on all cores: each worker takes the next fault until there are none.
 *
 * @module
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Contract } from '../../spec/contract.ts';
import type { Attempt, Trial } from './kill-matrix.ts';
import { tryOut } from './trial.ts';

/** Tries differences of mocks against contracts. */
export interface WorkerPool {
  readonly try: Attempt;
  /** How many workers there are; 1 where this thread does it all. */
  readonly size: number;
  dismiss(): Promise<void>;
}

const script = new URL('./worker.js', import.meta.url);
/** Workers cannot be started from sources: what compiles those on the way does not reach into threads. */
const compiled = import.meta.url.endsWith('.js');

/** Fewer trials than this are made sooner than workers are started. */
const worthwhile = 8;

/** So many workers as there are cores, or none where it does not pay. */
export function startWorkers(contracts: readonly Contract[], trials: number): WorkerPool {
  const size = Math.min(availableParallelism(), Math.floor(trials / worthwhile));
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
            worker.off('message', told).off('error', failed);
            act();
          };
          const told = (trial: Trial) => settle(() => resolve(trial));
          const failed = (error: unknown) => settle(() => reject(error instanceof Error ? error : new Error(String(error))));
          worker.on('message', told).on('error', failed);
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
