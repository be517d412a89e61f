import { expect, test } from 'vitest';
import { tableOf, verdictOf, type Measured, type Row } from '../../scripts/corpus/measured.ts';

const measured = (parts: Partial<Extract<Measured, { starts: true }>>): Measured => ({
  starts: true,
  operations: 3,
  served: 2,
  lintErrors: 0,
  startSeconds: 0.25,
  seconds: 1.5,
  megabytes: 120.4,
  crashed: [],
  failed: [],
  undecided: [],
  ...parts,
});

test.each<readonly [Omit<Row, 'document'>, string, number]>([
  [{ measured: measured({}) }, 'conformant', 0],
  [{ measured: measured({ undecided: ['scopes/missing'] }) }, 'incomplete', 3],
  [{ measured: measured({ failed: ['credentials/missing'], undecided: ['scopes/missing'] }) }, 'non-conformant', 1],
  [{ measured: measured({ crashed: ['credentials/missing'], failed: ['credentials/valid'] }) }, 'crashed', 70],
  [{ measured: { starts: false, refused: '1 errors: no paths' } }, 'refused', 2],
  [{ ended: 'longer than 120 s' }, 'longer than 120 s', 70],
])('the verdict over %j is %s, with exit code %i', (row, verdict, exit) => {
  expect(verdictOf({ document: 'one.yaml', ...row })).toEqual([verdict, exit]);
});

test('the table of a corpus counts the verdicts, and has a row for each document', () => {
  const rows: readonly Row[] = [
    { document: 'one.yaml', measured: measured({ failed: ['credentials/missing'] }) },
    { document: 'two.json', measured: { starts: false, refused: '1 errors: a | b' } },
  ];
  const [counts, , , , one, two] = tableOf(rows).split('\n');
  expect(counts).toBe('2 documents: 1 non-conformant, 1 refused.');
  expect(one).toBe('| one.yaml | 2/3 | 0.3 s | non-conformant | 1 | credentials/missing | 0 | 1.5 | 120 |  |');
  expect(two).toBe(String.raw`| two.json |  | no | refused | 2 |  |  |  |  | 1 errors: a \| b |`);
});
