/**
 * The mock server for browsers: what `mock/index.ts` exports, without Node's modules.
 *
 * @module
 */
import type { Contract } from '../spec/contract.ts';

export { assembleMock as createMock } from './assemble.ts';
export { DocumentError } from '../spec/loading/problem.ts';

/**
 * Documents are loaded in Node.js: a contract is plain data, so a page can get it as JSON.
 *
 * @throws Error always.
 */
async function refuseToLoad(): Promise<Contract> {
  throw new Error(
    'loadContract: documents are loaded in Node.js; write the contract to a JSON file there, and load that file in the browser',
  );
}

export { refuseToLoad as loadContract };
