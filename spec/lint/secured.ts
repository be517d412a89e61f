import { requirementLists } from '../compile/security/requirements.ts';
import { schemeName } from '../compile/security/security.ts';
import type { Contract, DocumentedResponse, Operation } from '../contract.ts';
import { items, members, texts } from '../json/json.ts';
import { below } from '../json/pointer.ts';

/** The operations that require a credential. */
export function securedOperations({ operations }: Contract): readonly Operation[] {
  return operations.filter((operation) => !operation.public);
}

/** The operations that require a scope in every alternative. */
export function scopedOperations({ operations }: Contract): readonly Operation[] {
  return operations.filter(
    ({ security }) => security.length > 0 && security.every(({ requirements }) => requirements.some(({ scopes }) => scopes.length > 0)),
  );
}

export const idsOf = (operations: readonly Operation[]): readonly string[] => operations.map(({ id }) => id);
export const pointersOf = (placed: readonly { readonly place: { readonly pointer: string } }[]): readonly string[] =>
  placed.map(({ place }) => place.pointer);

/** The error responses to a caller. */
export type ErrorResponseName = 'unauthorized' | 'forbidden' | 'limited';

/** An error response that an operation documents by its own status, not by a range or the default. */
export interface DescribedErrorResponse {
  readonly operation: Operation;
  readonly name: ErrorResponseName;
  readonly response: DocumentedResponse;
}

/** The error responses of this kind that secured operations document. */
export function describedErrorResponses(contract: Contract, name: ErrorResponseName): readonly DescribedErrorResponse[] {
  return securedOperations(contract).flatMap((operation) => {
    const response = operation.responses.find(({ status, range }) => range === undefined && status === operation[name].status);
    return response ? [{ operation, name, response }] : [];
  });
}

/** One use of a scheme in a security requirement; `operation` is absent at the root. */
export interface SchemeUse {
  readonly at: string;
  readonly scheme: string;
  readonly scopes: readonly string[];
  readonly operation?: string;
}

/** All security requirements of the document, at its root and at operations. */
export function schemeUses({ document }: Contract): readonly SchemeUse[] {
  return requirementLists(document).flatMap(({ operation, pointer, list }) =>
    items(list).flatMap((alternative, index) =>
      members(alternative).map(([name, scopes]) => ({
        at: below(pointer, index, name),
        scheme: schemeName(name),
        scopes: texts(scopes),
        ...(operation !== undefined && { operation }),
      })),
    ),
  );
}

/** A YAML reference to an error response among the components, or undefined. */
export function referenceTo(response: DocumentedResponse): string | undefined {
  const { pointer } = response.place;
  return response.documented && /^\/components\/responses\/[^/]+$/.test(pointer) ? `{ $ref: '#${pointer}' }` : undefined;
}
