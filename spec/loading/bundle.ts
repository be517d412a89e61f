import {
  BaseResolver,
  bundleDocument,
  createConfig,
  detectSpec,
  getTypes,
  lintDocument,
  type NormalizedProblem,
  type Source,
} from '@redocly/openapi-core';
import type { Json, JsonObject } from '../contract.ts';
import { isObject, text } from '../json.ts';
import { fragmentPointer, valueAt } from '../pointer.ts';
import { DocumentError, type Problem } from '../problem.ts';
import { externalReferences, type Origin, originOf, type Origins, placeOf } from './origin.ts';
import { nameOf } from './read.ts';

/** A document whose references all point inside it, and where each of its parts was written. */
export interface Bundle {
  readonly document: JsonObject;
  readonly origins: Origins;
}

/** What makes a document unusable; all else that a linter may find is its author's business. */
const RULES = { struct: 'error', 'no-unresolved-refs': 'error', 'operation-operationId-unique': 'error' } as const;

/**
 * Checks a document's structure and pulls the files that it refers to into it.
 * @throws {DocumentError} with every structural problem found.
 */
export async function bundle(root: Origin, document: JsonObject, origins: Origins): Promise<Bundle> {
  const config = await createConfig({ rules: RULES });
  const externalRefResolver = new BaseResolver();
  const unbundled = { source: root.source, parsed: structuredClone(document) };
  externalRefResolver.cache.set(root.source.absoluteRef, Promise.resolve(unbundled));
  const findings = await lintDocument({ document: unbundled, config, externalRefResolver });
  const problems = findings.filter(matters).map((finding) => problemOf(finding, root, origins));
  if (problems.length > 0) throw new DocumentError(problems);
  const references = externalReferences(document);
  const types = getTypes(detectSpec(unbundled.parsed));
  const bundled = await bundleDocument({ document: unbundled, config, types, externalRefResolver });
  const result = JSON.parse(JSON.stringify(bundled.bundle.parsed)) as JsonObject;
  const followed = new Map(origins);
  for (const [pointer, reference] of references) await record(pointer, reference, root.source.absoluteRef);
  return { document: result, origins: followed };

  /** Notes what was pulled in by a reference as written in its own file, then does the same for the references there. */
  async function record(pointer: string, reference: string, base: string): Promise<void> {
    const moved = fragmentPointer(text((valueAt(result, pointer) as JsonObject | undefined)?.['$ref']) ?? '') ?? pointer;
    if (followed.has(moved) && moved !== pointer) return;
    const [file = '', fragment = ''] = reference.split('#');
    const loaded = await new BaseResolver().resolveDocument<Json>(base, file, true);
    if (loaded instanceof Error) return;
    const { source, parsed } = loaded;
    const there = fragmentPointer(`#${fragment}`) ?? '';
    followed.set(moved, { name: nameOf(source.absoluteRef), source, pointer: there, parsed });
    for (const [at, further] of externalReferences(valueAt(parsed, there))) await record(moved + at, further, source.absoluteRef);
  }
}

/** A misspelt member matters, an additional one does not; neither does anything within extensions and schemas. */
function matters(finding: NormalizedProblem): boolean {
  if (finding.ruleId !== 'struct') return true;
  const pointer = finding.location[0]?.pointer ?? '';
  if (/\/x-|\/schema(\/|$)|\/components\/schemas\//.test(pointer)) return false;
  if (/The field `responses` must be present/.test(finding.message)) return false;
  return !/is not expected here/.test(finding.message) || finding.suggest.length > 0;
}

function problemOf(finding: NormalizedProblem, root: Origin, origins: Origins): Problem {
  const location = finding.location[0];
  const pointer = location?.pointer?.replace(/^#\/?/, '/').replace(/\/$/, '') ?? '';
  const source: Source = location?.source ?? root.source;
  const own = source.absoluteRef === root.source.absoluteRef;
  const elsewhere: Origins = new Map([['', { name: nameOf(source.absoluteRef), source, pointer: '', parsed: undefined }]]);
  const place = placeOf(own ? origins : elsewhere, pointer);
  return { says: saysOf(finding, own ? originOf(origins, pointer) : undefined), ...place };
}

function saysOf(finding: NormalizedProblem, origin: Origin | undefined): string {
  const meant = finding.suggest[0];
  const says = finding.message.split('\n')[0]!.replaceAll('`', '"').replace(/\.$/, '');
  if (finding.ruleId === 'no-unresolved-refs') {
    const value = origin && valueAt(origin.parsed, origin.pointer);
    const reference = isObject(value) ? text(value['$ref']) : undefined;
    return `expected a reference to something that exists, got ${JSON.stringify(reference ?? '')}${meant ? `; did you mean ${JSON.stringify(meant)}?` : ''}`;
  }
  if (finding.ruleId === 'operation-operationId-unique') return 'expected an operationId that no other operation has';
  return `${says.charAt(0).toLowerCase()}${says.slice(1)}${meant ? `; did you mean ${JSON.stringify(meant)}?` : ''}`;
}
