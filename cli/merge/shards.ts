import type { Result } from '../../suites/result/result.ts';
import { usage } from '../failure.ts';

/** The result of a shard and its file. */
export interface Shard {
  readonly file: string;
  readonly result: Result;
}

/** What all shards of a run have in common. */
const common: readonly (readonly [name: string, of: (result: Result) => unknown])[] = [
  ['document (sha256)', ({ document }) => document.sha256],
  // Each shard starts a mock of its own, at other ports.
  ['target', ({ target, mock }) => (mock ? `mock ${mock.faults.join(' ')}`.trim() : target)],
  ['profile', ({ profile }) => profile],
  ['version of auth-conformance', ({ harness }) => harness.version],
  ['--only', ({ selection }) => selection?.only ?? []],
  ['--skip', ({ selection }) => selection?.skip ?? []],
  ['--fail-on', ({ failOn = 'must' }) => failOn],
  ['--allow-incomplete', ({ allowIncomplete = false }) => allowIncomplete],
];

/**
 * Sorts the shards of a run.
 *
 * @throws {CommandFailure} with exit code 2 unless they are shards of one run, each at most once; lists what differs or is duplicated
 */
export function shardsInOrder(shards: readonly Shard[]): readonly Shard[] {
  const unsharded = shards.filter(({ result }) => result.selection?.shard === undefined);
  if (unsharded.length > 0)
    throw mismatch(unsharded.map(({ file }) => `${file} is not the result of a shard: merge needs runs with --shard I/N`));
  const [first, ...others] = shards;
  if (!first) throw mismatch(['nothing to merge: give the results.json of every shard']);
  const differences = others.flatMap((other) => differencesOf(first, other));
  if (differences.length > 0) throw mismatch(['the results are not shards of one run:', ...differences]);
  const byIndex = shards.toSorted((one, other) => shardOf(one).index - shardOf(other).index);
  const problems = [...duplicates(byIndex), ...shared(byIndex)];
  if (problems.length > 0) throw mismatch(problems);
  return byIndex;
}

const mismatch = (lines: readonly string[]) => usage(lines.join('\n'), 'merge/mismatch');

const shardOf = ({ result }: Shard) => result.selection!.shard!;

function differencesOf(first: Shard, other: Shard): readonly string[] {
  const names: typeof common = [
    ...common,
    ['number of shards', ({ selection }) => selection?.shard?.total],
    ['what the shards planned together (configuration, permissions, budget)', ({ selection }) => selection?.shard?.plan],
  ];
  return names.flatMap(([name, of]) => {
    const [before, after] = [of(first.result), of(other.result)].map((value) => JSON.stringify(value));
    return before === after ? [] : [`  ${name}: ${before} in ${first.file}, ${after} in ${other.file}`];
  });
}

function duplicates(shards: readonly Shard[]): readonly string[] {
  return shards.flatMap((shard, index) => {
    const before = shards[index - 1];
    if (!before || shardOf(before).index !== shardOf(shard).index) return [];
    return [`shard ${label(shard)} is given twice: ${before.file} and ${shard.file}`];
  });
}

/** The shards that are not there: `2/3`. */
export function missingShards(shards: readonly Shard[]): readonly string[] {
  const { total } = shardOf(shards[0]!);
  const given = new Set(shards.map((shard) => shardOf(shard).index));
  return Array.from({ length: total }, (_, index) => index + 1)
    .filter((index) => !given.has(index))
    .map((index) => `${index}/${total}`);
}

/** A check belongs to one shard, but an edited file may contain it twice. */
function shared(shards: readonly Shard[]): readonly string[] {
  const seen = new Map<string, string>();
  return shards.flatMap(({ file, result }) =>
    result.requirements
      .flatMap(({ checks }) => checks)
      .flatMap(({ id }) => {
        const other = seen.get(id);
        seen.set(id, file);
        return other === undefined || other === file ? [] : [`${id} is in both ${other} and ${file}`];
      }),
  );
}

const label = (shard: Shard) => `${shardOf(shard).index}/${shardOf(shard).total}`;
