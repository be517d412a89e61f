import type { Json } from '../contract.ts';
import { isObject, members } from '../json.ts';
import { below, pointerOf, valueAt } from '../pointer.ts';
import { shown } from '../problem.ts';
import { suggestion } from '../suggestion.ts';
import { EXTENSION, type Extension, extensionSchema } from './schema.ts';

/** What is wrong, at a pointer into the document. */
export interface Complaint {
  readonly pointer: string;
  readonly says: string;
}

/** The extension, absent where there is something to complain of. */
export interface Parsed {
  readonly extension?: Extension;
  readonly complaints: readonly Complaint[];
}

/** Members under which people keep secrets. Their values are never shown. */
const SECRET = /secret|password|passwd|token|credential|api_?key|^key$|private/i;

/** The extension object of a document, or everything that is wrong with it; a document without one has an empty one. */
export function parseExtension(document: Json): Parsed {
  const value = isObject(document) && Object.hasOwn(document, EXTENSION) ? document[EXTENSION]! : {};
  const parsed = extensionSchema.safeParse(value);
  if (parsed.success) return { extension: parsed.data, complaints: [] };
  return { complaints: parsed.error.issues.flatMap((issue) => complaintsOf(value, issue)) };
}

type Issue = NonNullable<ReturnType<typeof extensionSchema.safeParse>['error']>['issues'][number];

function complaintsOf(value: Json, issue: Issue): readonly Complaint[] {
  const within = pointerOf(issue.path.map(String));
  const pointer = below('', EXTENSION) + within;
  if (issue.code !== 'unrecognized_keys') return [{ pointer, says: `expected ${issue.message}, got ${shown(valueAt(value, within))}` }];
  return issue.keys.map((key) => ({ pointer: below(pointer, key), says: unknownMember(key, issue.path.map(String)) }));
}

function unknownMember(key: string, path: readonly string[]): string {
  if (SECRET.test(key)) {
    return 'expected no secret: a document holds only the shapes of principals and clients, and the mock makes their secrets itself';
  }
  const known = knownMembers(path);
  const meant = suggestion(key, known);
  return `expected one of ${known.join(', ')}, got ${shown(key)}${meant === undefined ? '' : `; did you mean ${shown(meant)}?`}`;
}

/** The members that the schema knows at a path: found by asking it what an unknown one should have been. */
function knownMembers(path: readonly string[]): readonly string[] {
  let schema: unknown = extensionSchema;
  for (const token of path) schema = inner(unwrapped(schema), token);
  const shape = unwrapped(schema);
  return hasShape(shape) ? Object.keys(shape.shape) : [];
}

function inner(schema: unknown, token: string): unknown {
  if (hasShape(schema)) return schema.shape[token];
  return typeof schema === 'object' && schema !== null && 'valueType' in schema ? schema.valueType : undefined;
}

function unwrapped(schema: unknown): unknown {
  let current = schema;
  while (typeof current === 'object' && current !== null && 'unwrap' in current && typeof current.unwrap === 'function') {
    current = (current.unwrap as () => unknown)();
  }
  return current;
}

function hasShape(schema: unknown): schema is { readonly shape: { readonly [name: string]: unknown } } {
  return typeof schema === 'object' && schema !== null && 'shape' in schema && members(schema.shape as Json).length > 0;
}
