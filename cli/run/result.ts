import { catalogue } from '../../spec/catalogue/catalogue.ts';
import type { Contract } from '../../spec/contract.ts';
import { defined } from '../../spec/defined.ts';
import { nearestPlace } from '../../spec/loading/source-location.ts';
import { gather, type GatherInput, type GatheredRequirement } from '../../reporters/gathering/gather.ts';
import type { ScenarioRecord } from '../../suites/engine/evidence.ts';
import { resultExchange } from '../../suites/result/exchange.ts';
import type { Power, PreflightResult, Result, Selection } from '../../suites/result/result.ts';
import type { Schedule } from '../../suites/engine/schedule.ts';
import type { Redactor } from '../../suites/redaction/redactor.ts';
import type { Finding } from '../../suites/engine/session.ts';
import type { Settings } from '../../suites/engine/settings.ts';
import { excuse } from '../baseline/baseline.ts';
import { noBaseline, type BaselineEntry } from '../baseline/file.ts';

/** Everything that a run knows when it is over. */
export interface Remains {
  readonly contract: Contract;
  readonly settings: Settings;
  readonly vault: Redactor;
  readonly schedule: Schedule;
  readonly preflight: readonly PreflightResult[];
  readonly findings: readonly Finding[];
  readonly scenes: readonly ScenarioRecord[];
  readonly startedAt: number;
  readonly seconds: number;
  readonly requests: number;
  readonly version: string;
  readonly failOn: 'must' | 'should';
  readonly allowIncomplete: boolean;
  readonly interrupted: boolean;
  readonly harnessError?: string;
  /** Failures that are accepted for now. */
  readonly baseline?: readonly BaselineEntry[];
  readonly acceptCritical?: boolean;
  /** Absent where the run could not begin. */
  readonly power?: Power;
}

/** The one result of a run. */
export function resultOf(remains: Remains): Result {
  const { contract, settings, vault: redactor, schedule, findings, scenes, baseline, acceptCritical, power } = remains;
  const today = new Date(remains.startedAt).toISOString().slice(0, 10);
  const excused = excuse(findings, baseline ?? noBaseline, today, acceptCritical ?? false);
  const selection = selectionOf(settings);
  const input: GatherInput = {
    ...(selection && { selection }),
    profile: settings.profile,
    target: settings.target,
    startedAt: new Date(remains.startedAt).toISOString(),
    seconds: remains.seconds,
    requests: remains.requests,
    document: { title: contract.title, version: contract.version, source: contract.source, sha256: contract.sha256 },
    harness: { version: remains.version },
    ...(power && { power }),
    warnings: [...warningsOf(remains), ...excused.warnings],
    preflight: [...remains.preflight],
    excluded: contract.unsupported.map((says) => ({ says, why: 'the harness cannot simulate or send it' })),
    baseline: excused.baseline,
    planned: schedule.requirements.map(({ id }) => plannedOf(id, schedule, contract)),
    findings: excused.findings.map(({ requirement, checks, outcome, reason }) => ({ requirement, checks, outcome, reason })),
    exchanges: scenes.flatMap(({ exchanges }) =>
      exchanges.map((evidence) => ({ key: evidence.id, exchange: resultExchange(evidence, redactor, settings) })),
    ),
    observations: onceEach(scenes.flatMap(({ notes: observations }) => observations)),
    failOn: remains.failOn,
    allowIncomplete: remains.allowIncomplete,
    interrupted: remains.interrupted,
    harnessError: remains.harnessError,
  };
  return gather(input);
}

/** What was selected, where that is not everything. */
function selectionOf({ only, skip, shard }: Settings): Selection | undefined {
  if (only.length + skip.length === 0 && shard === undefined) return undefined;
  return { only: [...only], skip: [...skip], ...(shard && { shard: { ...shard } }) };
}

/** Observations that say the same, once, with the evidence of the first. */
function onceEach(observations: GatherInput['observations']): GatherInput['observations'] {
  return [
    ...new Map(
      observations.toReversed().map((observation) => [JSON.stringify({ ...observation, exchanges: undefined }), observation]),
    ).values(),
  ].toReversed();
}

function plannedOf(id: keyof typeof catalogue, schedule: Schedule, contract: Contract): GatheredRequirement {
  const { topic, score, critical, title, demand, basis } = catalogue[id];
  const { level } = schedule.requirements.find((requirement) => requirement.id === id)!;
  return {
    id,
    topic,
    level,
    score,
    severity: critical ? 'critical' : 'normal',
    title,
    demand,
    basis: basis.kind === 'contract' ? placeOf(basis.pointer(contract), contract) : basis,
  };
}

/** Where the document makes a promise. */
function placeOf(pointer: string, contract: Contract): GatheredRequirement['basis'] {
  const { file, line, column } = nearestPlace(pointer, contract);
  return defined({ kind: 'contract', pointer, file, line, column });
}

function warningsOf({ settings, contract }: Remains): string[] {
  return [
    ...(settings.tls.insecure ? ['certificates were not verified (tls.insecure)'] : []),
    ...(contract.unsupported.length > 0 ? contract.unsupported.map((says) => `not simulated: ${says}`) : []),
  ];
}
