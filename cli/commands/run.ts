import { randomBytes } from 'node:crypto';
import { readFindings, readScenes, readSecrets, writeRun } from '../../suites/playwright/run-file.ts';
import { createRoster } from '../../suites/roster.ts';
import { schedule, select } from '../../suites/schedule.ts';
import { createVault, type Vault } from '../../suites/secrets.ts';
import { fillVault } from '../../suites/session.ts';
import { openDraft } from '../run/baseline-draft.ts';
import { noBaseline, readBaseline } from '../run/baseline-file.ts';
import { knownSigns } from '../power/known.ts';
import { powerOf } from '../power/power.ts';
import { firstContact, noContact } from '../run/contact.ts';
import { makeFolder } from '../run/folder.ts';
import { awaitInterruption, type Interruption } from '../run/interruption.ts';
import { prepare, type Prepared, type RunArguments } from '../run/prepare.ts';
import { openPrivateFolder } from '../run/private-folder.ts';
import { createProgress, type Progress } from '../run/progress.ts';
import { parseFormats, writeReports } from '../run/reports.ts';
import { resultOf, type Remains } from '../run/result.ts';
import { runSuites } from '../run/suites.ts';
import { tell } from '../run/tell.ts';
import { usage } from '../failure.ts';
import { packageVersion } from '../version.ts';

export interface RunCommand extends RunArguments {
  readonly reportDir: string;
  readonly format?: string | undefined;
  readonly failOn: 'must' | 'should';
  readonly allowIncomplete: boolean;
  readonly baseline?: string | undefined;
  readonly acceptCritical: boolean;
  /** Where failures are written to, to be accepted. */
  readonly writeBaseline?: string | undefined;
  readonly workers: number;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Beyond the time budget the suites get this long to come to an end by themselves, in milliseconds. */
const grace = 30_000;

/** Tests a target, writes the reports, and answers the exit code. */
export async function run(command: RunCommand): Promise<number> {
  const startedAt = Date.now();
  const version = packageVersion();
  const names = ['json', ...parseFormats(command.format)];
  const baseline = command.baseline === undefined ? noBaseline : await readBaseline(command.baseline);
  const draft = await openDraft(command.writeBaseline);
  await makeFolder('--report-dir', command.reportDir);
  const progress = createProgress(process.stderr, command.quiet);
  const interruption = awaitInterruption(() => progress.say('Interrupted: what was made is removed; a second time, and it ends at once'));
  const prepared = await prepare(command, version);
  const key = randomBytes(16).toString('hex');
  const vault = createVault(key);
  fillVault(vault, prepared.settings);
  const folder = await openPrivateFolder();
  try {
    const remains = await play(command, {
      ...prepared,
      vault,
      key,
      folder: folder.path,
      startedAt,
      version,
      baseline,
      progress,
      interruption,
    });
    const result = resultOf({ ...remains, seconds: (Date.now() - startedAt) / 1000 });
    const reports = await writeReports(result, command.reportDir, names, vault);
    const drafted = await draft?.(result);
    if (drafted !== undefined) process.stderr.write(`${drafted}\n`);
    tell(result, reports, command.json, vault);
    return result.exit.code;
  } finally {
    interruption.release();
    await folder.remove();
    await prepared.close();
  }
}

interface Circumstances extends Prepared {
  readonly baseline: NonNullable<Remains['baseline']>;
  readonly vault: Vault;
  readonly key: string;
  readonly folder: string;
  readonly startedAt: number;
  readonly version: string;
  readonly progress: Progress;
  readonly interruption: Interruption;
}

async function play(command: RunCommand, circumstances: Circumstances): Promise<Omit<Remains, 'seconds'>> {
  const { contract, vault, key, folder, startedAt, version, file, progress, interruption } = circumstances;
  progress.say(`Testing ${circumstances.settings.target} by ${contract.title} ${contract.version}`);
  if (select(circumstances.settings.only, circumstances.settings.skip).length === 0)
    throw usage('no requirement is left: --skip excludes what --only selects');
  const contact = await interruption.unless(() => firstContact(contract, circumstances.settings, file, vault));
  const { settings, hooks, usable, requests, preflight } = contact === 'interrupted' ? noContact(circumstances.settings) : contact;
  const planned = schedule({ contract, roster: createRoster(contract, settings), settings, hooks });
  const { failOn, allowIncomplete, acceptCritical } = command;
  const common = {
    contract,
    settings,
    vault,
    schedule: planned,
    preflight,
    startedAt,
    version,
    failOn,
    allowIncomplete,
    acceptCritical,
    baseline: circumstances.baseline,
  };
  if (!usable || contact === 'interrupted')
    return { ...common, findings: [], scenes: [], requests, interrupted: contact === 'interrupted' };
  progress.say(`${planned.requirements.length} requirements, about ${planned.requests} requests`);
  await writeRun(folder, { contract, settings, key, startedAt, spent: requests, mode: 'record' });
  const patience = settings.budget.seconds * 1000 - (Date.now() - startedAt) + grace;
  const { interrupted, errors } = await runSuites({
    folder,
    workers: command.workers,
    patience,
    halted: interruption.signal,
    onProgress: progress.line,
  });
  progress.end();
  const scenes = await readScenes(folder);
  for (const secret of await readSecrets(folder)) vault.add(secret);
  const crash = scenes.find((scene) => scene.crash !== undefined);
  const harnessError = errors[0] ?? (crash && `the scene ${crash.scene} failed: ${crash.crash}`);
  const findings = await readFindings(folder);
  return {
    ...common,
    findings,
    power: powerOf({ outfit: { contract, settings, hooks }, schedule: planned, findings, signs: await knownSigns() }),
    scenes,
    requests: requests + scenes.reduce((sum, scene) => sum + scene.requests, 0),
    interrupted,
    ...(harnessError !== undefined && !interrupted && { harnessError: vault.redact(harnessError) }),
  };
}
