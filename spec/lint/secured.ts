import { writtenOperations } from '../compile/operations/operations.ts';
import { schemeName } from '../compile/security/security.ts';
import type { Contract, DocumentedResponse, Operation } from '../contract.ts';
import { items, member, members, texts } from '../json/json.ts';
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
const STATUS = { unauthorized: 401, forbidden: 403, limited: 429 } as const;

/** An error response that an operation documents by its own status, not by a range or the default. */
export interface DescribedErrorResponse {
  readonly operation: Operation;
  readonly name: ErrorResponseName;
  readonly response: DocumentedResponse;
}

/** The error responses of this kind that secured operations document. */
export function describedErrorResponses(contract: Contract, name: ErrorResponseName): readonly DescribedErrorResponse[] {
  return securedOperations(contract).flatMap((operation) => {
    const response = operation.responses.find(({ status }) => status === STATUS[name]);
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
  const own = writtenOperations(document).map(({ id, spot: node }) => ({
    id,
    at: below(node.pointer, 'security'),
    list: member(node.value, 'security'),
  }));
  return [{ id: undefined, at: '/security', list: document['security'] }, ...own].flatMap(({ id, at, list }) =>
    items(list).flatMap((alternative, index) =>
      members(alternative).map(([name, scopes]) => ({
        at: below(at, index, name),
        scheme: schemeName(name),
        scopes: texts(scopes),
        ...(id !== undefined && { operation: id }),
      })),
    ),
  );
}

/** A YAML reference to an error response among the components, or undefined. */
export function referenceTo(response: DocumentedResponse): string | undefined {
  const { pointer } = response.place;
  return response.documented && /^\/components\/responses\/[^/]+$/.test(pointer) ? `{ $ref: '#${pointer}' }` : undefined;
}
