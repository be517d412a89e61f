import { access, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Document, isNode } from 'yaml';
import type { CheckResult, RequirementResult, Result } from '../../suites/result/result.ts';
import { exitCodes, CommandFailure } from '../failure.ts';
import { readBaseline, requirementOf, type BaselineEntry } from './file.ts';
import { makeFolder } from '../run/folder.ts';

/** A failure is accepted for so many days, unless somebody says otherwise. */
const days = 90;

const introduction = ` Failures that are accepted for now, for run --baseline.
 Say in each entry why, and who answers for it: without that the file is refused.`;

/**
 * Opens a baseline to write the failures of a result into. What stands there already is kept, words included, where its check still fails so, or
 * was not decided this time.
 *
 * @returns undefined where no path is given; else what writes the file, and says in a sentence what it holds
 * @throws {CommandFailure} with exit code 2 where the file is there and is no baseline, or its folder cannot be written to
 */
export async function openDraft(path: string | undefined): Promise<((result: Result) => Promise<string>) | undefined> {
  if (path === undefined) return undefined;
  await makeFolder('--write-baseline', dirname(path));
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  const before = isThere ? await readBaseline(path, true) : [];
  return async (result) => {
    const entries = draft(result, before);
    await writeFile(path, textOf(entries, result)).catch((error: unknown) => {
      throw new CommandFailure(
        exitCodes.harness,
        `${path} could not be written: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
    const open = entries.filter(({ why, owner }) => why === '' || owner === '').length;
    return `${path} has ${entries.length} failure${entries.length === 1 ? '' : 's'}${open > 0 ? `; say in ${open} of them why they are accepted, and who answers for it` : ''}`;
  };
}

type Draft = Omit<BaselineEntry, 'at'>;

/** An entry for each failure that makes the run fail, and the former entries that still hold. */
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

/** Whether a failure of it makes the run fail. */
function counts({ level }: RequirementResult, { failOn }: Result): boolean {
  return level === 'MUST' || (level === 'SHOULD' && failOn === 'should');
}

/** A failure with what an entry names it by. */
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
