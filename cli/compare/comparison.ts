import type { RequirementResult, Result } from '../../suites/result/result.ts';
import { exitCodes } from '../../suites/result/exit-code.ts';
import { changeKind, type Change, type ChangeKind, type Pair } from './change.ts';
import { contractChange, type ContractChange } from './contract.ts';
import { pairsOf } from './pairs.ts';

/** One of the two runs. */
export interface Side extends Pick<Result, 'target' | 'startedAt' | 'profile' | 'verdict'> {
  readonly file: string;
  readonly document: Result['document'];
  readonly version: string;
}

/** The changes between two runs. */
export interface ResultComparison {
  readonly code: number;
  /** The reason for the exit code, in one line. */
  readonly reason: string;
  readonly old: Side;
  readonly new: Side;
  /** Differences between the runs that limit the comparison. */
  readonly cautions: readonly string[];
  readonly contract: ContractChange;
  /** Each list in the order of the later run. */
  readonly changes: { readonly [kind in ChangeKind]: readonly Change[] };
}

/** A result and its file. */
export interface Given {
  readonly file: string;
  readonly result: Result;
}

export type ComparedLevel = 'must' | 'should';

/**
 * Compares a run with an earlier one, check by check.
 *
 * Exit code 1: checks newly fail. Exit code 3: checks are newly undecided. Only MUSTs count, and SHOULDs with `failOn`. Failures that the
 * baseline accepts do not count.
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
      changed: of('changed').map(changeOf),
      dropped: of('dropped').map(changeOf),
      decided: of('decided').map(changeOf),
      fixed: of('fixed').map(changeOf),
    },
  };
}

function counts({ requirement: { level } }: Pair, failOn: ComparedLevel): boolean {
  return level === 'MUST' || (level === 'SHOULD' && failOn === 'should');
}

/** Whether the missing decision counts: the check was decided before, or its requirement is undecided now. */
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

/** How many count, unless all do. */
const share = (counted: number, all: number) => (counted === all ? '' : ` (${counted === 0 ? 'none count' : `${counted} count`})`);

const amount = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;

function changeOf({ id, requirement, before, now }: Pair): Change {
  const { level, severity, demand } = requirement;
  return { check: id, requirement: requirement.id, level, severity, demand, ...(before && { before }), ...(now && { now }) };
}

function sideOf({ file, result }: Given): Side {
  const { target, startedAt, profile, verdict, document, harness } = result;
  return { file, target, startedAt, profile, verdict, document, version: harness.version };
}

const cautionsAbout: readonly (readonly [what: string, of: (result: Result) => string])[] = [
  ['the target', ({ target }) => target],
  ['the profile', ({ profile }) => profile],
  ['auth-conformance', ({ harness }) => harness.version],
  ['the selection (--only, --skip, --shard)', ({ selection }) => selectionText(selection)],
];

function cautionsOf(old: Result, latest: Result): readonly string[] {
  return cautionsAbout.flatMap(([what, of]) => (of(old) === of(latest) ? [] : [`${what} changed: ${of(old)} before, ${of(latest)} now`]));
}

function selectionText(selection: Result['selection']): string {
  if (selection === undefined) return 'everything';
  const { only, skip, shard } = selection;
  return [
    only.length > 0 ? only.join(' ') : 'everything',
    ...(skip.length > 0 ? [`except ${skip.join(' ')}`] : []),
    ...(shard ? [`shard ${shard.index}/${shard.total}`] : []),
  ].join(', ');
}
