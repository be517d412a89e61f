import { bundleDocument, createConfig, detectSpec, lintDocument } from './redocly.ts';
import type { JsonObject } from '../contract.ts';
import { circularReferences } from './tolerance/circular.ts';
import { isObject, plainJson } from '../json/json.ts';
import type { Access } from './files/access.ts';
import { ReferencedFiles } from './files/referenced-files.ts';
import { DocumentError, type Problem } from './problem.ts';
import { followReferences } from './follow.ts';
import { type PartOrigin, type PartOrigins, placeOf } from './origin.ts';
import { judgedFindings } from './tolerance/findings.ts';
import { essentialDocument } from './tolerance/essential.ts';
import { withoutDangling } from './tolerance/dangling.ts';
import { typesOf } from './types.ts';

/** A document with only internal references, and the origin of its parts. */
export interface Bundle {
  readonly document: JsonObject;
  readonly origins: PartOrigins;
  /** Problems that make the document unusable. */
  readonly problems: readonly Problem[];
  /** Problems of parts that can be ignored. */
  readonly mistakes: readonly Problem[];
}

/** The rules of the linter that matter. */
const RULES = { struct: 'error', 'no-unresolved-refs': 'error' } as const;

/**
 * Checks the structure of a document and includes the files that it references. References to nothing become empty objects.
 * @throws {DocumentError} if it cannot be bundled.
 */
export async function bundle(root: PartOrigin, document: JsonObject, origins: PartOrigins, access: Access): Promise<Bundle> {
  return checkedBundle(root, document, origins, access).catch((cause: unknown) => {
    throw unreadable(cause, root, origins);
  });
}

async function checkedBundle(root: PartOrigin, document: JsonObject, origins: PartOrigins, access: Access): Promise<Bundle> {
  const circular = circularReferences(document).map((problem) => ({ ...problem, ...placeOf(origins, problem.pointer) }));
  if (circular.length > 0) throw new DocumentError(circular);
  const config = await createConfig({ rules: RULES });
  const files = new ReferencedFiles(root.source.absoluteRef, access);
  const unbundled = { source: root.source, parsed: essentialDocument(document) };
  files.cache.set(root.source.absoluteRef, Promise.resolve(unbundled));
  const types = typesOf(detectSpec(unbundled.parsed));
  const findings = await lintDocument({ document: unbundled, config, customTypes: types, externalRefResolver: files });
  const bundled = await bundleDocument({ document: unbundled, config, types, externalRefResolver: files });
  const result = plainJson(bundled.bundle.parsed);
  if (!isObject(result)) throw new Error(`Bundling ${root.name} did not return an object.`);
  const followed = await followReferences(root, document, result, origins, files);
  return {
    document: withoutDangling(result),
    origins: followed,
    ...judgedFindings(findings, { root, document: result, origins: followed, files }),
  };
}

/** Redocly throws on references to missing files in unexpected positions, such as descriptions. */
function unreadable(cause: unknown, root: PartOrigin, origins: PartOrigins): unknown {
  if (cause instanceof RangeError || (cause instanceof TypeError && cause.message.includes('circular structure'))) {
    const deep = 'expected references that lead to an end and less nesting, got a document that cannot be followed';
    return new DocumentError([{ code: 'document/reference', message: deep, ...placeOf(origins, '') }]);
  }
  if (!(cause instanceof Error) || !/^E[A-Z]{4,}\b/.test(cause.message)) return cause;
  const message = `expected references to readable files, got one that cannot be read: ${cause.message}`;
  return new DocumentError([
    { code: 'document/reference', message: message.replaceAll(root.source.absoluteRef, root.name), ...placeOf(origins, '') },
  ]);
}
