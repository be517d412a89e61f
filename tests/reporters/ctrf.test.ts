import { beforeAll, describe, expect, test } from 'vitest';
import { ctrf } from '../../reporters/ctrf.ts';
import type { Result } from '../../suites/result/result.ts';
import { check, finding, planned, resultOf } from './builder.ts';
import { fixtures } from './fixtures.ts';
import { publishedSchema } from './schemas/schemas.ts';

interface Report {
  readonly results: {
    readonly summary: { readonly [name: string]: number };
    readonly tests: readonly { readonly [name: string]: unknown }[];
  };
}

const parsed = (result: Result): Report => JSON.parse(ctrf.render(result));

const lastOf = (result: Result) => parsed(result).results.tests.at(-1)!;

describe('ctrf-report.json', () => {
  let problems: Awaited<ReturnType<typeof publishedSchema>>;
  beforeAll(async () => {
    problems = await publishedSchema('ctrf');
  });

  test.for(Object.keys(fixtures))('of the result "%s" is valid, and its summary counts its tests', (name) => {
    const report = parsed(fixtures[name]!);
    expect(problems(report)).toEqual([]);
    const { summary, tests } = report.results;
    expect(tests).toHaveLength(summary['tests']!);
    for (const status of ['passed', 'failed', 'skipped', 'pending', 'other'])
      expect(`${status} ${tests.filter((one) => one['status'] === status).length}`).toBe(`${status} ${summary[status]}`);
  });

  test('of another form would be noticed', () => {
    expect(problems({ ...parsed(fixtures['conformant']!), specVersion: 'one' })).not.toEqual([]);
  });

  test.for([
    ['pass', 'passed'],
    ['fail', 'failed'],
    ['error', 'failed'],
    ['blocked', 'other'],
    ['inconclusive', 'other'],
    ['not-applicable', 'skipped'],
  ] as const)('has the outcome %s as %s', ([outcome, status]) => {
    expect(lastOf(resultOf([finding('a/one', outcome)]))).toMatchObject({ status, rawStatus: outcome });
  });

  test('skips a failure that the baseline accepts, and passes a SHOULD that does not count', () => {
    const excused = { requirement: 'a/one', checks: [check('a/one/x', 'fail', { excused: true })] };
    expect(lastOf(resultOf([excused]))).toMatchObject({ status: 'skipped', rawStatus: 'fail' });
    const should = { planned: [planned('a/one', { level: 'SHOULD' })] };
    expect(lastOf(resultOf([finding('a/one', 'fail')], should))).toMatchObject({ status: 'passed', rawStatus: 'fail' });
    expect(lastOf(resultOf([finding('a/one', 'fail')], { ...should, failOn: 'should' }))).toMatchObject({ status: 'failed' });
  });

  test('names the line of the document, from the root of the repository', () => {
    const document = { title: 'Things', version: '1', source: 'openapi.yaml', sha256: 'f'.repeat(64) };
    const repository = { root: '/srv/shop', folder: 'services/things' };
    expect(lastOf(resultOf([finding('a/one', 'fail')], { document: { ...document, repository } }))).toMatchObject({
      filePath: 'services/things/openapi.yaml',
      line: 12,
    });
  });
});
