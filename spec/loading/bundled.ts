import { fileURLToPath } from 'node:url';
import type { Contract } from '../contract.ts';
import { readCompiled } from './compiled.ts';

/** Options for loading a document. */
export interface LoadOptions {
  /** Paths or URLs of OpenAPI Overlays, applied in this order. */
  readonly overlays?: readonly string[];
  /** Folders with files that the document may refer to, besides its own folder. */
  readonly allowedDirectories?: readonly string[];
  /** Whether the document may refer to URLs of other origins than its own. Default: false. */
  readonly allowRemote?: boolean;
  /** Called with the path of each file before it is read: the document, overlays, and files that they refer to. Not with URLs. */
  readonly onFile?: ((path: string) => void) | undefined;
}

// The same path from this module and from what the build makes of it.
/** The document that is part of the package. */
export const bundledDocument: string = fileURLToPath(new URL('../../spec/openapi.yaml', import.meta.url));

/**
 * Like `loadContract`, but imports the loader only when needed. The bundled document is compiled when the package is built.
 * @throws {DocumentError} with every problem of the document.
 */
export async function readContract(source: string, options: LoadOptions = {}): Promise<Contract> {
  const plain = source === bundledDocument && (options.overlays ?? []).length === 0;
  const compiled = plain ? await readCompiled(source) : undefined;
  if (compiled !== undefined) {
    options.onFile?.(source);
    return compiled;
  }
  const { loadContract } = await import('../load.ts');
  return loadContract(source, options);
}
