import { gather, type GatherInput } from '../../reporters/gathering/gather.ts';
import { renamed } from '../../suites/result/expectation.ts';
import type { PreflightResult, RequirementResult, Result } from '../../suites/result/result.ts';
import { exitCodes } from '../failure.ts';
import { unitedPower } from './power.ts';
import type { Shard } from './shards.ts';

/** A preflight line that several shards have counts as the worst of them. */
const worstFirst: readonly PreflightResult['outcome'][] = ['fail', 'warning', 'pass'];

/**
 * The one result of all shards of a run, in their order: requirements, evidence and baseline are put together, and summary, verdict and exit
 * code are worked out anew, as a run does it. Time is that from the first beginning to the last end.
 */
export function union(shards: readonly Shard[]): Result {
  const results = shards.map(({ result }) => result);
  const first = results[0]!;
  const { only, skip } = first.selection!;
  const begun = results.map(({ startedAt }) => Date.parse(startedAt));
  const ended = results.map(({ seconds }, index) => begun[index]! + seconds * 1000);
  const power = unitedPower(results.flatMap((result) => result.power ?? []));
  const harnessError = results.map(({ exit }) => exit.harnessError).find((error) => error !== undefined);
  return gather({
    ...(only.length + skip.length > 0 && { selection: { only, skip } }),
    profile: first.profile,
    target: first.target,
    startedAt: new Date(Math.min(...begun)).toISOString(),
    seconds: (Math.max(...ended) - Math.min(...begun)) / 1000,
    requests: sum(results.map(({ requests }) => requests)),
    document: first.document,
    harness: first.harness,
    ...(power && { power }),
    warnings: once(results.flatMap(({ warnings }) => warnings)),
    preflight: preflightOf(results),
    excluded: once(results.flatMap(({ excluded }) => excluded)),
    baseline: {
      matched: sum(results.map(({ baseline }) => baseline.matched)),
      stale: sum(results.map(({ baseline }) => baseline.stale)),
      expired: sum(results.map(({ baseline }) => baseline.expired)),
    },
    planned: dealt(results).map(
      ({ outcome: _outcome, reason: _reason, decided: _decided, total: _total, checks: _checks, ...planned }) => planned,
    ),
    findings: results.flatMap((result, shard) => findingsOf(result, shard)),
    exchanges: results.flatMap(({ exchanges }, shard) => exchanges.map(({ id, ...exchange }) => ({ key: keyOf(shard, id), exchange }))),
    observations: observationsOf(results),
    failOn: first.failOn ?? 'must',
    allowIncomplete: first.allowIncomplete ?? false,
    interrupted: results.some(({ exit }) => exit.code === exitCodes.interrupted),
    ...(harnessError !== undefined && { harnessError }),
  });
}

/** Numbers are those of a shard; a key names it too. */
const keyOf = (shard: number, id: string | number) => `${shard}/${id}`;

/** The requirements in the order of the catalogue: they were dealt out to the shards one by one. */
function dealt(results: readonly Result[]): readonly RequirementResult[] {
  const rounds = Math.max(...results.map(({ requirements }) => requirements.length));
  return Array.from({ length: rounds }, (_, round) => results.flatMap(({ requirements }) => requirements[round] ?? [])).flat();
}

function findingsOf({ requirements }: Result, shard: number): GatherInput['findings'] {
  return requirements.map(({ id, outcome, reason, checks }) => ({
    requirement: id,
    outcome,
    reason,
    checks: checks.map(({ exchanges, mismatch, ...check }) => ({
      ...check,
      ...(mismatch && { mismatch: renamed(mismatch, (number) => keyOf(shard, number)) }),
      exchanges: exchanges.map((number) => keyOf(shard, number)),
    })),
  }));
}

/** Each line once, with the worst of its outcomes. */
function preflightOf(results: readonly Result[]): Result['preflight'] {
  const lines = results.flatMap(({ preflight }) => preflight);
  const worst = lines.toSorted((one, other) => worstFirst.indexOf(one.outcome) - worstFirst.indexOf(other.outcome));
  return [...new Set(lines.map(({ id }) => id))].map((id) => worst.find((line) => line.id === id)!);
}

function observationsOf(results: readonly Result[]): GatherInput['observations'] {
  const all = results.flatMap(({ notes: observations }, shard) =>
    observations.map(({ exchanges, ...observation }) => ({ ...observation, exchanges: exchanges.map((number) => keyOf(shard, number)) })),
  );
  const told = all.map((observation) => JSON.stringify({ ...observation, exchanges: undefined }));
  return all.filter((_, index) => told.indexOf(told[index]!) === index);
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** Values that are alike, once. */
function once<Value>(values: readonly Value[]): Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
