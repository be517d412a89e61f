import type { Contract, JsonObject } from '../contract.ts';
import type { Complaint } from '../extension/parse.ts';
import type { Extension } from '../extension/schema.ts';
import { items, member, members } from '../json/json.ts';
import { below } from '../json/pointer.ts';
import { shownValue } from '../loading/problem.ts';
import { unknownName } from '../suggestion.ts';
import { checkExtension } from './names.ts';
import { writtenOperations } from './operations/operations.ts';
import { schemeName, schemeNames } from './security/security.ts';

/** What the parts of a document say about each other and should not; `extension` is absent where it cannot be read. */
export function checkDocument(document: JsonObject, version: Contract['openapi'], extension: Extension | undefined): readonly Complaint[] {
  return [...checkSecurity(document), ...checkIds(document), ...(extension ? checkExtension(document, version, extension) : [])];
}

/** Every security requirement names a scheme that the document declares. */
function checkSecurity(document: JsonObject): readonly Complaint[] {
  const declared = schemeNames(document);
  const own = writtenOperations(document).map(({ spot: node }) => ({
    pointer: below(node.pointer, 'security'),
    security: member(node.value, 'security'),
  }));
  return [{ pointer: '/security', security: document['security'] }, ...own].flatMap(({ pointer, security }) =>
    items(security).flatMap((alternative, index) =>
      members(alternative)
        .filter(([name]) => !declared.includes(schemeName(name)))
        .map(([name]) => ({ pointer: below(pointer, index, name), says: unknownName('a declared security scheme', name, declared) })),
    ),
  );
}

/** No two operations have the same id. */
function checkIds(document: JsonObject): readonly Complaint[] {
  const operations = writtenOperations(document);
  const first = new Map(operations.toReversed().map(({ id, spot }) => [id, spot.pointer]));
  return operations
    .filter(({ id, spot }) => first.get(id) !== spot.pointer)
    .map(({ id, spot }) => ({
      pointer: below(spot.pointer, 'operationId'),
      says: `expected an operationId that no other operation has, got ${shownValue(id)}`,
    }));
}
