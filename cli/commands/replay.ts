import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readConfiguration } from '../configuration/file.ts';
import { CommandFailure, type FailureCode } from '../failure.ts';
import { exitCodes } from '../../suites/result/exit-code.ts';
import { plannedChecks, replayCheck, type ReplayedCheck } from '../replay/replayed-check.ts';
import { compareReplay, comparisonLines } from '../replay/comparison.ts';
import { previous, type Previous } from '../replay/previous.ts';
import { firstContact } from '../run/contact.ts';
import { prepareRun, usualFile, type PreparedRun, type RunArguments } from '../run/prepare.ts';
import { createProgress } from '../output/progress.ts';
import { printExit } from '../output/streams.ts';
import { packageVersion } from '../version.ts';
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

/** Repeats one check of an earlier run, prints before and after, and returns the exit code. */
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
    progress.say(`Replaying ${command.check} at ${prepared.settings.target} with ${title} ${release}`);
    if (sha256 !== earlier.result.document.sha256) progress.say(`The document differs from that of ${command.results}.`);
    const now = await repeated(earlier, { ...prepared, redactor, key, say: progress.say });
    const comparison = compareReplay(earlier, now);
    const { check: before, requirement, exchanges } = earlier;
    const output = { check: before.id, demand: requirement.demand, ...comparison, before: { ...before, exchanges }, now };
    const text = command.json
      ? JSON.stringify(output, undefined, 2)
      : comparisonLines(earlier, now, comparison, prepared.served !== undefined).join('\n');
    process.stdout.write(`${text}\n`);
    return await printExit(comparison.code, comparison.verdict);
  } finally {
    await prepared.close();
  }
}

/** The arguments of a full run of the check's requirement. */
async function argumentsOf(command: ReplayCommand, { id, result }: Previous): Promise<RunArguments> {
  const path = command.config ?? (existsSync(usualFile) ? usualFile : undefined);
  const values = path === undefined ? undefined : (await readConfiguration(path)).values;
  const { document = values?.document === undefined ? result.document.source : undefined, target } = command;
  const common = { ...command, document, only: [id], skip: [], profile: 'full' } as const;
  // The mock of the run has ended.
  const mock = target === undefined && values?.target === undefined ? result.mock : undefined;
  if (mock) {
    const { fault } = command;
    return { ...common, target: 'mock', fault: fault.length > 0 ? fault : mock.faults };
  }
  return { ...common, target: target ?? (values?.target === undefined ? result.target : undefined) };
}

interface Circumstances extends PreparedRun {
  readonly redactor: Redactor;
  readonly key: string;
  readonly say: (text: string) => void;
}

async function repeated(earlier: Previous, { contract, file, redactor, key, say, ...prepared }: Circumstances): Promise<ReplayedCheck> {
  const { settings, hooks, preflight, requests } = await firstContact(contract, prepared.settings, file, redactor);
  const bad = preflight.filter(({ outcome }) => outcome === 'fail');
  const fatal = bad.find(({ id }) => !id.includes('/'));
  if (fatal) throw impossible(`${fatal.message}: change ${fatal.configuration ?? 'the configuration'}`, 'target/unusable');
  for (const { message } of bad) say(`! ${message}`);
  const planned = schedule({ contract, principals: createPrincipals(contract, settings), settings, hooks });
  const requirement = planned.requirements.find(({ id }) => id === earlier.id);
  const ids = requirement ? plannedChecks(requirement) : [];
  if (requirement?.excluded !== undefined) throw impossible(`${earlier.id} does not apply: ${requirement.excluded}`);
  if (!ids.includes(earlier.check.id)) throw impossible(unplanned(earlier, ids, settings));
  return replayCheck(earlier.check.id, { contract, settings, redactor, key, spent: requests, schedule: planned });
}

const impossible = (why: string, code: FailureCode = 'replay/impossible') =>
  new CommandFailure(exitCodes.incomplete, code, `could not replay: ${why}`);

/** Why the check is not planned. */
function unplanned({ check, exchanges }: Previous, ids: readonly string[], settings: PreparedRun['settings']): string {
  const known = new Set([...settings.principals, ...settings.clients].map(({ name }) => name));
  const parts = check.id.split('/').slice(2).map(decodeURIComponent);
  const cast = exchanges.flatMap(({ principal }) => principal ?? []);
  const missing = [...parts.filter((part) => cast.includes(part)), ...cast].find((name) => !known.has(name) && !name.includes(':'));
  if (missing !== undefined)
    return `the check used the principal or client "${missing}", which the configuration does not have: add principals.${missing}`;
  return ids.length === 0
    ? 'this configuration plans no check of its requirement'
    : `this document and configuration plan other checks of its requirement, such as ${ids.slice(0, 3).join(' or ')}`;
}
