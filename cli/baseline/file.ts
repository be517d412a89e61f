import { readFile } from 'node:fs/promises';
import { isNode, isSeq, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { isRequirementId } from '../../spec/catalogue/catalogue.ts';
import { usage } from '../failure.ts';

const entrySchema = z.strictObject({
  check: z
    .string()
    .refine((id) => isRequirementId(requirementOf(id)), 'no requirement is called so')
    .describe('The id of a check.'),
  reason: z.string().describe('Why it fails, as the result says.'),
  fingerprint: z.string().regex(/^[0-9a-f]{12}$/, 'expected the 12 hexadecimal digits of the result'),
  why: z.string().min(1, 'say why the failure is accepted').describe('Why the failure is accepted.'),
  owner: z.string().min(1, 'say who answers for it').describe('Who answers for it.'),
  expires: z.iso.date('expected a day such as 2027-01-31').describe('The last day on which it is accepted.'),
  issue: z.string().optional(),
});

/** A file that was written for somebody to fill in. */
const unfinishedSchema = entrySchema.extend({ why: z.string(), owner: z.string() });

export interface BaselineEntry extends z.infer<typeof entrySchema> {
  /** Where it stands: `auth-conformance-baseline.yaml:7`. */
  readonly at: string;
}

/** What holds where there is no baseline. */
export const noBaseline: readonly BaselineEntry[] = [];

/** The requirement that a check observes. */
export const requirementOf = (check: string) => check.split('/').slice(0, 2).join('/');

/**
 * Reads the failures that a team has accepted for now.
 *
 * @param unfinished - whether nobody need have said yet why and who answers
 * @throws {Failure} with exit code 2 where the file is no list of such entries, each check once; names line and member
 */
export async function readBaseline(path: string, unfinished = false): Promise<readonly BaselineEntry[]> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw usage(`--baseline: ${path} cannot be read`);
  });
  const { values, lineOf } = parsed(text, path);
  const at = (index: number) => `${path}:${lineOf(index)}`;
  const outcome = z.array(unfinished ? unfinishedSchema : entrySchema).safeParse(values ?? []);
  const problems = outcome.success
    ? twice(outcome.data.map(({ check }, index) => ({ check, at: at(index) })))
    : outcome.error.issues.map(({ path: [index, ...keys], message }) =>
        index === undefined
          ? `${path}: ${message}`
          : `${at(Number(index))}: entry ${Number(index) + 1}${keys.length > 0 ? `, ${keys.map(String).join('.')}` : ''}: ${message}`,
      );
  if (!outcome.success || problems.length > 0) throw usage(problems.join('\n'));
  return outcome.data.map((entry, index) => ({ ...entry, at: at(index) }));
}

function twice(entries: readonly { readonly check: string; readonly at: string }[]): readonly string[] {
  return entries.flatMap(({ check, at }, index) => {
    const first = entries.findIndex((other) => other.check === check);
    return first === index ? [] : [`${at}: ${check} has an entry already, at ${entries[first]!.at}`];
  });
}

function parsed(text: string, path: string): { readonly values: unknown; lineOf(index: number): number } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  if (error) throw usage(`${path}:${error.linePos?.[0].line ?? 1}: ${error.message.split('\n')[0]}`);
  const offsetOf = (index: number) => {
    const node = isSeq(document.contents) ? document.contents.items[index] : undefined;
    return isNode(node) ? (node.range?.[0] ?? 0) : 0;
  };
  return { values: document.toJS(), lineOf: (index) => lines.linePos(offsetOf(index)).line };
}
