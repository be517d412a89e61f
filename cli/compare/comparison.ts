import type { RequirementResult, Result } from '../../suites/result/result.ts';
import { exitCodes } from '../failure.ts';
import { changeKind, type Change, type ChangeKind, type Pair } from './change.ts';
import { contractChange, type ContractChange } from './contract.ts';
import { pairsOf } from './pairs.ts';

/** One of the two runs. */
export interface Side extends Pick<Result, 'target' | 'startedAt' | 'profile' | 'verdict'> {
  readonly file: string;
  readonly document: Result['document'];
  readonly version: string;
}

/** What is otherwise in a later run. */
export interface ResultComparison {
  readonly code: number;
  /** In one line: what the exit code is about. */
  readonly reason: string;
  readonly old: Side;
  readonly new: Side;
  /** Why the two runs cannot be held against each other in every respect. */
  readonly cautions: readonly string[];
  readonly contract: ContractChange;
  /** Every list in the order of the later run. */
  readonly changes: { readonly [kind in ChangeKind]: readonly Change[] };
}

/** A result, and the file that holds it. */
export interface Given {
  readonly file: string;
  readonly result: Result;
}

export type ComparedLevel = 'must' | 'should';

/**
 * Holds a run against an earlier one, check by check.
 *
 * Exit code 1 is for checks that fail and did not before, 3 for those that nobody could decide and that were not undecided before; of MUSTs, or
 * of SHOULDs too where `failOn` says so. What a baseline accepts does not count.
 */
export function compareResults(old: Given, latest: Given, failOn: ComparedLevel = latest.result.failOn ?? 'must'): ResultComparison {
  const pairs = pairsOf(old.result, latest.result);
  const of = (kind: ChangeKind) => pairs.filter((pair) => changeKind(pair) === kind);
  const broken = of('broken').filter((pair) => counts(pair, failOn) && pair.now?.excused !== true);
  const undecided = of('undecided').filter((pair) => counts(pair, failOn) && leavesOpen(pair));
  const contract = contractChange(old.result, latest.result);
  return {
    ...decision(broken.length, undecided.length, of('broken').length, of('undecided').length),
    old: sideOf(old),
    new: sideOf(latest),
    cautions: cautionsOf(old.result, latest.result),
    contract,
    changes: {
      broken: of('broken').map(changeOf),
      undecided: of('undecided').map(changeOf),
      otherwise: of('otherwise').map(changeOf),
      dropped: of('dropped').map(changeOf),
      decided: of('decided').map(changeOf),
      fixed: of('fixed').map(changeOf),
    },
  };
}

function counts({ requirement: { level } }: Pair, failOn: ComparedLevel): boolean {
  return level === 'MUST' || (level === 'SHOULD' && failOn === 'should');
}

/** What was decided is missed; what is new is missed only where its requirement stays open. */
function leavesOpen({ before, requirement }: Pair): boolean {
  const undecided: readonly RequirementResult['outcome'][] = ['inconclusive', 'blocked', 'error'];
  return before?.outcome === 'pass' || before?.outcome === 'fail' || undecided.includes(requirement.outcome);
}

function decision(broken: number, undecided: number, allBroken: number, allUndecided: number): Pick<ResultComparison, 'code' | 'reason'> {
  const parts = [
    ...(allBroken > 0 ? [`${amount(allBroken, 'check')} broken${share(broken, allBroken)}`] : []),
    ...(allUndecided > 0 ? [`${amount(allUndecided, 'check')} newly undecided${share(undecided, allUndecided)}`] : []),
  ];
  const code = broken > 0 ? exitCodes.failed : undecided > 0 ? exitCodes.incomplete : exitCodes.good;
  return { code, reason: parts.length === 0 ? 'nothing broken' : parts.join(', ') };
}

/** How many of them count, where not all do. */
const share = (counted: number, all: number) => (counted === all ? '' : `, ${counted === 0 ? 'none' : counted} of which counts`);

const amount = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;

function changeOf({ id, requirement, before, now }: Pair): Change {
  const { level, severity, demand: says } = requirement;
  return { check: id, requirement: requirement.id, level, severity, says, ...(before && { before }), ...(now && { now }) };
}

function sideOf({ file, result }: Given): Side {
  const { target, startedAt, profile, verdict, document, harness } = result;
  return { file, target, startedAt, profile, verdict, document, version: harness.version };
}

const cautionsAbout: readonly (readonly [what: string, of: (result: Result) => string])[] = [
  ['the target', ({ target }) => target],
  ['the profile', ({ profile }) => profile],
  ['auth-conformance', ({ harness }) => harness.version],
  ['what --only, --skip and --shard select', ({ selection }) => selectionText(selection)],
];

function cautionsOf(old: Result, latest: Result): readonly string[] {
  return cautionsAbout.flatMap(([what, of]) =>
    of(old) === of(latest) ? [] : [`${what} is another: ${of(old)} before, ${of(latest)} now`],
  );
}

function selectionText(selection: Result['selection']): string {
  if (selection === undefined) return 'everything';
  const { only, skip, shard } = selection;
  return [
    only.length > 0 ? only.join(' ') : 'everything',
    ...(skip.length > 0 ? [`but ${skip.join(' ')}`] : []),
    ...(shard ? [`shard ${shard.index}/${shard.total}`] : []),
  ].join(', ');
}
