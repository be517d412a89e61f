import type { Contract, Json, Place } from '../contract.ts';
import { parseExtension } from '../extension/parse.ts';
import { freeze, isObject, text } from '../json/json.ts';
import { DocumentError, type Problem, sortedProblems, type UnlocatedProblem } from '../loading/problem.ts';
import { everyServer } from '../servers.ts';
import { rootNode, step } from '../loading/document-node.ts';
import { assumptionsOf, unsupportedOf, untestedOf } from './assumptions.ts';
import { compileCollections } from './collections.ts';
import { compileFixtures } from './security/fixtures.ts';
import type { Input } from './input.ts';
import { compilePlans, compileRateLimit } from './limits.ts';
import { compileOperation, writtenOperations } from './operations/operations.ts';
import { placesIn } from './operations/places.ts';
import { compileErrorResponses, compileRejection } from './operations/error-responses.ts';
import { withDiscoveredFlows } from './security/discovered-flows.ts';
import { closeImplications, compileSchemes } from './security/security.ts';
import { compileServers, secureOnlyOf } from './servers.ts';
import { checkDocument } from './check.ts';
import { versionOf } from './version.ts';
import { compileWhoami } from './security/whoami.ts';

/** The origin of a document. */
export interface Provenance {
  readonly source: string;
  readonly sha256: string;
  /** Locates a pointer. */
  readonly place: (pointer: string) => Place;
  /** Problems that make the document unusable. */
  readonly problems: readonly Problem[];
  /** Problems of parts that can be ignored. */
  readonly mistakes: readonly Problem[];
}

/**
 * Compiles a bundled document (with only internal references) into a frozen contract.
 * @throws {DocumentError} with every problem.
 */
export function compile(document: Json | undefined, provenance: Provenance): Contract {
  const { source, sha256, place } = provenance;
  const placed = (problem: UnlocatedProblem): Problem => ({ ...problem, ...place(problem.pointer) });
  const reject = (problems: readonly Problem[]): never => {
    throw new DocumentError(sortedProblems(problems));
  };
  const version = versionOf(document);
  if (!isObject(document) || version.openapi === undefined) return reject(version.problems.map(placed));
  const { extension, problems } = parseExtension(document);
  const found = checkDocument(document, version.openapi, extension);
  const all = [...provenance.problems, ...[...found.problems, ...problems].map(placed)];
  if (extension === undefined || all.length > 0) return reject(all);
  const mistakes = sortedProblems([...provenance.mistakes, ...found.mistakes.map(placed)]);
  return freeze({ ...assemble({ document, version: version.openapi, extension, place }, source, sha256), mistakes });
}

function assemble(input: Input, source: string, sha256: string): Omit<Contract, 'mistakes'> {
  const { document, extension } = input;
  const servers = compileServers(document['servers'], source);
  const declared = compileSchemes(input, servers);
  const written = writtenOperations(document);
  const errors = compileErrorResponses(input, written);
  const operations = written.map((operation) => compileOperation(input, operation, errors, declared, source));
  const schemes = withDiscoveredFlows({ schemes: declared, servers, operations });
  const plans = compilePlans(input);
  const whoami = compileWhoami(input, operations);
  const implies = closeImplications(extension.implies ?? {});
  const scopes = scopesOf(operations, schemes);
  const fixtures = compileFixtures({ extension, plans, schemes, operations, scopes });
  const parts = {
    servers,
    secureOnly: secureOnlyOf(everyServer({ servers, operations })),
    schemes,
    operations,
    collections: compileCollections(input, operations),
    insecure: compileRejection(input, 'insecure', errors.forbidden),
    insecureStated: extension.rejections?.insecure !== undefined && extension.assumed?.includes('/rejections/insecure') !== true,
    ipBlocked: compileRejection(input, 'ipBlocked', errors.forbidden),
    ...errors,
    plans,
    rateLimit: compileRateLimit(input, operations, errors.limited),
    implies,
    scopes,
    ...(whoami && { whoami }),
    ...fixtures,
  };
  const information = step(rootNode(document), 'info');
  return {
    title: text(step(information, 'title').value) ?? '',
    version: text(step(information, 'version').value) ?? '',
    openapi: input.version,
    source,
    sha256,
    document,
    basePath: servers[0]?.basePath ?? '',
    ...parts,
    clientAuthentication: extension.clientAuthentication ?? [],
    assumed: extension.assumed ?? [],
    assumptions: assumptionsOf({ ...parts, document: input.document }, extension),
    unsupported: unsupportedOf(parts),
    untested: untestedOf(parts),
    places: placesIn(input, parts),
  };
}

function scopesOf(operations: Contract['operations'], schemes: Contract['schemes']): readonly string[] {
  const asked = operations.flatMap(({ security }) => security.flatMap(({ requirements }) => requirements.flatMap(({ scopes }) => scopes)));
  const declared = schemes.flatMap(({ flows }) => flows.flatMap(({ scopes }) => scopes));
  return [...new Set([...asked, ...declared])].sort();
}
