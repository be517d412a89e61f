import { notTestedRequirements, scoreRows, topicRow, type TopicRow } from './digest.ts';
import type { RequirementResult, Result } from '../../suites/result/result.ts';

/** The two scores and their meaning. */
const SCORES: readonly { readonly name: RequirementResult['score']; readonly description: string }[] = [
  { name: 'contract', description: 'documented behaviour' },
  { name: 'standards', description: 'standards and good practice' },
];

/** A column of a score. */
export interface ScoreColumn {
  readonly title: string;
  readonly member: Exclude<keyof TopicRow, 'topic' | 'warnings'>;
}

/** The columns of a score, in order. */
const columns: readonly ScoreColumn[] = [
  { title: 'pass', member: 'pass' },
  { title: 'fail', member: 'fail' },
  { title: 'undecided', member: 'undecided' },
  { title: 'not tested', member: 'notTested' },
  { title: 'not applicable', member: 'notApplicable' },
];

/** A score: a row for each topic, and the total. */
export interface ScoreTable {
  readonly name: RequirementResult['score'];
  readonly description: string;
  /** Without `not tested` if everything was. */
  readonly columns: readonly ScoreColumn[];
  readonly rows: readonly TopicRow[];
  readonly sum: TopicRow;
}

/** The scores of a result that have requirements. */
export function scoreTables(result: Result): readonly ScoreTable[] {
  return SCORES.map(({ name, description }) => ({
    name,
    description,
    columns: columns.filter(({ member }) => member !== 'notTested' || notTestedRequirements(result).length > 0),
    rows: scoreRows(result, name),
    sum: topicRow(
      'total',
      result.requirements.filter(({ score }) => score === name),
      result,
    ),
  })).filter(({ rows }) => rows.length > 0);
}
