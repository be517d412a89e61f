import { analyse } from 'scslre';
import type { Json } from '../../contract.ts';
import { isObject, members, text } from '../../json/json.ts';
import { below } from '../../json/pointer.ts';
import { schemaTimeMs } from '../../schema/bounded.ts';
import { type LintRule, together } from '../rule.ts';

/** Members whose values are data. */
const data: ReadonlySet<string> = new Set(['example', 'examples', 'default', 'enum', 'const', 'value', 'dataValue']);

/** Every pattern of a document's schemas, and where it is. */
function patternsIn(document: Json): readonly (readonly [at: string, pattern: string])[] {
  const found: (readonly [string, string])[] = [];
  const open: (readonly [pointer: string, value: Json])[] = [['', document]];
  while (open.length > 0) {
    const [at, value] = open.pop()!;
    if (typeof value !== 'object' || value === null) continue;
    const pattern = isObject(value) ? text(value['pattern']) : undefined;
    if (pattern !== undefined) found.push([below(at, 'pattern'), pattern]);
    const names = isObject(value) ? members(value['patternProperties']).map(([name]) => name) : [];
    for (const name of names) found.push([below(at, 'patternProperties', name), name]);
    for (const [name, part] of Object.entries(value)) if (!data.has(name) && !name.startsWith('x-')) open.push([below(at, name), part]);
  }
  return found;
}

/** Whether the time to match grows exponentially with the text. */
function isExponential(pattern: string): boolean {
  try {
    return analyse(new RegExp(pattern), { reportTypes: { Move: false } }).reports.some(({ exponential }) => exponential);
  } catch {
    return false;
  }
}

export const patternsRules: readonly LintRule[] = [
  {
    id: 'lint/slow-pattern',
    topic: 'http',
    section: 'mistakes',
    severity: 'warning',
    statement: 'No pattern needs exponential time.',
    why: 'A client can send a text of thirty characters that keeps a server busy for hours (CWE-1333).',
    meanwhile: `The mock rejects a value that it cannot check within ${schemaTimeMs} ms, and the suites accept it.`,
    find: ({ document }) => {
      const slow = new Map<string, boolean>();
      const wrong = patternsIn(document).filter(([, pattern]) => {
        const known = slow.get(pattern) ?? isExponential(pattern);
        slow.set(pattern, known);
        return known;
      });
      return together(
        wrong.map(([at]) => at),
        {
          message: `the pattern ${wrong[0]?.[1] ?? ''} can take exponential time`,
          fix: 'Repeat no group that itself ends with a repetition.',
        },
      );
    },
  },
];
