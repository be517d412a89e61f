import type { Contract } from '../spec/contract.ts';
import type { LoadOptions } from '../spec/loading/bundled.ts';

/**
 * Loads and compiles an OpenAPI document from a path or URL, in Node.js. The contract is plain data: as JSON it can be given to a browser.
 *
 * @throws DocumentError if the document cannot be read or is not valid.
 */
export async function loadDocument(source: string, options?: LoadOptions): Promise<Contract> {
  return (await import('../spec/loading/bundled.ts')).readContract(source, options);
}
