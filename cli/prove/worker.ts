import { parentPort, workerData } from 'node:worker_threads';
import type { Contract } from '../../spec/contract.ts';
import type { TrialDifference } from './kill-matrix.ts';
import { tryOut } from './trial.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `gather` gives it contracts
const contracts = workerData as readonly Contract[];

parentPort?.on('message', ({ document, difference }: { readonly document: number; readonly difference: TrialDifference }) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- between threads there are no origins
  void tryOut(contracts[document]!, difference).then((trial) => parentPort?.postMessage(trial));
});
