import type { Contract, JsonObject } from '../contract.ts';
import type { Extension } from '../extension/schema.ts';
import { items, member, members } from '../json/json.ts';
import { below } from '../json/pointer.ts';
import { shownValue, type UnlocatedProblem } from '../loading/problem.ts';
import { unknownName } from '../suggestion.ts';
import { checkExtension } from './names.ts';
import { writtenOperations } from './operations/operations.ts';
import { schemeName, schemeNames } from './security/security.ts';

/** Checks that the parts of a document fit together; `extension` is absent if it has problems. */
export function checkDocument(
  document: JsonObject,
  version: Contract['openapi'],
  extension: Extension | undefined,
): readonly UnlocatedProblem[] {
  return [...checkSecurity(document), ...checkIds(document), ...(extension ? checkExtension(document, version, extension) : [])];
}

/** Every security requirement must name a declared scheme. */
function checkSecurity(document: JsonObject): readonly UnlocatedProblem[] {
  const declared = schemeNames(document);
  const own = writtenOperations(document).map(({ spot: node }) => ({
    pointer: below(node.pointer, 'security'),
    security: member(node.value, 'security'),
  }));
  return [{ pointer: '/security', security: document['security'] }, ...own].flatMap(({ pointer, security }) =>
    items(security).flatMap((alternative, index) =>
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

/** Every operationId must be unique. */
function checkIds(document: JsonObject): readonly UnlocatedProblem[] {
  const operations = writtenOperations(document);
  const first = new Map(operations.toReversed().map(({ id, spot }) => [id, spot.pointer]));
  return operations
    .filter(({ id, spot }) => first.get(id) !== spot.pointer)
    .map(({ id, spot }) => ({
      code: 'document/invalid',
      pointer: below(spot.pointer, 'operationId'),
      message: `expected a unique operationId, got ${shownValue(id)}`,
    }));
}
