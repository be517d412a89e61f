import { access, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Document, isNode } from 'yaml';
import type { CheckResult, RequirementResult, Result } from '../../suites/result/result.ts';
import { exitCodes, CommandFailure } from '../failure.ts';
import { readBaseline, requirementOf, type BaselineEntry } from './file.ts';
import { makeFolder } from '../run/folder.ts';

/** A new entry expires after so many days. */
const days = 90;

const introduction = ` Known failures that are accepted for now, for run --baseline.
 Fill in why and owner of each entry: a file with empty ones is rejected.`;

/**
 * Prepares a baseline for the failures of a result. An existing entry is kept as it is if its check still fails in the same way, or was not
 * decided this time.
 *
 * @returns a function that writes the file and returns a summary in one sentence; undefined without a path
 * @throws {CommandFailure} with exit code 2 if the existing file is not a baseline, or its folder is not writable
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
    return `${path} has ${entries.length} failure${entries.length === 1 ? '' : 's'}${open > 0 ? `; fill in why and owner in ${open} of them` : ''}`;
  };
}

type Draft = Omit<BaselineEntry, 'at'>;

/** An entry for each failure that makes the run fail, and the existing entries that are still valid. */
export function draft(result: Result, before: readonly BaselineEntry[]): readonly Draft[] {
  const failures = result.requirements.filter((requirement) => counts(requirement, result)).flatMap(({ checks }) => checks.filter(isNamed));
  const known = new Map(before.map(({ at: _at, ...entry }) => [entry.check, entry]));
  const outcomes = new Map(result.requirements.flatMap(({ checks }) => checks.map(({ id, outcome }) => [id, outcome] as const)));
  const checked = new Set(result.requirements.filter(({ checks }) => checks.length > 0).map(({ id }) => id));
  const undecided = [...known.values()].filter(({ check }) => {
    const outcome = outcomes.get(check);
    return outcome === undefined ? !checked.has(requirementOf(check)) : outcome !== 'pass' && outcome !== 'fail';
  });
  const expires = new Date(Date.parse(result.startedAt) + days * 86_400_000).toISOString().slice(0, 10);
  const entries = failures.map(({ id, reason, fingerprint }): Draft => {
    const former = known.get(id);
    if (former?.fingerprint === fingerprint) return former;
    return { check: id, reason, fingerprint, why: '', owner: '', expires };
  });
  return [...entries, ...undecided];
}

/** Whether its failure makes the run fail. */
function counts({ level }: RequirementResult, { failOn }: Result): boolean {
  return level === 'MUST' || (level === 'SHOULD' && failOn === 'should');
}

/** A failure with everything that an entry needs. */
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
