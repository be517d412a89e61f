import type { Contract } from '../spec/contract.ts';
import { faults } from './faults/faults.ts';
import type { Mock, MockOptions } from './mock.ts';
import { assembleWithSockets } from './sockets.ts';
import { variants } from './variants/variants.ts';

export type { Mock, MockOptions, MockPrincipal } from './mock.ts';

/**
 * Creates a mock of a contract. Names in the options refer to all faults and variants of the project.
 *
 * @throws RangeError if a fault or variant is unknown.
 */
export function createMock(contract: Contract, options: MockOptions = {}): Mock {
  return assembleWithSockets(contract, { table: { faults, variants }, ...options });
}
