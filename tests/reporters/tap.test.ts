import { Parser, type FinalResults, type TestPoint } from 'tap-parser';
import { describe, expect, test } from 'vitest';
import { tap } from '../../reporters/tap.ts';
import type { Result } from '../../suites/result/result.ts';
import { check, finding, planned, resultOf } from './builder.ts';
import { fixtures, SPELLED } from './fixtures.ts';

/** What a strict parser of TAP 14 reads. */
function parsed(result: Result): {
  readonly points: readonly TestPoint[];
  readonly end: FinalResults;
  readonly strays: readonly unknown[];
} {
  const text = tap.render(result);
  const points: TestPoint[] = [];
  let end: FinalResults | undefined;
  const parser = new Parser({ strict: true }, (results) => (end = results));
  parser.on('assert', (point) => points.push(point)).end(text);
  const strays = Parser.parse(text, { strict: true }).filter(([event]) => event === 'extra');
  return { points, end: end!, strays };
}

const lastOf = (result: Result) => parsed(result).points.at(-1)!;

describe.each(Object.entries(fixtures))('results.tap of the result "%s"', (_name, result) => {
  const { points, end, strays } = parsed(result);

  test('is TAP 14 without a line that is none', () => {
    expect(tap.render(result)).toMatch(/^TAP version 14\n/);
    expect(strays).toEqual([]);
    expect(end.count).toBe(result.preflight.length + result.requirements.length);
  });

  test('fails just when a failure counts, or preflight failed', () => {
    expect(end.ok).toBe(result.exit.code !== 1 && result.verdict !== 'unusable');
  });

  test('has the outcome of each requirement in its diagnostics', () => {
    const open = result.requirements.filter(({ outcome, decided, total }) => outcome !== 'pass' || decided < total);
    const diagnosed = points.flatMap(({ diag }) => (diag && diag['kind'] !== 'preflight' ? [diag] : []));
    expect(diagnosed.map((diag) => [diag['id'], diag['outcome']])).toEqual(open.map(({ id, outcome }) => [id, outcome]));
  });
});

describe('a test point', () => {
  test.for([
    ['pass', { ok: true }],
    ['fail', { ok: false }],
    ['error', { ok: false }],
    ['blocked', { ok: true, skip: 'blocked (0/1)' }],
    ['not-applicable', { ok: true, skip: 'not-applicable' }],
  ] as const)('of the outcome %s', ([outcome, expected]) => {
    expect(lastOf(resultOf([finding('a/one', outcome)]))).toMatchObject(expected);
  });

  test('of a failure that does not count is one to do', () => {
    const should = lastOf(resultOf([finding('a/one', 'fail')], { planned: [planned('a/one', { level: 'SHOULD' })] }));
    expect(should).toMatchObject({ ok: false, todo: 'failed, SHOULD (warning)' });
    const excused = { requirement: 'a/one', checks: [check('a/one/x', 'fail', { excused: true })] };
    expect(lastOf(resultOf([excused]))).toMatchObject({ ok: false, todo: 'failed, MUST, accepted by the baseline' });
  });

  test('keeps a hostile text in one line, and a hash from being a directive', () => {
    const title = 'good # SKIP\nBail out!';
    expect(lastOf(resultOf([finding('a/one', 'fail')], { planned: [planned('a/one', { title })] }))).toMatchObject({ ok: false });
    const hostile = parsed(fixtures['nasty']!).points.find(({ ok }) => !ok);
    expect(hostile?.diag?.['details']).toContain(`observed: ${SPELLED}\nsecond line`);
  });
});
