import type { Json, JsonObject } from '../../contract.ts';
import { isList, isObject, text } from '../../json/json.ts';
import { fragmentPointer, tokensOf, valueOf } from '../../json/pointer.ts';

/** Members whose values are data, in which `$ref` has no meaning. */
const DATA: ReadonlySet<string> = new Set(['example', 'examples', 'default', 'const', 'enum']);

/** A bundled document in which a reference to nothing is an empty object, so that a schema allows everything and a parameter or response is ignored. */
export function withoutDangling(document: JsonObject): JsonObject {
  const copy = replaced(document);
  return isObject(copy) ? copy : document;

  function replaced(value: Json): Json {
    if (isList(value)) return value.map(replaced);
    if (!isObject(value)) return value;
    const reference = text(value['$ref']);
    if (reference !== undefined && !leads(reference)) return {};
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, DATA.has(name) ? part : replaced(part)]));
  }

  function leads(reference: string): boolean {
    if (/^#[^/]/.test(reference)) return true;
    const pointer = fragmentPointer(reference);
    return pointer !== undefined && resolve(pointer, 0) !== undefined;
  }

  /** The value at a pointer, through references on the way. */
  function resolve(pointer: string, hops: number): Json | undefined {
    return tokensOf(pointer).reduce<Json | undefined>((from, token) => {
      const next = valueOf(from, token);
      const reference = isObject(next) ? text(next['$ref']) : undefined;
      const further = reference === undefined || hops > 32 ? undefined : fragmentPointer(reference);
      return next !== undefined && further !== undefined ? (resolve(further, hops + 1) ?? next) : next;
    }, document);
  }
}
