import { scoreRows, topicRow, type TopicRow } from './digest.ts';
import type { RequirementResult, Result } from '../../suites/result/result.ts';

/** The two scores and what each of them means. */
const SCORES: readonly { readonly name: RequirementResult['score']; readonly says: string }[] = [
  { name: 'contract', says: 'what the document promises' },
  { name: 'standards', says: 'what standards and practice ask of any server' },
];

/** The columns of a score, in the order in which they are shown. */
export const COLUMNS: readonly { readonly title: string; readonly member: Exclude<keyof TopicRow, 'topic'> }[] = [
  { title: 'pass', member: 'pass' },
  { title: 'fail', member: 'fail' },
  { title: 'undecided', member: 'undecided' },
  { title: 'not applicable', member: 'notApplicable' },
];

/** A score as it is shown: a row for each topic, and their sum. */
export interface ScoreTable {
  readonly name: RequirementResult['score'];
  readonly says: string;
  readonly rows: readonly TopicRow[];
  readonly sum: TopicRow;
}

/** The scores of a result; one without any requirement is left out. */
export function scoreTables(result: Result): readonly ScoreTable[] {
  return SCORES.map(({ name, says }) => ({
    name,
    says,
    rows: scoreRows(result, name),
    sum: topicRow(
      'together',
      result.requirements.filter(({ score }) => score === name),
    ),
  })).filter(({ rows }) => rows.length > 0);
}
