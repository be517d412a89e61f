import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { catalogue, isRequirementId } from '../../spec/catalogue/catalogue.ts';
import type { JudgedCheck } from '../../suites/judge.ts';
import type { Result } from '../../suites/result.ts';
import type { Finding } from '../../suites/session.ts';
import { usage } from '../failure.ts';

const entrySchema = z.strictObject({
  check: z.string().describe('The id of a check.'),
  reason: z.string().describe('Why it fails, as the result says.'),
  fingerprint: z.string().regex(/^[0-9a-f]{12}$/, 'expected the 12 hexadecimal digits of the result'),
  why: z.string().min(1).describe('Why the failure is accepted.'),
  owner: z.string().min(1).describe('Who answers for it.'),
  expires: z.iso.date().describe('The last day on which it is accepted: 2027-01-31.'),
  issue: z.string().optional(),
});

type BaselineEntry = z.infer<typeof entrySchema>;

/** What holds where there is no baseline. */
export const noBaseline: readonly BaselineEntry[] = [];

/**
 * Reads the failures that a team has accepted for now.
 *
 * @throws {Failure} with exit code 2 where the file is no list of such entries
 */
export async function readBaseline(path: string): Promise<readonly BaselineEntry[]> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw usage(`--baseline: ${path} cannot be read`);
  });
  const outcome = z.array(entrySchema).safeParse(parsed(text, path) ?? []);
  if (outcome.success) return outcome.data;
  const problems = outcome.error.issues.map(
    ({ path: [index, ...keys], message }) =>
      `${path}: entry ${Number(index) + 1}${keys.length > 0 ? `, ${keys.map(String).join('.')}` : ''}: ${message}`,
  );
  throw usage(problems.join('\n'));
}

function parsed(text: string, path: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw usage(`${path}: ${error instanceof Error ? error.message.split('\n')[0] : 'not YAML'}`);
  }
}

/**
 * What tells one failure of a check from another: the place and the reason, and a status where one was observed. What differs from run to run,
 * such as times, is no part of it.
 */
export function fingerprintOf({ id, reason, where, observed }: JudgedCheck): string {
  const status = where === '$statusCode' ? observed?.split(' ')[0] : undefined;
  return createHash('sha256')
    .update(JSON.stringify([id, reason, where, status]))
    .digest('hex')
    .slice(0, 12);
}

export interface Excused {
  readonly findings: readonly (Finding & {
    readonly checks: readonly (JudgedCheck & { readonly excused?: true; readonly fingerprint?: string })[];
  })[];
  readonly baseline: Result['baseline'];
}

/**
 * Holds findings against a baseline. An entry excuses the very failure that it describes, up to its last day; one whose check no longer fails
 * so is stale. Failures that let somebody in, or further in, are excused only where that is asked for.
 *
 * @param today - `2026-11-24`
 */
export function excuse(findings: readonly Finding[], entries: readonly BaselineEntry[], today: string, acceptCritical: boolean): Excused {
  const byCheck = new Map(entries.map((entry) => [entry.check, entry]));
  const counts = { matched: 0, stale: 0, expired: 0 };
  const held = findings.map((finding) => ({ ...finding, checks: finding.checks.map((check) => hold(check, finding.requirement)) }));
  return { findings: held, baseline: counts };

  function hold(check: JudgedCheck, requirement: string): JudgedCheck & { readonly excused?: true; readonly fingerprint?: string } {
    const entry = byCheck.get(check.id);
    if (check.outcome !== 'fail') {
      if (entry && check.outcome === 'pass') counts.stale += 1;
      return check;
    }
    const fingerprint = fingerprintOf(check);
    if (!entry) return { ...check, fingerprint };
    if (entry.fingerprint !== fingerprint || entry.reason !== check.reason) counts.stale += 1;
    else if (entry.expires < today) counts.expired += 1;
    else if (isRequirementId(requirement) && catalogue[requirement].critical && !acceptCritical) return { ...check, fingerprint };
    else {
      counts.matched += 1;
      return { ...check, fingerprint, excused: true };
    }
    return { ...check, fingerprint };
  }
}
