import type { Contract } from '../../spec/contract.ts';
import { resultExchange } from '../../suites/result/exchange.ts';
import { checkId, type JudgedCheck } from '../../suites/engine/judge.ts';
import { narrowed } from '../../suites/engine/narrowing.ts';
import { cleanUpAfter } from '../../suites/playwright/last-cleanup.ts';
import { readFindings, readScenarios, readSecrets, writeRun, type Run } from '../../suites/playwright/run-file.ts';
import { exchangesOf, withExchangesRenamed } from '../../suites/result/expectation.ts';
import type { CheckResult, Exchange } from '../../suites/result/result.ts';
import type { PlannedRequirement, Schedule } from '../../suites/engine/schedule.ts';
import type { Redactor } from '../../suites/redaction/redactor.ts';
import { checkWithoutSecrets } from '../../suites/redaction/result.ts';
import type { Settings } from '../../suites/engine/settings.ts';
import { CommandFailure, harnessFailure } from '../failure.ts';
import { exitCodes } from '../../suites/result/exit-code.ts';
import { awaitInterruption } from '../run/interruption.ts';
import { openPrivateFolder } from '../run/private-folder.ts';
import { runSuites } from '../run/suites.ts';

/** A repeated check. */
export interface ReplayedCheck extends Omit<JudgedCheck, 'exchanges' | 'mismatch'>, Pick<CheckResult, 'mismatch'> {
  /** The new evidence in order, numbered from 1. */
  readonly exchanges: readonly Exchange[];
}

export interface ReplayInput {
  readonly contract: Contract;
  /** They select the requirement of the check. */
  readonly settings: Settings;
  readonly redactor: Redactor;
  /** The key for the redactor's tags. */
  readonly key: string;
  /** The number of requests sent before. */
  readonly spent: number;
  readonly schedule: Schedule;
}

/** How long the suites may take to end after the time budget, in milliseconds. */
const graceMs = 30_000;

/**
 * Repeats one check: first its own case and control. If that does not fail, repeats the whole scenario, because some checks compare the
 * observations of several cases. The scenario is not repeated if it would have to wait.
 *
 * @throws {CommandFailure} with exit code 70 if the suites fail, and 130 if they are interrupted
 */
export async function replayCheck(id: string, input: ReplayInput): Promise<ReplayedCheck> {
  const first = await play(id, input, { check: id });
  if (first.outcome === 'fail' || !showsMore(narrowed(input.schedule, id), input.schedule)) return first;
  return play(id, input, {});
}

/** The ids of a requirement's planned checks. */
export function plannedChecks({ id, cases }: PlannedRequirement): readonly string[] {
  return cases.map((testCase) => checkId(id, testCase));
}

/** Whether the whole scenario has more cases and does not wait longer. */
function showsMore(narrow: Schedule, whole: Schedule): boolean {
  const scenarios = new Map(whole.scenarios.map((scenario) => [scenario.name, scenario]));
  return narrow.scenarios.some(({ name, cases, seconds }) => {
    const complete = scenarios.get(name);
    return complete !== undefined && complete.cases.length > cases.length && complete.seconds <= seconds;
  });
}

async function play(
  id: string,
  { contract, settings, redactor, key, spent, schedule: planned }: ReplayInput,
  narrow: Pick<Run, 'check'>,
): Promise<ReplayedCheck> {
  const { path: folder, remove } = await openPrivateFolder();
  const interruption = awaitInterruption(() => {});
  try {
    const requirements = planned.requirements.map((requirement) => requirement.id);
    await writeRun(folder, { contract, settings, key, startedAt: Date.now(), spent, mode: 'record', workers: 1, requirements, ...narrow });
    const timeoutMs = settings.budget.seconds * 1000 + graceMs;
    const { interrupted, errors } = await runSuites({
      folder,
      workers: 1,
      settings,
      timeoutMs,
      halted: interruption.signal,
      onProgress: () => {},
    });
    if (interrupted) throw new CommandFailure(exitCodes.interrupted, 'interrupted', 'interrupted before the check was finished');
    const scenarios = await readScenarios(folder);
    for (const secret of await readSecrets(folder)) redactor.add(secret);
    await cleanUpAfter(folder, { redactor, halted: interruption.signal });
    const crash = scenarios.find((scenario) => scenario.crash !== undefined)?.crash;
    const judged = (await readFindings(folder)).flatMap(({ checks }) => checks).find((check) => check.id === id);
    const problem = errors[0] ?? crash ?? (judged ? undefined : `the suites did not report ${id}`);
    if (problem !== undefined) throw harnessFailure(`the harness failed: ${redactor.redact(problem)}`);
    const evidence = scenarios.flatMap((scenario) => scenario.exchanges);
    const { mismatch } = judged!;
    const names = [...new Set([...judged!.exchanges, ...(mismatch ? exchangesOf(mismatch).map(String) : [])])];
    const cited = names.flatMap((name) => evidence.find((one) => one.id === name) ?? []);
    const numberOf = (name: string | number) => 1 + cited.findIndex((one) => one.id === name);
    return {
      ...checkWithoutSecrets({ ...judged!, ...(mismatch && { mismatch: withExchangesRenamed(mismatch, numberOf) }) }, redactor),
      exchanges: cited.map((one, index) => ({ id: index + 1, ...resultExchange(one, redactor, settings) })),
    };
  } finally {
    interruption.release();
    await remove();
  }
}
