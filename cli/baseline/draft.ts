import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Document, isNode } from 'yaml';
import type { CheckResult, RequirementResult, Result } from '../../suites/result/result.ts';
import { harnessFailure, usage } from '../failure.ts';
import { readBaseline, requirementOf, type BaselineEntry } from './file.ts';
import { makeFolder } from '../output/folder.ts';
import { writeWhole } from '../output/whole-file.ts';

/** How many days a new entry is valid. */
const days = 90;

const introduction = ` Accepted failures, for run --baseline.
 Fill in why and owner in every entry; entries without them are invalid.`;

/**
 * Prepares to write the failures of a result to a baseline. Existing entries are kept if their check still fails in the same way or was not
 * decided.
 *
 * @returns undefined without a path; otherwise a function that writes the file and returns a summary
 * @throws {CommandFailure} with exit code 2 if the file exists and is not a baseline, or its folder is not writable
 */
export async function openDraft(path: string | undefined): Promise<((result: Result) => Promise<string>) | undefined> {
  if (path === undefined) return undefined;
  if (path === '') throw usage('--write-baseline: expected the path of a file');
  await makeFolder('--write-baseline', dirname(path));
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  const before = isThere ? await readBaseline(path, true) : [];
  return async (result) => {
    const entries = draft(result, before);
    await writeWhole(path, textOf(entries, result)).catch((error: unknown) => {
      throw harnessFailure(`cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`, 'output/unwritable');
    });
    const open = entries.filter(({ why, owner }) => why === '' || owner === '').length;
    return `${path} has ${entries.length} failure${entries.length === 1 ? '' : 's'}${open > 0 ? `; fill in why and owner of ${open}` : ''}`;
  };
}

type Draft = Omit<BaselineEntry, 'at'>;

/** An entry for each failure that fails the run, and the earlier entries that remain valid. */
export function draft(result: Result, before: readonly BaselineEntry[]): readonly Draft[] {
  const failures = result.requirements.filter((requirement) => counts(requirement, result)).flatMap(({ checks }) => checks.filter(isNamed));
  const known = new Map(before.map(({ at: _at, ...entry }) => [entry.check, entry]));
  const outcomes = new Map(result.requirements.flatMap(({ checks }) => checks.map(({ id, outcome }) => [id, outcome] as const)));
  const asked = new Set(result.requirements.filter(({ checks }) => checks.length > 0).map(({ id }) => id));
  const undecided = [...known.values()].filter(({ check }) => {
    const outcome = outcomes.get(check);
    return outcome === undefined ? !asked.has(requirementOf(check)) : outcome !== 'pass' && outcome !== 'fail';
  });
  const expires = new Date(Date.parse(result.startedAt) + days * 86_400_000).toISOString().slice(0, 10);
  const entries = failures.map(({ id, reason, fingerprint }): Draft => {
    const former = known.get(id);
    if (former?.fingerprint === fingerprint) return former;
    return { check: id, reason, fingerprint, why: '', owner: '', expires };
  });
  return [...entries, ...undecided];
}

/** Whether its failure fails the run. */
function counts({ level }: RequirementResult, { failOn }: Result): boolean {
  return level === 'MUST' || (level === 'SHOULD' && failOn === 'should');
}

/** A failure with a reason and a fingerprint. */
function isNamed(check: CheckResult): check is CheckResult & { readonly reason: string; readonly fingerprint: string } {
  return check.outcome === 'fail' && check.reason !== undefined && check.fingerprint !== undefined;
}

function textOf(entries: readonly Draft[], { requirements }: Result): string {
  const critical = new Set(requirements.filter(({ severity }) => severity === 'critical').map(({ id }) => id));
  const document = new Document(entries);
  document.commentBefore = introduction;
  entries.forEach(({ check }, index) => {
    const node = document.get(index);
    if (isNode(node) && critical.has(requirementOf(check))) node.commentBefore = ' critical: accepted only with --accept-critical';
  });
  return document.toString({ lineWidth: 0 });
}
