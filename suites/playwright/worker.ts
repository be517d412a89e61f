/**
 * What a Playwright worker needs to judge requirements: a session at the target, and the files that it shares with the command line. Only the
 * workers load it, and not the process that starts them.
 *
 * @module
 */
import { catalogue, type RequirementId } from '../../spec/catalogue/catalogue.ts';
import { defined } from '../../spec/defined.ts';
import { openTarget } from '../http/probe.ts';
import { withRenewal } from '../http/renewal/renewal.ts';
import { createRedactor, type Redactor } from '../redaction/redactor.ts';
import { checkWithoutSecrets } from '../redaction/result.ts';
import { createSession, registerSecrets, type Finding, type MetLimit, type Wait } from '../engine/session.ts';
import { curlOf, withVariables } from '../result/curl.ts';
import type { Evidence } from '../engine/evidence.ts';
import type { Target } from '../http/target.ts';
import { createPerson } from './consent.ts';
import type { FindingLine, LimitLine, WaitLine } from './reporter.ts';
import {
  appendFinding,
  diskRecordings,
  heldIn,
  leavingIn,
  readRun,
  readScenarios,
  readSecrets,
  runVariable,
  tracingIn,
} from './run-file.ts';

/** What becomes of a test that does not pass. */
export interface TestEnd {
  readonly skipped?: string;
  readonly failed?: string;
}

export interface Worker {
  /** Judges a requirement: for the command line, which gets the finding, or for the test that fails. */
  judge(id: RequirementId): Promise<TestEnd>;
  close(): Promise<void>;
}

/**
 * Opens the session of this worker.
 *
 * @throws {Error} if the command line has started no run
 */
export async function openWorker(): Promise<Worker> {
  const folder = process.env[runVariable];
  if (folder === undefined)
    throw new Error(
      `${runVariable} is not set: start the suites with "auth-conformance run" or with the project's own playwright.config.ts`,
    );
  const run = await readRun(folder);
  const { contract, settings, startedAt, spent } = run;
  const redactor = createRedactor(run.key);
  registerSecrets(redactor, settings);
  // Playwright replaces a worker after each failure, so this one may have to report requests of earlier workers.
  for (const secret of await readSecrets(folder)) redactor.add(secret);
  const person = createPerson(settings);
  const asksPerson = settings.clients.some(({ consent }) => consent.kind === 'browser');
  const tracing = run.trace === undefined ? undefined : tracingIn(folder, run.trace);
  const opened = await discreetly(redactor, () => openTarget(settings, tracing));
  const shared = leavingIn(folder, redactor);
  const target: Target = {
    ...withRenewal(opened, { settings, redactor: shared, held: heldIn(folder) }),
    ...(asksPerson && { consent: person.consent }),
  };
  // A single worker of the command line stays until the end.
  const alone = run.workers === 1;
  const recordings = diskRecordings(folder, alone);
  const narrow = run.check !== undefined && { check: run.check };
  const onWait = (wait: Wait) => {
    if (run.mode === 'record') print({ event: 'wait', ...wait });
  };
  const onLimit = (limit: MetLimit) => {
    const { retryAfter } = limit;
    if (run.mode === 'record') print({ event: 'limit', ...limit, retryAfter: retryAfter && redactor.redact(retryAfter) });
  };
  const session = createSession({
    contract,
    settings,
    target,
    redactor: shared,
    startedAt,
    spent,
    recordings,
    overlaps: alone,
    onWait,
    onLimit,
    ...narrow,
  });
  /** Secrets may have become known after the exchange was recorded. */
  const curlWithout = (evidence: Evidence) =>
    withVariables(redactor.shell(redactor.redact(curlOf(evidence, redactor, settings))), settings.variables);
  const describe = async (finding: Finding) => {
    const exchanges = (await readScenarios(folder)).flatMap((record) => record.exchanges);
    const failed = finding.checks.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'not-applicable');
    const lines = failed.slice(0, 5).map((check) => {
      const evidence =
        exchanges.find(({ id }) => id === check.mismatch?.exchange) ??
        exchanges.find(({ id, role }) => check.exchanges.includes(id) && role === 'probe');
      const sides = check.expected === undefined ? '' : `\n    expected ${check.expected}\n    observed ${check.observed}`;
      return `${check.id}: ${check.reason}${sides}${evidence ? `\n    ${curlWithout(evidence)}` : ''}`;
    });
    return [...lines, ...(failed.length > 5 ? [`and ${failed.length - 5} more`] : [])].join('\n');
  };
  const verdictOf = async (finding: Finding): Promise<TestEnd> => {
    const outcomes = new Set(finding.checks.map(({ outcome }) => outcome));
    if (finding.outcome === 'not-applicable' || (!outcomes.has('pass') && !outcomes.has('fail') && !outcomes.has('error')))
      return { skipped: redactor.redact(finding.reason ?? finding.checks[0]?.reason ?? 'nothing to observe') };
    if (outcomes.has('fail') || outcomes.has('error') || outcomes.has('inconclusive'))
      return { failed: redactor.redact(`${catalogue[finding.requirement].demand}\n${await describe(finding)}`) };
    return {};
  };
  return {
    async judge(id) {
      const finding = await discreetly(redactor, () => session.judge(id));
      if (run.mode === 'throw') return verdictOf(finding);
      appendFinding(folder, finding);
      print(findingLine(finding, redactor));
      return {};
    },
    close: () =>
      discreetly(redactor, async () => {
        // If the run was interrupted, a scenario may still be running.
        await session.halt();
        await person.close();
        await target.close();
      }),
  };
}

/** Runs an action and removes secrets from its errors, because a server may have echoed them. */
async function discreetly<Value>(redactor: Redactor, act: () => Promise<Value>): Promise<Value> {
  try {
    return await act();
  } catch (error) {
    const safe = new Error(redactor.redact(error instanceof Error ? error.message : String(error)));
    if (error instanceof Error && error.stack !== undefined) safe.stack = redactor.redact(error.stack);
    throw safe;
  }
}

const print = (line: WaitLine | LimitLine | FindingLine) => void process.stdout.write(`${JSON.stringify(line)}\n`);

function findingLine({ requirement, outcome, reason, checks }: Finding, redactor: Redactor): FindingLine {
  return {
    event: 'finding',
    requirement,
    ...(outcome && { outcome }),
    ...(reason !== undefined && { reason: redactor.redact(reason) }),
    checks: checks.map((check) => {
      const { id, outcome: own, reason: why, where, expected, observed, needs } = checkWithoutSecrets(check, redactor);
      return defined({ id, outcome: own, reason: why, where, expected, observed, needs });
    }),
  };
}
