import { readFile } from 'node:fs/promises';
import { isNode, isSeq, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { requirementNamed } from '../../spec/catalogue/client/client.ts';
import { yamlProblem } from '../configuration/yaml-problem.ts';
import { usage } from '../failure.ts';

const entrySchema = z.strictObject({
  check: z
    .string()
    .refine((id) => requirementNamed(requirementOf(id)) !== undefined, 'expected the id of a check, got an unknown requirement')
    .describe('The id of a check.'),
  reason: z.string().describe('The reason from the result.'),
  fingerprint: z.string().regex(/^[0-9a-f]{12}$/, 'expected the 12 hexadecimal digits from the result'),
  why: z.string().min(1, 'expected a reason why the failure is accepted').describe('Why the failure is accepted.'),
  owner: z.string().min(1, 'expected the person or team responsible').describe('The person or team responsible.'),
  expires: z.iso.date('expected a date such as 2027-01-31').describe('The last day on which it is accepted.'),
  issue: z.string().optional(),
});

/** A generated file that is not filled in yet. */
const unfinishedSchema = entrySchema.extend({ why: z.string(), owner: z.string() });

export interface BaselineEntry extends z.infer<typeof entrySchema> {
  /** The location of the entry: `auth-conformance-baseline.yaml:7`. */
  readonly at: string;
}

/** The entries without a baseline file. */
export const noBaseline: readonly BaselineEntry[] = [];

const invalid = (message: string) => usage(message, 'baseline/invalid');

/** The requirement of a check. */
export const requirementOf = (check: string) => check.split('/').slice(0, 2).join('/');

/**
 * Reads a baseline file.
 *
 * @param unfinished - whether `why` and `owner` may be empty
 * @throws {CommandFailure} with exit code 2 if the file has mistakes; lists each with its line and member
 */
export async function readBaseline(path: string, unfinished = false): Promise<readonly BaselineEntry[]> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw invalid(`--baseline: cannot read ${path}`);
  });
  const { values, lineOf } = parsed(text, path);
  const at = (index: number) => `${path}:${lineOf(index)}`;
  const outcome = z.array(unfinished ? unfinishedSchema : entrySchema).safeParse(values ?? []);
  const problems = outcome.success
    ? duplicates(outcome.data.map(({ check }, index) => ({ check, at: at(index) })))
    : outcome.error.issues.map(({ path: [index, ...keys], message }) =>
        index === undefined
          ? `${path}: ${message}`
          : `${at(Number(index))}: entry ${Number(index) + 1}${keys.length > 0 ? `, ${keys.map(String).join('.')}` : ''}: ${message}`,
      );
  if (!outcome.success || problems.length > 0) throw invalid(problems.join('\n'));
  return outcome.data.map((entry, index) => ({ ...entry, at: at(index) }));
}

function duplicates(entries: readonly { readonly check: string; readonly at: string }[]): readonly string[] {
  return entries.flatMap(({ check, at }, index) => {
    const first = entries.findIndex((other) => other.check === check);
    return first === index ? [] : [`${at}: ${check} already has an entry at ${entries[first]!.at}`];
  });
}

function parsed(text: string, path: string): { readonly values: unknown; lineOf(index: number): number } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'error' });
  const [error] = document.errors;
  if (error) throw invalid(`${path}:${error.linePos?.[0].line ?? 1}: ${yamlProblem(error)}`);
  const offsetOf = (index: number) => {
    const node = isSeq(document.contents) ? document.contents.items[index] : undefined;
    return isNode(node) ? (node.range?.[0] ?? 0) : 0;
  };
  try {
    return { values: document.toJS(), lineOf: (index) => lines.linePos(offsetOf(index)).line };
  } catch (problem) {
    throw invalid(`${path}:1: ${yamlProblem(problem)}`);
  }
}
