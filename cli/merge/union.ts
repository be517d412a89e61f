import { gather } from '../../reporters/gathering/gather.ts';
import type { GatherInput } from '../../reporters/gathering/input.ts';
import { withExchangesRenamed } from '../../suites/result/expectation.ts';
import type { PreflightResult, RequirementResult, Result } from '../../suites/result/result.ts';
import { exitCodes } from '../../suites/result/exit-code.ts';
import { unitedPower } from './power.ts';
import { missingShards, type Shard } from './shards.ts';

/** If several shards have a preflight line, the worst outcome counts. */
const worstFirst: readonly PreflightResult['outcome'][] = ['fail', 'warning', 'pass'];

/**
 * Merges the results of the shards of a run, in order. Requirements, evidence and baseline are joined; summary, verdict and exit code are
 * computed again. The duration is from the first start to the last end. A missing shard makes the run incomplete.
 */
export function union(shards: readonly Shard[]): Result {
  const results = shards.map(({ result }) => result);
  const first = results[0]!;
  const { only, skip } = first.selection!;
  const started = results.map(({ startedAt }) => Date.parse(startedAt));
  const ended = results.map(({ seconds }, index) => started[index]! + seconds * 1000);
  const power = unitedPower(results.flatMap((result) => result.power ?? []));
  const absent = missingShards(shards);
  const harnessError = results.map(({ exit }) => exit.harnessError).find((error) => error !== undefined);
  return gather({
    ...(only.length + skip.length > 0 && { selection: { only, skip } }),
    profile: first.profile,
    target: first.target,
    startedAt: new Date(Math.min(...started)).toISOString(),
    seconds: (Math.max(...ended) - Math.min(...started)) / 1000,
    requests: sum(results.map(({ requests }) => requests)),
    document: first.document,
    harness: first.harness,
    ...(power && { power }),
    warnings: [
      ...absent.map((shard) => `not tested: the requirements of shard ${shard}, whose result is missing`),
      ...once(results.flatMap(({ warnings }) => warnings)),
    ],
    preflight: preflightOf(results),
    excluded: once(results.flatMap(({ excluded }) => excluded)),
    baseline: {
      matched: sum(results.map(({ baseline }) => baseline.matched)),
      stale: sum(results.map(({ baseline }) => baseline.stale)),
      expired: sum(results.map(({ baseline }) => baseline.expired)),
    },
    planned: inCatalogueOrder(results).map(
      ({ outcome: _outcome, reason: _reason, decided: _decided, total: _total, checks: _checks, ...planned }) => planned,
    ),
    findings: results.flatMap((result, shard) => findingsOf(result, shard)),
    exchanges: results.flatMap(({ exchanges }, shard) => exchanges.map(({ id, ...exchange }) => ({ key: keyOf(shard, id), exchange }))),
    observations: notesOf(results),
    failOn: first.failOn ?? 'must',
    allowIncomplete: first.allowIncomplete ?? false,
    missingShards: absent,
    interrupted: results.some(({ exit }) => exit.code === exitCodes.interrupted),
    ...(harnessError !== undefined && { harnessError }),
  });
}

/** Exchange numbers are unique within a shard; keys are unique across shards. */
const keyOf = (shard: number, id: string | number) => `${shard}/${id}`;

/** The requirements in the order of the catalogue: shards take them in turn. */
function inCatalogueOrder(results: readonly Result[]): readonly RequirementResult[] {
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
      ...(mismatch && { mismatch: withExchangesRenamed(mismatch, (number) => keyOf(shard, number)) }),
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

/** Each note once. */
function notesOf(results: readonly Result[]): GatherInput['observations'] {
  const all = results.flatMap(({ notes }, shard) =>
    notes.map(({ exchanges, ...note }) => ({ ...note, exchanges: exchanges.map((number) => keyOf(shard, number)) })),
  );
  const texts = all.map((note) => JSON.stringify({ ...note, exchanges: undefined }));
  return all.filter((_, index) => texts.indexOf(texts[index]!) === index);
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** Equal values once. */
function once<Value>(values: readonly Value[]): Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
