import type { Json } from '../../contract.ts';
import { isObject, members } from '../../json/json.ts';
import { below, fragmentPointer, tokensOf, valueOf } from '../../json/pointer.ts';
import type { UnlocatedProblem } from '../problem.ts';

/** The most references from one to the next. */
const mostReferences = 100;

/** Members whose values are data, in which `$ref` is no reference. */
const data: ReadonlySet<string> = new Set(['example', 'default', 'enum', 'const', 'value']);

const referenceIn = (value: Json | undefined) => {
  const reference = isObject(value) ? value['$ref'] : undefined;
  return typeof reference === 'string' ? fragmentPointer(reference) : undefined;
};

/** Whether a local reference leads to something that is no reference. */
function leadsSomewhere(document: Json, pointer: string): boolean {
  let [value, left, followed]: [Json | undefined, readonly string[], number] = [document, tokensOf(pointer), 0];
  for (;;) {
    const reference = referenceIn(value);
    const [token, ...rest] = left;
    if (token !== undefined && (reference === undefined || valueOf(value, token) !== undefined)) {
      value = valueOf(value, token);
      left = rest;
    } else if (reference !== undefined) {
      followed += 1;
      if (followed > mostReferences) return false;
      value = document;
      left = [...tokensOf(reference), ...left];
    } else return true;
  }
}

/** Local references that lead back to themselves, or through too many others. */
export function circularReferences(document: Json): readonly UnlocatedProblem[] {
  const problems: UnlocatedProblem[] = [];
  const open: (readonly [pointer: string, value: Json])[] = [['', document]];
  while (open.length > 0) {
    const [at, value] = open.pop()!;
    if (typeof value !== 'object' || value === null) continue;
    const reference = referenceIn(value);
    if (reference !== undefined && !leadsSomewhere(document, reference)) {
      const message = `expected a reference to another part, got one that leads back to itself or through more than ${mostReferences} others`;
      problems.push({ code: 'document/reference', message, pointer: at });
    }
    const parts = isObject(value) ? members(value) : [...value.entries()].map(([index, part]) => [String(index), part] as const);
    for (const [name, part] of parts) if (typeof part === 'object' && !data.has(name)) open.push([below(at, name), part]);
  }
  return problems;
}
