/**
 * Compiles the bundled document when the package is built.
 *
 * @module
 */
import { bundledDocument } from './bundled.ts';
import { loadContract } from '../load.ts';
import { writeCompiled } from './compiled.ts';

await writeCompiled(bundledDocument, await loadContract(bundledDocument));
