import {
  BaseResolver,
  bundleDocument,
  createConfig,
  detectSpec,
  lintDocument,
  type NormalizedProblem,
  parseYaml,
} from '@redocly/openapi-core';
import type { JsonObject } from '../contract.ts';
import { EXTENSION } from '../extension/schema.ts';
import { isObject, member, plainJson, text } from '../json/json.ts';
import { tokensOf, valueAt } from '../json/pointer.ts';
import { DocumentError, type Problem, shownValue } from './problem.ts';
import { followReferences } from './follow.ts';
import { type PartOrigin, originOf, type PartOrigins, placeOf } from './origin.ts';
import { nameOf } from './name.ts';
import { typesOf } from './types.ts';
import { suggestion } from '../suggestion.ts';

/** A document with only internal references, and the origin of its parts. */
export interface Bundle {
  readonly document: JsonObject;
  readonly origins: PartOrigins;
}

/** The rules that make a document unusable; other linter findings are ignored. */
const RULES = { struct: 'error', 'no-unresolved-refs': 'error' } as const;

/**
 * Checks the structure of a document and includes the files that it references.
 * @throws {DocumentError} with every structural problem.
 */
export async function bundle(root: PartOrigin, document: JsonObject, origins: PartOrigins): Promise<Bundle> {
  return checkedBundle(root, document, origins).catch((cause: unknown) => {
    throw unreadable(cause, root, origins);
  });
}

async function checkedBundle(root: PartOrigin, document: JsonObject, origins: PartOrigins): Promise<Bundle> {
  const config = await createConfig({ rules: RULES });
  const externalRefResolver = new BaseResolver();
  const unbundled = { source: root.source, parsed: withoutForeign(document) };
  externalRefResolver.cache.set(root.source.absoluteRef, Promise.resolve(unbundled));
  const types = typesOf(detectSpec(unbundled.parsed));
  const findings = await lintDocument({ document: unbundled, config, customTypes: types, externalRefResolver });
  const problems = findings.filter(matters).map((finding) => problemOf(finding, root, origins));
  if (problems.length > 0) throw new DocumentError(problems);
  const bundled = await bundleDocument({ document: unbundled, config, types, externalRefResolver });
  const result = plainJson(bundled.bundle.parsed);
  if (!isObject(result)) throw new Error(`Bundling ${root.name} did not return an object.`);
  return { document: result, origins: await followReferences(root, document, result, origins, externalRefResolver) };
}

/** A copy without extensions of other tools at the root, whose references may be invalid. */
function withoutForeign(document: JsonObject): JsonObject {
  return structuredClone(Object.fromEntries(Object.entries(document).filter(([name]) => !name.startsWith('x-') || name === EXTENSION)));
}

/** Redocly throws on references to missing files in unexpected positions, such as descriptions. */
function unreadable(cause: unknown, root: PartOrigin, origins: PartOrigins): unknown {
  if (!(cause instanceof Error) || !/^E[A-Z]{4,}\b/.test(cause.message)) return cause;
  const message = `expected references to readable files, got one that cannot be read: ${cause.message}`;
  return new DocumentError([
    { code: 'document/reference', message: message.replaceAll(root.source.absoluteRef, root.name), ...placeOf(origins, '') },
  ]);
}

/** Misspelt members matter. Additional members, and everything within extensions and schemas, do not. */
function matters(finding: NormalizedProblem): boolean {
  if (finding.ruleId !== 'struct') return true;
  const pointer = finding.location[0]?.pointer ?? '';
  if (/\/x-|\/schema(\/|$)|\/components\/schemas\//.test(pointer)) return false;
  if (/^The field `responses` must be present|^Must contain at least one of/.test(finding.message)) return false;
  return !finding.message.includes('is not expected here') || meantBy(finding) !== undefined;
}

/** The known name that is most similar to a misspelt one. */
function meantBy(finding: NormalizedProblem): string | undefined {
  const name = tokensOf(finding.location[0]?.pointer?.slice(1) ?? '').at(-1) ?? '';
  return suggestion(name, finding.suggest);
}

function problemOf(finding: NormalizedProblem, root: PartOrigin, origins: PartOrigins): Problem {
  const { source = root.source, pointer: found = '#/' } = finding.location[0] ?? {};
  const pointer = found.replace(/^#/, '').replace(/\/$/, '');
  const own = source.absoluteRef === root.source.absoluteRef;
  const within = own
    ? origins
    : new Map([['', { name: nameOf(source.absoluteRef), source, pointer: '', parsed: plainJson(parseYaml(source.body)) }]]);
  const code = finding.ruleId === 'no-unresolved-refs' ? 'document/reference' : 'document/invalid';
  return { code, message: messageOf(finding, originOf(within, pointer)), ...placeOf(within, pointer) };
}

function messageOf(finding: NormalizedProblem, origin: PartOrigin): string {
  if (finding.ruleId === 'no-unresolved-refs') {
    const reference = text(member(valueAt(origin.parsed, origin.pointer), '$ref'));
    return `expected a reference to an existing part, got ${shownValue(reference)}`;
  }
  const meant = meantBy(finding);
  const line = finding.message.split('\n', 1)[0]!.replaceAll('`', '"').replace(/\.$/, '');
  return `${line.charAt(0).toLowerCase()}${line.slice(1)}${meant === undefined ? '' : `; did you mean ${shownValue(meant)}?`}`;
}
