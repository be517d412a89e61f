import { catalogue } from '../../spec/catalogue/catalogue.ts';
import type { Contract } from '../../spec/contract.ts';
import { defined } from '../../spec/defined.ts';
import { printProblem } from '../../spec/loading/problem.ts';
import { gather } from '../../reporters/gathering/gather.ts';
import type { GatherInput, GatheredRequirement } from '../../reporters/gathering/input.ts';
import type { ScenarioRecord } from '../../suites/engine/evidence.ts';
import { quotaFromNow } from '../../suites/expectations/quota.ts';
import { resultExchange } from '../../suites/result/exchange.ts';
import type { Power, PreflightResult, Result, Selection } from '../../suites/result/result.ts';
import { checkId } from '../../suites/engine/judge.ts';
import type { PlannedRequirement, Schedule } from '../../suites/engine/schedule.ts';
import { createPrincipals } from '../../suites/principals/principals.ts';
import { sampleNote } from '../../suites/topics/scopes/operation-matrix.ts';
import { leftoversOf } from '../../suites/principals/leftovers.ts';
import { describeLeftover } from '../../suites/words/notes.ts';
import type { Redactor } from '../../suites/redaction/redactor.ts';
import { withoutSecrets } from '../../suites/redaction/result.ts';
import type { Finding } from '../../suites/engine/session.ts';
import type { Settings } from '../../suites/engine/settings.ts';
import { excuse } from '../baseline/baseline.ts';
import { isOfShard } from '../baseline/shard.ts';
import { plannedRequirement } from '../results/planned.ts';
import { noBaseline, type BaselineEntry } from '../baseline/file.ts';
import { repositoryOf } from '../results/repository.ts';

/** The data of a finished run. */
export interface RunData {
  readonly contract: Contract;
  readonly settings: Settings;
  readonly redactor: Redactor;
  readonly schedule: Schedule;
  readonly preflight: readonly PreflightResult[];
  readonly findings: readonly Finding[];
  readonly scenarios: readonly ScenarioRecord[];
  readonly startedAt: number;
  readonly seconds: number;
  readonly requests: number;
  readonly version: string;
  readonly failOn: 'must' | 'should';
  readonly allowIncomplete: boolean;
  readonly interrupted: boolean;
  readonly harnessError?: string;
  /** Accepted failures. */
  readonly baseline?: readonly BaselineEntry[];
  readonly acceptCritical?: boolean;
  /** Absent if the run could not start. */
  readonly power?: Power;
  /** How the mock that was the target is started again. */
  readonly mock?: Result['mock'];
}

/** The result of a run. */
export function resultOf(run: RunData): Result {
  const { contract, settings, redactor, schedule, findings, scenarios, baseline, acceptCritical, power } = run;
  const today = new Date(run.startedAt).toISOString().slice(0, 10);
  const excused = excuse(
    findings,
    (baseline ?? noBaseline).filter(({ check }) => isOfShard(check, settings)),
    today,
    acceptCritical ?? false,
  );
  const selection = selectionOf(settings);
  const input: GatherInput = {
    ...(selection && { selection }),
    profile: settings.profile,
    target: settings.target,
    startedAt: new Date(run.startedAt).toISOString(),
    seconds: run.seconds,
    requests: run.requests,
    document: defined({
      title: contract.title,
      version: contract.version,
      source: contract.source,
      sha256: contract.sha256,
      repository: repositoryOf(process.cwd()),
    }),
    harness: { version: run.version },
    ...(power && { power }),
    ...(run.mock && { mock: run.mock }),
    warnings: [...warningsOf(run), ...excused.warnings],
    preflight: [...run.preflight],
    excluded: [
      ...contract.unsupported.map((message) => ({ message, why: 'the harness cannot simulate or send it' })),
      ...contract.untested.map((message) => ({ message, why: 'the operation is not tested like others' })),
    ],
    baseline: excused.baseline,
    planned: schedule.requirements.map((planned) => plannedOf(planned, excused.findings, contract)),
    findings: excused.findings.map(({ requirement, checks, outcome, reason }) => ({ requirement, checks, outcome, reason })),
    exchanges: scenarios.flatMap(({ exchanges }) =>
      exchanges.map((evidence) => {
        const quota = evidence.reply && quotaFromNow(contract, evidence.reply, evidence.startedAt / 1000);
        return { key: evidence.id, exchange: { ...resultExchange(evidence, redactor, settings), ...(quota && { quota }) } };
      }),
    ),
    observations: unique(scenarios.flatMap(({ notes }) => notes)),
    failOn: run.failOn,
    allPublic: contract.operations.every((operation) => operation.public),
    allowIncomplete: run.allowIncomplete,
    interrupted: run.interrupted,
    harnessError: run.harnessError,
  };
  return withoutSecrets(gather(input), redactor);
}

/** The selection; undefined if it is everything. */
function selectionOf({ only, skip, shard }: Settings): Selection | undefined {
  if (only.length + skip.length === 0 && shard === undefined) return undefined;
  if (!shard) return { only: [...only], skip: [...skip] };
  const { index, total, part } = shard;
  return { only: [...only], skip: [...skip], shard: { index, total, ...(part && { plan: part.plan }) } };
}

/** Equal notes once, with the evidence of the first. */
function unique(notes: GatherInput['observations']): GatherInput['observations'] {
  return [...new Map(notes.toReversed().map((note) => [JSON.stringify({ ...note, exchanges: undefined }), note])).values()].toReversed();
}

function plannedOf({ id, level, cases }: PlannedRequirement, findings: readonly Finding[], contract: Contract): GatheredRequirement {
  const failed = findings.find(({ requirement }) => requirement === id)?.checks.find(({ outcome }) => outcome === 'fail');
  const violated = failed && cases.find((testCase) => checkId(id, testCase) === failed.id)?.operation;
  const operation = contract.operations.find((candidate) => candidate.id === violated);
  return plannedRequirement(id, catalogue[id], level, contract, operation);
}

function warningsOf({ settings, contract, scenarios }: RunData): string[] {
  const sample = sampleNote({ contract, settings, principals: createPrincipals(contract, settings) });
  return [
    ...leftoversOf(contract, scenarios).map(describeLeftover),
    ...(settings.tls.insecure ? ['certificates were not verified (tls.insecure)'] : []),
    ...(sample === undefined ? [] : [sample]),
    ...contract.mistakes.map((mistake) => `ignored: ${printProblem(mistake)}`),
    ...contract.unsupported.map((message) => `not simulated: ${message}`),
    ...contract.untested.map((message) => `not tested: ${message}`),
  ];
}
