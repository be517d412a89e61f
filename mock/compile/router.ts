import type { Operation } from '../../spec/contract.ts';

/** A path template and its operations. */
export interface Route<Target> {
  /** The template: `/things/{id}`. */
  readonly path: string;
  readonly methods: ReadonlyMap<string, Target>;
}

/** The route of a path and the decoded values of its parameters, in the template's order. */
export interface Match<Target> {
  readonly route: Route<Target>;
  readonly values: readonly string[];
}

interface Node<Target> {
  readonly literals: Map<string, Node<Target>>;
  /** Segments such as `{name}.json`, in the document's order. */
  readonly patterns: { readonly source: string; readonly texts: readonly string[]; readonly node: Node<Target> }[];
  /** A segment that is one parameter. */
  parameter?: Node<Target>;
  route?: { readonly path: string; readonly methods: Map<string, Target> };
}

/** All routes of a document as a tree over path segments. */
export type Router<Target> = Node<Target>;

function emptyNode<Target>(): Node<Target> {
  return { literals: new Map(), patterns: [] };
}

const placeholder = /\{[^{}]+\}/g;

/** The values between the texts of a template, each as long as possible, the first one first; found from the end, in linear time. */
function valuesBetween(texts: readonly string[], segment: string): readonly string[] | undefined {
  if (!segment.endsWith(texts.at(-1)!) || !segment.startsWith(texts[0]!)) return undefined;
  const values: string[] = [];
  let end = segment.length - texts.at(-1)!.length;
  for (let index = texts.length - 2; index >= 0; index -= 1) {
    const text = texts[index]!;
    const at = index === 0 ? 0 : segment.lastIndexOf(text, end - 1 - text.length);
    if (at < 0 || at + text.length >= end) return undefined;
    values.unshift(segment.slice(at + text.length, end));
    end = at;
  }
  return values;
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

const decoded = (segment: string) => (segment.includes('%') ? decodeURIComponent(segment) : segment);

/** A literal part of a template as it is compared: a document may have written it percent-encoded. */
const literalOf = (text: string) => (isDecodable(text) ? decoded(text) : text);

function childOf<Target>(node: Node<Target>, segment: string): Node<Target> {
  if (/^\{[^{}]+\}$/.test(segment)) return (node.parameter ??= emptyNode());
  if (segment.includes('{')) {
    const known = node.patterns.find(({ source }) => source === segment);
    if (known !== undefined) return known.node;
    const made = { source: segment, texts: segment.split(placeholder).map(literalOf), node: emptyNode<Target>() };
    node.patterns.push(made);
    return made.node;
  }
  const literal = literalOf(segment);
  const known = node.literals.get(literal) ?? emptyNode();
  node.literals.set(literal, known);
  return known;
}

/** Builds the tree; `target` creates the value for an operation. */
export function buildRouter<Target>(operations: readonly Operation[], target: (operation: Operation) => Target): Router<Target> {
  const root = emptyNode<Target>();
  for (const operation of operations) {
    const node = operation.path
      .slice(1)
      .split('/')
      .reduce(childOf<Target>, root);
    node.route ??= { path: operation.path, methods: new Map() };
    node.route.methods.set(operation.method, target(operation));
  }
  return root;
}

const none: readonly string[] = [];

function descend<Target>(node: Node<Target>, path: string, from: number, values: readonly string[]): Match<Target> | undefined {
  if (from > path.length) return node.route && { route: node.route, values };
  const slash = path.indexOf('/', from);
  const end = slash === -1 ? path.length : slash;
  const segment = decoded(path.slice(from, end));
  const literal = node.literals.get(segment);
  const literally = literal && descend(literal, path, end + 1, values);
  if (literally !== undefined || segment === '') return literally;
  for (const { texts, node: next } of node.patterns) {
    const found = valuesBetween(texts, segment);
    const matched = found && descend(next, path, end + 1, [...values, ...found]);
    if (matched) return matched;
  }
  return node.parameter && descend(node.parameter, path, end + 1, [...values, segment]);
}

/**
 * Finds the route of a path below the base path, or undefined. Concrete segments win over parameters, parameters are never empty,
 * percent-encoding is decoded within segments, and nothing else is normalised.
 */
export function findRoute<Target>(router: Router<Target>, path: string): Match<Target> | undefined {
  return path.includes('%') && !isDecodable(path) ? undefined : descend(router, path === '' ? '/' : path, 1, none);
}
