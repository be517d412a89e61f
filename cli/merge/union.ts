import { gather } from '../../reporters/gathering/gather.ts';
import type { GatherInput } from '../../reporters/gathering/input.ts';
import { requirementIds } from '../../spec/catalogue/catalogue.ts';
import { groupBy } from '../../suites/engine/group.ts';
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
  const requirements = inCatalogueOrder(results);
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
    planned: requirements.map(plannedOf),
    findings: requirements.flatMap((rows) => rows.map(findingOf)),
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

/** The result of a requirement in one shard. */
interface Row {
  readonly shard: number;
  readonly result: RequirementResult;
}

/**
 * The requirements in the order of the catalogue, each with its rows. What judges all exchanges is in the result of every shard, with the checks
 * of its scenarios; a shard that had nothing to check it with says nothing then.
 */
function inCatalogueOrder(results: readonly Result[]): readonly (readonly Row[])[] {
  const rows = results.flatMap(({ requirements }, shard) => requirements.map((result): Row => ({ shard, result })));
  const place = new Map<string, number>(requirementIds.map((id, index) => [id, index]));
  const last = requirementIds.length;
  return [...groupBy(rows, ({ result }) => result.id)]
    .toSorted(([one], [other]) => (place.get(one) ?? last) - (place.get(other) ?? last))
    .map(([, own]) => {
      const checked = own.filter(({ result }) => result.checks.length > 0);
      return checked.length > 0 ? checked : own.slice(0, 1);
    });
}

/** A requirement as it was planned: of a failure, with its guidance; as severe as in the shard where it is most severe. */
function plannedOf(rows: readonly Row[]): GatherInput['planned'][number] {
  const { result } = rows.find((row) => row.result.outcome === 'fail') ?? rows[0]!;
  const { outcome: _outcome, reason: _reason, decided: _decided, total: _total, checks: _checks, ...planned } = result;
  return { ...planned, ...(rows.some((row) => row.result.severity === 'critical') && { severity: 'critical' }) };
}

/** The outcome is that of the checks, if there are any. */
function findingOf({ shard, result: { id, outcome, reason, checks } }: Row): GatherInput['findings'][number] {
  return {
    requirement: id,
    ...(checks.length === 0 && { outcome, reason }),
    checks: checks.map(({ exchanges, mismatch, ...check }) => ({
      ...check,
      ...(mismatch && { mismatch: withExchangesRenamed(mismatch, (number) => keyOf(shard, number)) }),
      exchanges: exchanges.map((number) => keyOf(shard, number)),
    })),
  };
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
