import type { Contract } from '../spec/contract.ts';
import { assembleMock } from './assemble.ts';
import type { Mock, MockOptions } from './mock.ts';

/**
 * Creates a mock that behaves as the contract says. It loads no faults: names in the options refer to `options.table`. In a browser it has everything
 * but `listen`.
 *
 * @throws RangeError if a name is not in the table, or if own credentials or clients do not fit the contract.
 */
export function assembleWithSockets(contract: Contract, options: MockOptions = {}): Mock {
  return assembleMock(contract, options, async (mock, listening) => (await import('./listeners/listen.ts')).listen(mock, listening));
}
