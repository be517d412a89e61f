import type { Json, JsonObject } from '../../spec/contract.ts';
import { isList, isObject, member, members } from '../../spec/json/json.ts';
import { below, fragmentPointer, valueAt } from '../../spec/json/pointer.ts';
import { withValueAt } from '../compile/value.ts';

/** The pointers of all references in a value. */
function referred(value: Json): readonly string[] {
  if (isList(value)) return value.flatMap(referred);
  if (!isObject(value)) return [];
  const reference = member(value, '$ref');
  const own = typeof reference === 'string' ? fragmentPointer(reference) : undefined;
  return [...(own === undefined ? [] : [own]), ...members(value).flatMap(([, each]) => referred(each))];
}

/** A path item, with its reference resolved. */
function resolved(document: JsonObject, item: Json | undefined): Json | undefined {
  const reference = member(item, '$ref');
  const pointer = typeof reference === 'string' ? fragmentPointer(reference) : undefined;
  return pointer === undefined ? item : valueAt(document, pointer);
}

/** The document reduced to one operation and everything that it references. */
export function shortened(document: JsonObject, path: string, method: string): JsonObject {
  const { openapi = '3.1.0', info = { title: 'Excerpt', version: '1' } } = document;
  const item = resolved(document, valueAt(document, below('/paths', path)));
  const operation = member(item, method);
  if (operation === undefined) return { openapi, info, paths: {} };
  const only = (value: Json | undefined, names: readonly string[]) =>
    Object.fromEntries(members(value).filter(([name]) => names.includes(name)));
  const kept = { ...only(item, ['parameters']), [method]: only(operation, ['operationId', 'parameters', 'responses']) };
  const start = withValueAt({ openapi, info }, below('/paths', path), kept);
  const seen = new Set<string>();
  const waiting = [...referred(kept)];
  let result: Json = start;
  for (let pointer = waiting.pop(); pointer !== undefined; pointer = waiting.pop()) {
    const value = seen.has(pointer) ? undefined : valueAt(document, pointer);
    seen.add(pointer);
    if (value === undefined) continue;
    result = withValueAt(result, pointer, value);
    waiting.push(...referred(value));
  }
  return isObject(result) ? result : {};
}
