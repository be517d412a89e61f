import { fileURLToPath } from 'node:url';
import type { Contract } from '../contract.ts';
import type { LoadOptions } from './load.ts';
import { readCompiled } from './compiled.ts';

/** The document that comes with the project. */
export const bundledDocument: string = fileURLToPath(new URL('../openapi.yaml', import.meta.url));

/**
 * As `loadContract`, which is only loaded where it is needed: the bundled document is taken as it was compiled when the package was
 * built, and nothing has to read YAML.
 * @throws {DocumentError} with everything that is wrong with a document.
 */
export async function readContract(source: string, options: LoadOptions = {}): Promise<Contract> {
  const plain = source === bundledDocument && (options.overlays ?? []).length === 0;
  const compiled = plain ? await readCompiled(source) : undefined;
  if (compiled !== undefined) return compiled;
  const { loadContract } = await import('./load.ts');
  return loadContract(source, options);
}
