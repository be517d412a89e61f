import { parentPort, workerData } from 'node:worker_threads';
import type { Contract } from '../../spec/contract.ts';
import { broken } from './trial.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `gather` gives it a contract
const contract = workerData as Contract;

parentPort?.on('message', (fault: string) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- between threads there are no origins
  void broken(contract, fault).then((trial) => parentPort?.postMessage(trial));
});
