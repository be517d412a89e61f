import type { Json } from '../../contract.ts';
import { isObject } from '../../json/json.ts';

/** The most levels of nesting and values (aliases of YAML count each time) of a document. */
const most = { levels: 1000, values: 4_000_000 } as const;

/** Why a parsed file cannot be used, or undefined. Aliases of YAML make it a graph, which is not copied before this check. */
export function shapeProblem(value: unknown): string | undefined {
  const open: (readonly [value: unknown, level: number])[] = [[value, 0]];
  let values = 0;
  while (open.length > 0) {
    const [next, level] = open.pop()!;
    values += 1;
    if (values > most.values) return `there are more than ${most.values} values when aliases are replaced`;
    if (typeof next !== 'object' || next === null) continue;
    if (level > most.levels) return `an alias refers to itself, or there are more than ${most.levels} levels`;
    for (const part of Object.values(next)) open.push([part, level + 1]);
  }
  return undefined;
}

/** The line and column, from 1, where JSON is nested too deeply; undefined if it is not. */
export function tooDeepAt(json: string): { readonly line: number; readonly column: number } | undefined {
  let level = 0;
  for (const { 0: token, index } of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === '[' || token === '{') level += 1;
    else if (token === ']' || token === '}') level -= 1;
    if (level <= most.levels) continue;
    const before = json.slice(0, index).split('\n');
    return { line: before.length, column: before.at(-1)!.length + 1 };
  }
  return undefined;
}

/** Whether JSON has two members of the same name in one object: it then has more names than the parsed value. */
export function hasDuplicates(json: string, parsed: Json): boolean {
  let names = 0;
  for (const [, colon] of json.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/gs)) if (colon !== undefined) names += 1;
  const open: Json[] = [parsed];
  while (open.length > 0) {
    const next = open.pop()!;
    if (typeof next !== 'object' || next === null) continue;
    if (isObject(next)) names -= Object.keys(next).length;
    for (const part of Object.values(next) as readonly Json[]) if (typeof part === 'object') open.push(part);
  }
  return names > 0;
}
