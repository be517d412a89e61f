import type { Json, JsonObject } from '../../contract.ts';
import { member } from '../../json/json.ts';
import { below } from '../../json/pointer.ts';
import { writtenOperations } from '../operations/operations.ts';

/** A list of security requirements; `operation` is absent at the root. */
export interface RequirementList {
  /** JSON Pointer of the list. */
  readonly pointer: string;
  readonly list: Json | undefined;
  readonly operation?: string;
}

/** The lists of security requirements of a document and its operations, as written. */
export function requirementLists(document: JsonObject): readonly RequirementList[] {
  const own = writtenOperations(document).map(({ id, spot }) => ({
    operation: id,
    pointer: below(spot.pointer, 'security'),
    list: member(spot.value, 'security'),
  }));
  return [{ pointer: '/security', list: document['security'] }, ...own];
}
