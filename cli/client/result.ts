import { clientCatalogue, clientRequirementIds, type ClientRequirementId } from '../../spec/catalogue/client/client.ts';
import { issuedTokens } from '../../client/checks/evidence.ts';
import type { ClientEnding } from '../../client/journal.ts';
import { clientLevelOf, judgeClient, type ClientCheckResult, type ClientRecord, type PlayedScenario } from '../../client/judge.ts';
import { gather } from '../../reporters/gathering/gather.ts';
import type { Redactor } from '../../suites/redaction/redactor.ts';
import { withoutSecrets } from '../../suites/redaction/result.ts';
import type { PendingNote, Result, Selection } from '../../suites/result/result.ts';
import { headerValue } from '../../spec/message.ts';
import { excuse } from '../baseline/baseline.ts';
import type { BaselineEntry } from '../baseline/file.ts';
import { plannedRequirement } from '../results/planned.ts';
import { clientExchanges } from './exchange.ts';

export interface ClientRunData {
  readonly record: ClientRecord;
  /** The names of the scenarios to judge. */
  readonly judged: ReadonlySet<string>;
  /** Only these requirements; all of the scenarios if empty. */
  readonly only: readonly ClientRequirementId[];
  readonly selection?: Selection;
  readonly redactor: Redactor;
  /** The command line. */
  readonly target: string;
  readonly startedAt: number;
  readonly seconds: number;
  readonly version: string;
  readonly failOn: 'must' | 'should';
  readonly allowIncomplete: boolean;
  readonly interrupted: boolean;
  readonly baseline: readonly BaselineEntry[];
  readonly acceptCritical: boolean;
}

/** Registers everything secret of a scenario: what the client was given, and what the mock issued. */
export function registerClientSecrets(redactor: Redactor, { observation, secrets }: PlayedScenario): void {
  const add = (name: string, value: string | undefined, shell: string) =>
    void (value !== undefined && redactor.add({ name, value, shell }));
  add('key', secrets.key, '$AUTH_CONFORMANCE_KEY');
  add('client-secret', secrets.clientSecret, '$AUTH_CONFORMANCE_CLIENT_SECRET');
  for (const token of issuedTokens(observation)) add('token', token, '$TOKEN');
  for (const { response } of observation.requests) {
    const location = headerValue(response?.headers ?? [], 'Location');
    const code = location !== undefined && URL.canParse(location) ? (new URL(location).searchParams.get('code') ?? undefined) : undefined;
    add('code', code, '$CODE');
  }
}

/** The result of a run with a client. */
export function clientResultOf(run: ClientRunData): Result {
  const { record, redactor, judged, only, startedAt } = run;
  const { setting, played } = record;
  const { contract } = setting;
  for (const one of played.values()) registerClientSecrets(redactor, one);
  const checks = judgeClient(record, judged).filter(({ requirement }) => only.length === 0 || only.includes(requirement));
  const findings = clientRequirementIds.flatMap((id) => {
    const own = checks
      .filter(({ requirement }) => requirement === id)
      .map(({ requirement: _requirement, scenario: _scenario, ...check }) => check);
    return own.length === 0 ? [] : [{ requirement: id, checks: own }];
  });
  const excused = excuse(findings, run.baseline, new Date(startedAt).toISOString().slice(0, 10), run.acceptCritical);
  const exchanges = [...played.values()].flatMap((one) => clientExchanges(one, setting, redactor));
  const result = gather({
    ...(run.selection && { selection: run.selection }),
    profile: 'standard',
    target: run.target,
    startedAt: new Date(startedAt).toISOString(),
    seconds: run.seconds,
    requests: exchanges.length,
    document: { title: contract.title, version: contract.version, source: contract.source, sha256: contract.sha256 },
    harness: { version: run.version },
    warnings: [...excused.warnings],
    preflight: [],
    excluded: [],
    baseline: excused.baseline,
    planned: findings.map(({ requirement: id }) => plannedRequirement(id, clientCatalogue[id], clientLevelOf(id, setting), contract)),
    findings: excused.findings,
    exchanges,
    observations: [...played.values()].flatMap((one) => endingNotes(one, checks)),
    failOn: run.failOn,
    allowIncomplete: run.allowIncomplete,
    interrupted: run.interrupted,
  });
  return withoutSecrets(result, redactor);
}

/** The most characters of output in a note. */
const mostShown = 600;

/** How the client ended, in words. */
export function endingWords(ending: ClientEnding): string {
  if (ending.kind === 'exited') return `exit code ${ending.code}`;
  if (ending.kind === 'crashed') return `ended by ${ending.signal}`;
  return {
    limit: 'still running at the time limit',
    stopped: 'ended by the harness: the evidence was complete',
    interrupted: 'interrupted',
  }[ending.kind];
}

/** How the client ended in scenarios that failed or are not decided. */
function endingNotes({ observation }: PlayedScenario, checks: readonly ClientCheckResult[]): readonly PendingNote[] {
  const { scenario, endings } = observation;
  const isOdd = checks.some((check) => check.scenario === scenario && (check.outcome === 'fail' || check.outcome === 'inconclusive'));
  if (!isOdd) return [];
  return endings.map((ending) => {
    const output = ending.output.trim();
    const shown = output.length > mostShown ? `… ${output.slice(-mostShown)}` : output;
    return {
      topic: 'client',
      message: `${scenario}: ${endingWords(ending)}${shown === '' ? ', no output' : `; output: ${shown}`}`,
      exchanges: [],
    };
  });
}
