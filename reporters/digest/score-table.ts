import { scoreRows, topicRow, type TopicRow } from './digest.ts';
import type { RequirementResult, Result } from '../../suites/result/result.ts';

/** The two scores and their meaning. */
const SCORES: readonly { readonly name: RequirementResult['score']; readonly description: string }[] = [
  { name: 'contract', description: 'documented behaviour' },
  { name: 'standards', description: 'standards and good practice' },
];

/** The columns of a score, in order. */
export const COLUMNS: readonly { readonly title: string; readonly member: Exclude<keyof TopicRow, 'topic'> }[] = [
  { title: 'pass', member: 'pass' },
  { title: 'fail', member: 'fail' },
  { title: 'undecided', member: 'undecided' },
  { title: 'not applicable', member: 'notApplicable' },
];

/** A score: a row for each topic, and the total. */
export interface ScoreTable {
  readonly name: RequirementResult['score'];
  readonly description: string;
  readonly rows: readonly TopicRow[];
  readonly sum: TopicRow;
}

/** The scores of a result that have requirements. */
export function scoreTables(result: Result): readonly ScoreTable[] {
  return SCORES.map(({ name, description }) => ({
    name,
    description,
    rows: scoreRows(result, name),
    sum: topicRow(
      'total',
      result.requirements.filter(({ score }) => score === name),
    ),
  })).filter(({ rows }) => rows.length > 0);
}
