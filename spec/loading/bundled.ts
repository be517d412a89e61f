import { fileURLToPath } from 'node:url';
import type { Contract } from '../contract.ts';
import type { LoadOptions } from './load.ts';
import { readCompiled } from './compiled.ts';

/** The document that is part of the package. */
export const bundledDocument: string = fileURLToPath(new URL('../openapi.yaml', import.meta.url));

/**
 * Like `loadContract`, but imports the loader only when needed. The bundled document is compiled when the package is built.
 * @throws {DocumentError} with every problem of the document.
 */
export async function readContract(source: string, options: LoadOptions = {}): Promise<Contract> {
  const plain = source === bundledDocument && (options.overlays ?? []).length === 0;
  const compiled = plain ? await readCompiled(source) : undefined;
  if (compiled !== undefined) return compiled;
  const { loadContract } = await import('./load.ts');
  return loadContract(source, options);
}
