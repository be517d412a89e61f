import { createHash } from 'node:crypto';
import { compile } from './compile/compile.ts';
import { versionOf } from './compile/version.ts';
import type { Contract, Json, JsonObject, Place } from './contract.ts';
import { isObject, parseJson } from './json/json.ts';
import { type Bundle, bundle } from './loading/bundle.ts';
import { circularReferences } from './loading/tolerance/circular.ts';
import { applyOverlays } from './loading/overlay.ts';
import { DocumentError } from './loading/problem.ts';
import type { LoadOptions } from './loading/bundled.ts';
import { type PartOrigin, placeOf } from './loading/origin.ts';
import { read } from './loading/read.ts';
import { withoutDangling } from './loading/tolerance/dangling.ts';
import { namedByComponent, schemeReferences, withSchemes } from './loading/scheme-references.ts';

export { bundledDocument } from './loading/bundled.ts';

/** A contract, and a function that locates any pointer into its document. */
export interface Located {
  readonly contract: Contract;
  readonly place: (pointer: string) => Place;
}

/**
 * Loads, checks and compiles an OpenAPI document.
 * @param source Path or URL; YAML or JSON; OpenAPI 3.0, 3.1 or 3.2. Referenced files are loaded too.
 * @throws {DocumentError} with every problem, {TypeError} if the source is not a string.
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
  if (typeof source !== 'string') throw new TypeError(`loadContract: expected the path or URL of a document, got ${typeName(source)}`);
  const { onFile } = options;
  const root = await read(source, 'an OpenAPI document', onFile);
  const overlays: PartOrigin[] = [];
  for (const overlay of options.overlays ?? []) overlays.push({ ...(await read(overlay, 'an OpenAPI Overlay', onFile)), pointer: '' });
  const { document, origins } = applyOverlays({ ...root, pointer: '' }, overlays);
  const sha256 = hashOf([root, ...overlays].map(({ source: { body } }) => body));
  const located = (written: Omit<Bundle, 'document'>, compiled: Json | undefined): Located => {
    const { problems, mistakes } = written;
    const place = (pointer: string): Place => placeOf(written.origins, pointer);
    return { contract: compile(compiled, { source, sha256, place, problems, mistakes }), place };
  };
  const version = versionOf(document).openapi;
  if (!isObject(document) || version === undefined) return located({ origins, problems: [], mistakes: [] }, document);
  const top = { ...root, pointer: '' };
  const access = { directories: options.allowedDirectories ?? [], remote: options.allowRemote ?? false, onFile };
  const bundled = await bundle(top, document, origins, access);
  const references = version === '3.2' ? schemeReferences(bundled, top) : [];
  if (references.length === 0) return located(bundled, bundled.document);
  const extended = withSchemes({ document, origins }, references, bundled.origins);
  const whole = await bundle(top, extended.document, extended.origins, access);
  return located(whole, namedByComponent(whole.document, references));
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
  const parsed = parseJson(text);
  const place = (pointer: string): Place => ({ pointer, file: source });
  const circular = circularReferences(parsed);
  if (circular.length > 0) throw new DocumentError(circular.map((problem) => ({ ...problem, file: source })));
  return compile(isObject(parsed) ? withoutDangling(parsed) : parsed, {
    source,
    sha256: hashOf([text]),
    place,
    problems: [],
    mistakes: [],
  });
}

/** A value of JavaScript that should have been a string. */
function typeName(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value;
}

function hashOf(bodies: readonly string[]): string {
  const hash = createHash('sha256');
  for (const body of bodies) hash.update(body);
  return hash.digest('hex');
}
