import type { RequirementId } from '../../spec/catalogue/catalogue.ts';

/** What came of a document. */
export type Measured =
  | { readonly starts: false; readonly refused: string }
  | {
      readonly starts: true;
      readonly operations: number;
      /** How many operations answered one request with a success. */
      readonly served: number;
      readonly lintErrors: number;
      /** Processor time to load and lint the document and to create its mock, and of everything. */
      readonly startSeconds: number;
      readonly seconds: number;
      readonly megabytes: number;
      /** MUST-requirements whose check ended with an error, that failed, and that stayed undecided. */
      readonly crashed: readonly RequirementId[];
      readonly failed: readonly RequirementId[];
      readonly undecided: readonly RequirementId[];
    };

/** A row of the table. `ended` says why nothing was measured: `time`, `memory` or the error. */
export interface Row {
  readonly document: string;
  readonly measured?: Measured;
  readonly ended?: string;
}

/** The verdict of a row and the exit code that `run` would have. */
export function verdictOf({ measured, ended }: Row): readonly [verdict: string, exit: number] {
  if (measured === undefined) return [ended ?? 'nothing', 70];
  if (!measured.starts) return ['refused', 2];
  if (measured.crashed.length > 0) return ['crashed', 70];
  if (measured.failed.length > 0) return ['non-conformant', 1];
  return measured.undecided.length > 0 ? ['incomplete', 3] : ['conformant', 0];
}

const cells = (row: Row): readonly string[] => {
  const [verdict, exit] = verdictOf(row);
  const { measured } = row;
  if (measured?.starts !== true)
    return [row.document, '', measured ? 'no' : '', verdict, String(exit), '', '', '', '', measured?.refused ?? ''];
  const { operations, served, failed, undecided, startSeconds, seconds, megabytes } = measured;
  return [
    row.document,
    `${served}/${operations}`,
    `${startSeconds.toFixed(1)} s`,
    verdict,
    String(exit),
    failed.join(', '),
    String(undecided.length),
    seconds.toFixed(1),
    String(Math.round(megabytes)),
    '',
  ];
};

const heads = ['document', 'served', 'starts', 'verdict', 'exit', 'failed MUSTs', 'undecided MUSTs', 'seconds', 'MB', 'why it is refused'];

/** The rows as a Markdown table, with a line of counts above. */
export function tableOf(rows: readonly Row[]): string {
  const verdicts = rows.map((row) => verdictOf(row)[0]);
  const counts = [...new Set(verdicts)].toSorted().map((verdict) => `${verdicts.filter((each) => each === verdict).length} ${verdict}`);
  const line = (texts: readonly string[]) => `| ${texts.map((text) => text.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
  return [
    `${rows.length} documents: ${counts.join(', ')}.`,
    '',
    line(heads),
    line(heads.map(() => '---')),
    ...rows.map((row) => line(cells(row))),
  ].join('\n');
}
