import type { Contract, JsonObject } from '../contract.ts';
import type { Extension } from '../extension/schema.ts';
import { items, member, members, text } from '../json/json.ts';
import { below } from '../json/pointer.ts';
import { shownValue, type UnlocatedProblem } from '../loading/problem.ts';
import { endpointUrl, serverMistake } from './servers.ts';
import { rootNode } from '../loading/document-node.ts';
import { unknownName } from '../suggestion.ts';
import { checkExtension } from './names.ts';
import { shapeOf, writtenOperations } from './operations/operations.ts';
import { requirementLists } from './security/requirements.ts';
import { schemeName, schemeNames, writtenUrls } from './security/security.ts';

/** Problems that make a document unusable, and mistakes of parts that can be ignored. */
export interface Checked {
  readonly problems: readonly UnlocatedProblem[];
  readonly mistakes: readonly UnlocatedProblem[];
}

/** Checks that the parts of a document fit together; `extension` is absent if it has problems. */
export function checkDocument(document: JsonObject, version: Contract['openapi'], extension: Extension | undefined): Checked {
  return {
    problems: [...checkSecurity(document), ...(extension ? checkExtension(document, version, extension) : [])],
    mistakes: [...checkUrls(document), ...checkIds(document), ...checkPaths(document), ...checkServers(document)],
  };
}

/** Every security requirement must name a declared scheme. */
function checkSecurity(document: JsonObject): readonly UnlocatedProblem[] {
  const declared = schemeNames(document);
  return requirementLists(document).flatMap(({ pointer, list }) =>
    items(list).flatMap((alternative, index) =>
      members(alternative)
        .filter(([name]) => !declared.includes(schemeName(name)))
        .map(([name]) => ({
          code: 'document/invalid',
          pointer: below(pointer, index, name),
          message: unknownName('a declared security scheme', name, declared),
        })),
    ),
  );
}

/** The URLs of OAuth and OpenID Connect may be relative to the first server. */
function checkUrls(document: JsonObject): readonly UnlocatedProblem[] {
  return writtenUrls(document)
    .filter(({ url }) => endpointUrl(url, document, []) === undefined)
    .map(({ pointer, url }) => ({ code: 'document/invalid', pointer, message: `expected a URL, got ${shownValue(url)}` }));
}

/** Every path has a form of its own, without query and fragment. */
function checkPaths(document: JsonObject): readonly UnlocatedProblem[] {
  const paths = members(document['paths'])
    .map(([path]) => path)
    .filter((path) => !path.startsWith('x-'));
  const firsts = new Map(paths.toReversed().map((path) => [shapeOf(path), path]));
  return paths.flatMap((path) => {
    const first = firsts.get(shapeOf(path));
    const same = first === path ? undefined : first;
    const message = !path.startsWith('/')
      ? `expected a path that begins with /, got ${shownValue(path)}: its operations are left out`
      : /[?#]/.test(path)
        ? `expected a path without query and fragment, got ${shownValue(path)}: its operations are left out; declare a query as parameters`
        : same === undefined
          ? undefined
          : `expected one path for a template, got ${shownValue(path)} in addition to ${shownValue(same)}: move its operations there`;
    return message === undefined ? [] : [{ code: 'document/invalid', pointer: below('/paths', path), message }];
  });
}

/** Every server has an http or https URL. */
function checkServers(document: JsonObject): readonly UnlocatedProblem[] {
  const holders = [rootNode(document), ...writtenOperations(document).flatMap(({ pathItem, spot }) => [pathItem, spot])];
  const lists = new Map(holders.map(({ pointer, value }) => [below(pointer, 'servers'), member(value, 'servers')]));
  return [...lists].flatMap(([pointer, list]) =>
    items(list).flatMap((server, index) => {
      const message = serverMistake(server);
      return message === undefined ? [] : [{ code: 'document/invalid' as const, pointer: below(pointer, index, 'url'), message }];
    }),
  );
}

/** Every operationId must be unique; further operations with it are named by method and path. */
function checkIds(document: JsonObject): readonly UnlocatedProblem[] {
  return writtenOperations(document).flatMap(({ id, spot }) => {
    const written = text(member(spot.value, 'operationId'));
    return written === undefined || written === id
      ? []
      : [
          {
            code: 'document/invalid',
            pointer: below(spot.pointer, 'operationId'),
            message: `expected a unique operationId, got ${shownValue(written)}`,
          },
        ];
  });
}
