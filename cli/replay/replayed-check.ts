import type { Contract } from '../../spec/contract.ts';
import { resultExchange } from '../../suites/result/exchange.ts';
import { checkId, type JudgedCheck } from '../../suites/engine/judge.ts';
import { narrowed } from '../../suites/engine/narrowing.ts';
import { readFindings, readScenes, readSecrets, writeRun, type Run } from '../../suites/playwright/run-file.ts';
import type { Exchange } from '../../suites/result/result.ts';
import type { PlannedRequirement, Schedule } from '../../suites/engine/schedule.ts';
import type { Redactor } from '../../suites/redaction/redactor.ts';
import type { Settings } from '../../suites/engine/settings.ts';
import { exitCodes, CommandFailure } from '../failure.ts';
import { awaitInterruption } from '../run/interruption.ts';
import { openPrivateFolder } from '../run/private-folder.ts';
import { runSuites } from '../run/suites.ts';

/** A check, made again. */
export interface ReplayedCheck extends Omit<JudgedCheck, 'exchanges'> {
  /** Its new evidence, in order, numbered from 1. */
  readonly exchanges: readonly Exchange[];
}

export interface ReplayInput {
  readonly contract: Contract;
  /** Which select the requirement of the check. */
  readonly settings: Settings;
  readonly vault: Redactor;
  /** Keys the tags of the vault. */
  readonly key: string;
  /** How many requests were sent before. */
  readonly spent: number;
  /** What the settings come to. */
  readonly schedule: Schedule;
}

/** Beyond the time budget the suites get this long to come to an end by themselves, in milliseconds. */
const grace = 30_000;

/**
 * Makes one check again: its own observation first, with its control, and where that does not fail, the whole scene as the run played it.
 * For some checks compare what others of the scene saw, and what one request does may show in another only: a failure can be believed at
 * once, a success cannot. A scene is not played for that if it would have to wait.
 *
 * @throws {CommandFailure} with exit code 70 where the suites failed, and 130 where they were interrupted
 */
export async function again(id: string, input: ReplayInput): Promise<ReplayedCheck> {
  const first = await play(id, input, { check: id });
  if (first.outcome === 'fail' || !isFurther(narrowed(input.schedule, id), input.schedule)) return first;
  return play(id, input, {});
}

/** The ids of the checks that are planned of a requirement. */
export function plannedChecks({ id, cases }: PlannedRequirement): readonly string[] {
  return cases.map((testCase) => checkId(id, testCase));
}

/** Whether a whole scene shows more than the one observation, and takes no longer. */
function isFurther(narrow: Schedule, whole: Schedule): boolean {
  const scenarios = new Map(whole.scenarios.map((scenario) => [scenario.name, scenario]));
  return narrow.scenarios.some(({ name, cases, seconds }) => {
    const scene = scenarios.get(name);
    return scene !== undefined && scene.cases.length > cases.length && scene.seconds <= seconds;
  });
}

async function play(
  id: string,
  { contract, settings, vault: redactor, key, spent, schedule: planned }: ReplayInput,
  narrow: Pick<Run, 'check'>,
): Promise<ReplayedCheck> {
  const { path: folder, remove } = await openPrivateFolder();
  const interruption = awaitInterruption(() => {});
  try {
    const requirements = planned.requirements.map((requirement) => requirement.id);
    await writeRun(folder, { contract, settings, key, startedAt: Date.now(), spent, mode: 'record', requirements, ...narrow });
    const patience = settings.budget.seconds * 1000 + grace;
    const { interrupted, errors } = await runSuites({ folder, workers: 1, patience, halted: interruption.signal, onProgress: () => {} });
    if (interrupted) throw new CommandFailure(exitCodes.interrupted, 'interrupted before the check was made');
    const scenarios = await readScenes(folder);
    for (const secret of await readSecrets(folder)) redactor.add(secret);
    const crash = scenarios.find((scenario) => scenario.crash !== undefined)?.crash;
    const judged = (await readFindings(folder)).flatMap(({ checks }) => checks).find((check) => check.id === id);
    const problem = errors[0] ?? crash ?? (judged ? undefined : `nothing was found about ${id}`);
    if (problem !== undefined) throw new CommandFailure(exitCodes.harness, `the harness failed: ${redactor.redact(problem)}`);
    const evidence = scenarios.flatMap((scene) => scene.exchanges);
    const cited = judged!.exchanges.flatMap((name) => evidence.find((one) => one.id === name) ?? []);
    return { ...judged!, exchanges: cited.map((one, index) => ({ id: index + 1, ...resultExchange(one, redactor, settings) })) };
  } finally {
    interruption.release();
    await remove();
  }
}
