import { visibleLine } from '../../reporters/digest/visible.ts';
import { counted } from '../../spec/lint/words.ts';
import { cleanUpAfter } from '../../suites/playwright/last-cleanup.ts';
import type { ProgressLine } from '../../suites/playwright/reporter.ts';
import { readFindings, readScenarios, readSecrets, writeRun } from '../../suites/playwright/run-file.ts';
import { createPrincipals } from '../../suites/principals/principals.ts';
import { shortSecretLines } from '../../suites/preflight/secrets.ts';
import { longestWaitWith } from '../../suites/engine/quota-pacer.ts';
import { describeDelay, describeRejection } from '../../suites/words/notes.ts';
import { schedule } from '../../suites/engine/schedule.ts';
import { atSharedPace } from '../../suites/http/pace.ts';
import type { Tracing } from '../../suites/http/tracing.ts';
import type { PlanningContext } from '../../suites/engine/scenario.ts';
import type { Redactor } from '../../suites/redaction/redactor.ts';
import { firstContact, noContact } from './contact.ts';
import { powerOf } from './power.ts';
import type { Interruption } from './interruption.ts';
import type { PreparedRun } from './prepare.ts';
import { findingEvent, type Events } from '../output/events.ts';
import type { Progress } from '../output/progress.ts';
import type { RunData } from './result.ts';
import { runSuites } from './suites.ts';

/** How long the suites may take to end after the time budget, in milliseconds. */
const graceMs = 30_000;

export interface PlayInput extends PreparedRun, Pick<RunData, 'failOn' | 'allowIncomplete' | 'acceptCritical'> {
  readonly workers: number;
  readonly baseline: NonNullable<RunData['baseline']>;
  readonly redactor: Redactor;
  readonly key: string;
  readonly folder: string;
  readonly startedAt: number;
  readonly version: string;
  readonly progress: Progress;
  readonly events: Events;
  readonly interruption: Interruption;
  /** Where requests are noted, if the run is traced. */
  readonly tracing?: Tracing | undefined;
}

/** The data of a finished run, and the target's test hooks. */
export interface Played extends Omit<RunData, 'seconds'> {
  readonly hooks: PlanningContext['hooks'];
}

/** Contacts the target, plans the run, and runs the suites. */
export async function play(input: PlayInput): Promise<Played> {
  const { contract, redactor, key, folder, startedAt, file, progress, events, interruption } = input;
  progress.say(`Testing ${input.settings.target} with ${contract.title} ${contract.version}`);
  for (const { message } of shortSecretLines(input.settings)) progress.say(`! ${message}`);
  const asked = atSharedPace(input.settings, input.settings.shard?.total ?? 1);
  // A shard without scenarios leaves the target to the others.
  const isIdle = input.settings.shard?.part?.scenarios.length === 0;
  const contact = isIdle ? noContact(asked) : await interruption.unless(() => firstContact(contract, asked, file, redactor, input.tracing));
  const { settings, hooks, usable, requests, preflight } = contact === 'interrupted' ? noContact(asked) : contact;
  for (const line of preflight) events.write({ event: 'preflight', ...line });
  const planned = schedule({ contract, principals: createPrincipals(contract, settings), settings, hooks });
  const common = { ...input, settings, hooks, schedule: planned, preflight };
  if (!usable || contact === 'interrupted')
    return { ...common, findings: [], scenarios: [], requests, interrupted: contact === 'interrupted' };
  // Playwright would fail without tests.
  if (planned.requirements.length === 0) return { ...common, findings: [], scenarios: [], requests, interrupted: false };
  progress.say(`${counted(planned.requirements.length, 'requirement')}, about ${counted(planned.requests, 'request')}`);
  events.write({ event: 'plan', requirements: planned.requirements.length, requests: planned.requests, seconds: planned.seconds });
  await writeRun(folder, {
    contract,
    settings: atSharedPace(settings, input.workers),
    key,
    startedAt,
    spent: requests,
    mode: 'record',
    workers: input.workers,
    requirements: planned.requirements.map(({ id }) => id),
    ...(input.tracing && { trace: input.tracing.trace }),
  });
  progress.plan(planned.requirements.map(({ id }) => id));
  const timeoutMs = settings.budget.seconds * 1000 - (Date.now() - startedAt) + graceMs;
  let isLimitMet = false;
  const shown = (line: ProgressLine) => {
    progress.line(line, planned.requests);
    if (line.event === 'wait') events.write(line);
  };
  const { interrupted, errors } = await runSuites({
    folder,
    workers: input.workers,
    settings,
    timeoutMs,
    halted: interruption.signal,
    onProgress(line) {
      shown(line);
      if (line.event === 'limit' && !isLimitMet) {
        isLimitMet = true;
        const requestsLeft = Math.max(0, planned.requests - line.sent);
        const delay = describeDelay(line, requestsLeft, longestWaitWith(settings.slow));
        progress.say(visibleLine(`! ${describeRejection(line)}; ${delay}`));
        events.write(line);
      }
      if (line.event !== 'finding') return;
      const finding = findingEvent(line, planned, settings.profile);
      progress.finding(finding);
      events.write(finding);
    },
  });
  for (const secret of await readSecrets(folder)) redactor.add(secret);
  const cleanup = await cleanUpAfter(folder, {
    redactor,
    halted: interruption.signal,
    onWait: (wait) => shown({ event: 'wait', ...wait }),
  });
  progress.end();
  const scenarios = [...(await readScenarios(folder)), ...(cleanup ? [cleanup] : [])];
  const crash = scenarios.find((scenario) => scenario.crash !== undefined);
  const harnessError = errors[0] ?? (crash && `the scenario ${crash.scenario} failed: ${crash.crash}`);
  const findings = await readFindings(folder);
  return {
    ...common,
    findings,
    power: powerOf(findings),
    scenarios,
    requests: requests + scenarios.reduce((sum, scenario) => sum + scenario.requests, 0),
    interrupted,
    ...(harnessError !== undefined && !interrupted && { harnessError: redactor.redact(harnessError) }),
  };
}
