import type { Change, ChangeKind, ChangeStanding } from './change.ts';
import type { ResultComparison } from './comparison.ts';

/** A list of changes, and how it is called. */
export interface Section {
  readonly title: string;
  readonly sign: string;
  readonly changes: readonly Change[];
}

/** In the order in which they are told. */
const told: readonly (readonly [kind: ChangeKind, title: string, sign: string])[] = [
  ['broken', 'Broken', '✗'],
  ['undecided', 'Newly undecided', '?'],
  ['otherwise', 'Still failing or undecided, for another reason', '~'],
  ['dropped', 'No longer asked', '–'],
  ['decided', 'Newly decided', '✓'],
  ['fixed', 'Fixed', '✓'],
];

/** The lists that hold something. */
export function sectionsOf({ changes }: Pick<ResultComparison, 'changes'>): readonly Section[] {
  return told.map(([kind, title, sign]) => ({ title, sign, changes: changes[kind] })).filter((section) => section.changes.length > 0);
}

/** "fail: another status, 200". */
export function standingText(standing: ChangeStanding | undefined): string {
  if (standing === undefined) return 'no such check';
  const { outcome, reason, observed, excused } = standing;
  const details = [reason, outcome === 'fail' ? observed : undefined].filter((text) => text !== undefined);
  return `${outcome}${details.length > 0 ? `: ${details.join(', ')}` : ''}${excused === true ? ' (accepted by the baseline)' : ''}`;
}

/** What of the contract is otherwise, in lines. */
export function contractLines({ contract, old, new: latest }: Pick<ResultComparison, 'contract' | 'old' | 'new'>): readonly string[] {
  const { changed, added, gone, levels } = contract;
  const name = ({ document: { title, version, sha256 } }: ResultComparison['old']) => `${title} ${version} (sha256 ${sha256.slice(0, 12)})`;
  return [
    ...(changed ? [`the document is another: ${name(old)} before, ${name(latest)} now`] : []),
    ...added.map(({ requirement, level, says }) => `added: ${requirement} (${level}): ${says}`),
    ...gone.map(({ requirement, level, why }) => `gone: ${requirement} (${level})${why === undefined ? '' : `: ${why}`}`),
    ...levels.map(({ requirement, before, now }) => `${requirement} is a ${now} now, and was a ${before}`),
  ];
}
