import { readFindings, readScenes, readSecrets, writeRun } from '../../suites/playwright/run-file.ts';
import { createPrincipals } from '../../suites/principals/principals.ts';
import { schedule } from '../../suites/engine/schedule.ts';
import type { PlanningContext } from '../../suites/engine/scenario.ts';
import type { Redactor } from '../../suites/redaction/redactor.ts';
import { firstContact, noContact } from './contact.ts';
import { powerOf } from './power.ts';
import type { Interruption } from './interruption.ts';
import type { PreparedRun } from './prepare.ts';
import type { Progress } from '../output/progress.ts';
import type { Remains } from './result.ts';
import { runSuites } from './suites.ts';

/** Beyond the time budget the suites get this long to come to an end by themselves, in milliseconds. */
const grace = 30_000;

export interface PlayInput extends PreparedRun, Pick<Remains, 'failOn' | 'allowIncomplete' | 'acceptCritical'> {
  readonly workers: number;
  readonly baseline: NonNullable<Remains['baseline']>;
  readonly vault: Redactor;
  readonly key: string;
  readonly folder: string;
  readonly startedAt: number;
  readonly version: string;
  readonly progress: Progress;
  readonly interruption: Interruption;
}

/** What a run leaves behind, and the test hooks that its target has. */
export interface Played extends Omit<Remains, 'seconds'> {
  readonly hooks: PlanningContext['hooks'];
}

/** Contacts the target, plans, and lets the suites run to their end. */
export async function play(input: PlayInput): Promise<Played> {
  const { contract, vault: redactor, key, folder, startedAt, file, progress, interruption } = input;
  progress.say(`Testing ${input.settings.target} by ${contract.title} ${contract.version}`);
  const contact = await interruption.unless(() => firstContact(contract, input.settings, file, redactor));
  const { settings, hooks, usable, requests, preflight } = contact === 'interrupted' ? noContact(input.settings) : contact;
  const planned = schedule({ contract, principals: createPrincipals(contract, settings), settings, hooks });
  const common = { ...input, settings, hooks, schedule: planned, preflight };
  if (!usable || contact === 'interrupted')
    return { ...common, findings: [], scenes: [], requests, interrupted: contact === 'interrupted' };
  // Such as of the last of many shards: Playwright would miss its tests.
  if (planned.requirements.length === 0) return { ...common, findings: [], scenes: [], requests, interrupted: false };
  progress.say(`${planned.requirements.length} requirements, about ${planned.requests} requests`);
  await writeRun(folder, {
    contract,
    settings,
    key,
    startedAt,
    spent: requests,
    mode: 'record',
    requirements: planned.requirements.map(({ id }) => id),
  });
  const patience = settings.budget.seconds * 1000 - (Date.now() - startedAt) + grace;
  const { interrupted, errors } = await runSuites({
    folder,
    workers: input.workers,
    patience,
    halted: interruption.signal,
    onProgress: progress.line,
  });
  progress.end();
  const scenarios = await readScenes(folder);
  for (const secret of await readSecrets(folder)) redactor.add(secret);
  const crash = scenarios.find((scenario) => scenario.crash !== undefined);
  const harnessError = errors[0] ?? (crash && `the scene ${crash.scenario} failed: ${crash.crash}`);
  const findings = await readFindings(folder);
  return {
    ...common,
    findings,
    power: powerOf(findings),
    scenes: scenarios,
    requests: requests + scenarios.reduce((sum, scene) => sum + scene.requests, 0),
    interrupted,
    ...(harnessError !== undefined && !interrupted && { harnessError: redactor.redact(harnessError) }),
  };
}
