import { exitCodes } from '../failure.ts';

/** Ctrl-C, as a run takes it. */
export interface Interruption {
  /** Aborted with the first signal: what goes on comes to an end, and cleans up. A second one ends the process at once. */
  readonly signal: AbortSignal;
  /** Does something, and waits for it no longer than up to the first signal. */
  unless<Value>(work: () => Promise<Value>): Promise<Value | 'interrupted'>;
  /** No longer waits for signals. */
  release(): void;
}

/** Waits for SIGINT and SIGTERM; `tell` is called with the first. */
export function awaitInterruption(tell: () => void): Interruption {
  const controller = new AbortController();
  const { signal } = controller;
  const interrupt = () => {
    if (signal.aborted) process.exit(exitCodes.interrupted);
    tell();
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
