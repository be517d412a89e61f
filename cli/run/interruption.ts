import { exitCodes } from '../../suites/result/exit-code.ts';

/** The handling of Ctrl-C during a run. */
export interface Interruption {
  /** Aborted by the first signal, so that the run can clean up. A second signal ends the process at once. */
  readonly signal: AbortSignal;
  /** Runs something, and stops waiting for it at the first signal. */
  unless<Value>(work: () => Promise<Value>): Promise<Value | 'interrupted'>;
  /** Stops listening for signals. */
  release(): void;
}

/** Within this time, a second SIGTERM is the first one again, in milliseconds. */
const doubledMs = 500;

/** Listens for SIGINT and SIGTERM; calls `onFirst` at the first. */
export function awaitInterruption(onFirst: () => void): Interruption {
  const controller = new AbortController();
  const { signal } = controller;
  let firstAt = 0;
  const interrupt = (name: NodeJS.Signals) => {
    // `timeout` sends SIGTERM twice: to the process, and to its group.
    if (signal.aborted && name === 'SIGTERM' && performance.now() - firstAt < doubledMs) return;
    if (signal.aborted) process.exit(exitCodes.interrupted);
    firstAt = performance.now();
    onFirst();
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  const happened = new Promise<'interrupted'>((resolve) => signal.addEventListener('abort', () => resolve('interrupted')));
  return {
    signal,
    unless: async (work) => (signal.aborted ? 'interrupted' : Promise.race([work(), happened])),
    release() {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    },
  };
}
