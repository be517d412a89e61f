import { createHash } from 'node:crypto';
import { compile } from '../compile/compile.ts';
import { versionOf } from '../compile/version.ts';
import type { Contract, Json, JsonObject, Place } from '../contract.ts';
import { isObject, parseJson } from '../json/json.ts';
import { bundle } from './bundle.ts';
import { applyOverlays } from './overlay.ts';
import { type PartOrigin, type PartOrigins, placeOf } from './origin.ts';
import { read } from './read.ts';

export { bundledDocument } from './bundled.ts';

/** Options for loading a document. */
export interface LoadOptions {
  /** Paths or URLs of OpenAPI Overlays, applied in this order. */
  readonly overlays?: readonly string[];
}

/** A contract, and a function that locates any pointer into its document. */
export interface Located {
  readonly contract: Contract;
  readonly place: (pointer: string) => Place;
}

/**
 * Loads, checks and compiles an OpenAPI document.
 * @param source Path or URL; YAML or JSON; OpenAPI 3.0, 3.1 or 3.2. Referenced files are loaded too.
 * @throws {DocumentError} with every problem.
 * @example const contract = await loadContract('openapi.yaml', { overlays: ['limits.overlay.yaml'] });
 */
export async function loadContract(source: string, options: LoadOptions = {}): Promise<Contract> {
  return (await locateContract(source, options)).contract;
}

/**
 * Like `loadContract`, but can locate every part of the document.
 * @throws {DocumentError} with every problem.
 */
export async function locateContract(source: string, options: LoadOptions = {}): Promise<Located> {
  const root = await read(source, 'an OpenAPI document');
  const overlays: PartOrigin[] = [];
  for (const overlay of options.overlays ?? []) overlays.push({ ...(await read(overlay, 'an OpenAPI Overlay')), pointer: '' });
  const { document, origins } = applyOverlays({ ...root, pointer: '' }, overlays);
  const sha256 = hashOf([root, ...overlays].map(({ source: { body } }) => body));
  const located = (compiled: Json | undefined, written: PartOrigins): Located => {
    const place = (pointer: string): Place => placeOf(written, pointer);
    return { contract: compile(compiled, { source, sha256, place }), place };
  };
  if (!isObject(document) || versionOf(document).openapi === undefined) return located(document, origins);
  const bundled = await bundle({ ...root, pointer: '' }, document, origins);
  return located(bundled.document, bundled.origins);
}

/** Options for a document that is not from a file. */
export interface CompileOptions {
  /** Its name in messages and reports. Default: `in-process document`. */
  readonly source?: string;
}

/**
 * Checks and compiles a parsed document without references to other files.
 * @throws {DocumentError} with every problem.
 */
export function compileDocument(document: JsonObject, options: CompileOptions = {}): Contract {
  const { source = 'in-process document' } = options;
  const text = JSON.stringify(document);
  return compile(parseJson(text), { source, sha256: hashOf([text]), place: (pointer) => ({ pointer, file: source }) });
}

function hashOf(bodies: readonly string[]): string {
  const hash = createHash('sha256');
  for (const body of bodies) hash.update(body);
  return hash.digest('hex');
}
