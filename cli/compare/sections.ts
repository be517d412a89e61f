import type { Change, ChangeKind, ChangeStanding } from './change.ts';
import type { ResultComparison } from './comparison.ts';

/** A titled list of changes. */
export interface Section {
  readonly title: string;
  readonly sign: string;
  readonly changes: readonly Change[];
}

/** In output order. */
const kinds: readonly (readonly [kind: ChangeKind, title: string, sign: string])[] = [
  ['broken', 'Broken', '✗'],
  ['undecided', 'Newly undecided', '?'],
  ['changed', 'Still failing or undecided, for another reason', '~'],
  ['dropped', 'No longer checked', '–'],
  ['decided', 'Newly decided', '✓'],
  ['fixed', 'Fixed', '✓'],
];

/** The sections that are not empty. */
export function sectionsOf({ changes }: Pick<ResultComparison, 'changes'>): readonly Section[] {
  return kinds.map(([kind, title, sign]) => ({ title, sign, changes: changes[kind] })).filter((section) => section.changes.length > 0);
}

/** "fail: unexpected status, 200". */
export function standingText(standing: ChangeStanding | undefined): string {
  if (standing === undefined) return 'no such check';
  const { outcome, reason, observed, excused } = standing;
  const details = [reason, outcome === 'fail' ? observed : undefined].filter((text) => text !== undefined);
  return `${outcome}${details.length > 0 ? `: ${details.join(', ')}` : ''}${excused === true ? ' (accepted by the baseline)' : ''}`;
}

/** The changes of the contract, one line each. */
export function contractLines({ contract, old, new: latest }: Pick<ResultComparison, 'contract' | 'old' | 'new'>): readonly string[] {
  const { changed, added, gone, levels } = contract;
  const name = ({ document: { title, version, sha256 } }: ResultComparison['old']) => `${title} ${version} (sha256 ${sha256.slice(0, 12)})`;
  return [
    ...(changed ? [`the document changed: ${name(old)} before, ${name(latest)} now`] : []),
    ...added.map(({ requirement, level, demand }) => `added: ${requirement} (${level}): ${demand}`),
    ...gone.map(({ requirement, level, why }) => `removed: ${requirement} (${level})${why === undefined ? '' : `: ${why}`}`),
    ...levels.map(({ requirement, before, now }) => `${requirement} is now a ${now}, before a ${before}`),
  ];
}
