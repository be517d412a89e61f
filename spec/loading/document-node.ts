import type { Json, JsonObject } from '../contract.ts';
import { isObject, members, text } from '../json/json.ts';
import { below, fragmentPointer, tokensOf, valueOf } from '../json/pointer.ts';

/** A value of a document and its location, with references followed. */
export interface DocumentNode {
  readonly document: JsonObject;
  readonly pointer: string;
  readonly value: Json | undefined;
}

/** The root of a document. */
export function rootNode(document: JsonObject): DocumentNode {
  return { document, pointer: '', value: document };
}

/** The node at a pointer, with references followed; its value is undefined if there is nothing. */
export function nodeAt(document: JsonObject, pointer: string): DocumentNode {
  return step(rootNode(document), ...tokensOf(pointer));
}

/** The node some tokens below another, with references followed. */
export function step(node: DocumentNode, ...tokens: readonly string[]): DocumentNode {
  return tokens.reduce(
    (from, token) => follow({ document: from.document, pointer: below(from.pointer, token), value: valueOf(from.value, token) }),
    node,
  );
}

/** The members of an object node by name, with references followed. */
export function parts(node: DocumentNode): readonly (readonly [string, DocumentNode])[] {
  return members(node.value).map(([name]) => [name, step(node, name)] as const);
}

/** The items of a list node, with references followed. */
export function itemNodes(node: DocumentNode): readonly DocumentNode[] {
  return Array.isArray(node.value) ? node.value.map((_, index) => step(node, String(index))) : [];
}

/** Follows a reference, up to a maximum number of hops; a node without a reference is returned unchanged. */
function follow(node: DocumentNode, hops = 0): DocumentNode {
  const reference = isObject(node.value) ? text(node.value['$ref']) : undefined;
  const pointer = reference === undefined ? undefined : fragmentPointer(reference);
  if (pointer === undefined) return node;
  if (hops > 32) return { ...node, value: undefined };
  return tokensOf(pointer).reduce<DocumentNode>(
    (from, token) => follow({ document: from.document, pointer: below(from.pointer, token), value: valueOf(from.value, token) }, hops + 1),
    rootNode(node.document),
  );
}
