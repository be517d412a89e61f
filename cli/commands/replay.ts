import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readConfiguration } from '../configuration/file.ts';
import { exitCodes, CommandFailure } from '../failure.ts';
import { again, plannedChecks, type ReplayedCheck } from '../replay/replayed-check.ts';
import { compareReplay, comparisonLines } from '../replay/comparison.ts';
import { previous, type Previous } from '../replay/previous.ts';
import { firstContact } from '../run/contact.ts';
import { prepareRun, usualFile, type PreparedRun, type RunArguments } from '../run/prepare.ts';
import { createProgress } from '../run/progress.ts';
import { packageVersion } from '../version.ts';
import { visibleLine } from '../../reporters/digest/visible.ts';
import { createPrincipals } from '../../suites/principals/principals.ts';
import { schedule } from '../../suites/engine/schedule.ts';
import { createRedactor, type Redactor } from '../../suites/redaction/redactor.ts';
import { registerSecrets } from '../../suites/engine/session.ts';

export interface ReplayCommand extends Omit<RunArguments, 'only' | 'skip' | 'shard' | 'profile'> {
  /** Path of a `results.json`. */
  readonly results: string;
  /** The id of a check in it. */
  readonly check: string;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Makes one check of an earlier run again, prints before and after, and answers the exit code. */
export async function replay(command: ReplayCommand): Promise<number> {
  const earlier = await previous(command.results, command.check);
  const progress = createProgress(process.stderr, command.quiet);
  const version = packageVersion();
  const prepared = await prepareRun(await argumentsOf(command, earlier), version);
  const key = randomBytes(16).toString('hex');
  const redactor = createRedactor(key);
  registerSecrets(redactor, prepared.settings);
  try {
    const { title, version: release, sha256 } = prepared.contract;
    progress.say(`Replaying ${command.check} at ${prepared.settings.target} by ${title} ${release}`);
    if (sha256 !== earlier.result.document.sha256) progress.say(`The document is another than that of ${command.results}.`);
    const now = await made(earlier, { ...prepared, vault: redactor, key, say: progress.say });
    const comparison = compareReplay(earlier, now);
    const { check: before, requirement, exchanges } = earlier;
    const told = { check: before.id, says: requirement.demand, ...comparison, before: { ...before, exchanges }, now };
    const text = command.json ? JSON.stringify(told, undefined, 2) : comparisonLines(earlier, now, comparison).join('\n');
    process.stdout.write(`${redactor.redact(text)}\n`);
    process.stderr.write(`exit ${comparison.code}: ${visibleLine(redactor.redact(comparison.verdict))}\n`);
    return comparison.code;
  } finally {
    await prepared.close();
  }
}

/** As a run with everything allowed that is permitted: what is missing is then said. */
async function argumentsOf(command: ReplayCommand, { id, result }: Previous): Promise<RunArguments> {
  const path = command.config ?? (existsSync(usualFile) ? usualFile : undefined);
  const values = path === undefined ? undefined : (await readConfiguration(path)).values;
  const { document = values?.document === undefined ? result.document.source : undefined, target } = command;
  const fallback = values?.target === undefined ? result.target : undefined;
  return { ...command, document, target: target ?? fallback, only: [id], skip: [], profile: 'full' };
}

interface Circumstances extends PreparedRun {
  readonly vault: Redactor;
  readonly key: string;
  readonly say: (text: string) => void;
}

async function made(earlier: Previous, { contract, file, vault: redactor, key, say, ...prepared }: Circumstances): Promise<ReplayedCheck> {
  const { settings, hooks, preflight, requests } = await firstContact(contract, prepared.settings, file, redactor);
  const bad = preflight.filter(({ outcome }) => outcome === 'fail');
  const fatal = bad.find(({ id }) => !id.includes('/'));
  if (fatal) throw unplayable(`${fatal.message}: change ${fatal.configuration ?? 'the configuration'}`);
  for (const { message: says } of bad) say(`! ${says}`);
  const planned = schedule({ contract, principals: createPrincipals(contract, settings), settings, hooks });
  const requirement = planned.requirements.find(({ id }) => id === earlier.id);
  const ids = requirement ? plannedChecks(requirement) : [];
  if (requirement?.excluded !== undefined) throw unplayable(`${earlier.id} does not apply: ${requirement.excluded}`);
  if (!ids.includes(earlier.check.id)) throw unplayable(unplanned(earlier, ids, settings));
  return again(earlier.check.id, { contract, settings, vault: redactor, key, spent: requests, schedule: planned });
}

const unplayable = (why: string) => new CommandFailure(exitCodes.incomplete, `could not replay: ${why}`);

/** Why there is no such check any more. */
function unplanned({ check, exchanges }: Previous, ids: readonly string[], settings: PreparedRun['settings']): string {
  const known = new Set([...settings.principals, ...settings.clients].map(({ name }) => name));
  const parts = check.id.split('/').slice(2).map(decodeURIComponent);
  const cast = exchanges.flatMap(({ principal }) => principal ?? []);
  const missing = [...parts.filter((part) => cast.includes(part)), ...cast].find((name) => !known.has(name) && !name.includes(':'));
  if (missing !== undefined)
    return `the configuration has no principal or client "${missing}", as whom it was made: add principals.${missing}`;
  return ids.length === 0
    ? 'nothing of its requirement is planned with this configuration'
    : `this document and configuration come to other checks of its requirement, such as ${ids.slice(0, 3).join(' or ')}`;
}
