import { describe, expect, test } from 'vitest';
import { gitlab } from '../../reporters/gitlab.ts';
import type { Result } from '../../suites/result/result.ts';
import { check, finding, planned, resultOf } from './builder.ts';
import { fixtures } from './fixtures.ts';
import { problemsOf } from './schemas/schemas.ts';

/** The members that GitLab documents; it publishes no schema. */
const problems = problemsOf({
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'location', 'severity'],
    properties: {
      type: { const: 'issue' },
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', minLength: 1 },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      categories: {
        type: 'array',
        items: { enum: ['Bug Risk', 'Clarity', 'Compatibility', 'Complexity', 'Duplication', 'Performance', 'Security', 'Style'] },
      },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          path: { type: 'string', pattern: '^(?!\\./|/)' },
          lines: { type: 'object', required: ['begin'], properties: { begin: { type: 'integer', minimum: 1 } } },
        },
      },
    },
    additionalProperties: false,
  },
});

interface Issue {
  readonly [name: string]: unknown;
}

const issuesOf = (result: Result): readonly Issue[] => JSON.parse(gitlab.render(result));

describe.each(Object.entries(fixtures))('the code quality report of the result "%s"', (_name, result) => {
  const issues = issuesOf(result);

  test('has what GitLab reads, and no fingerprint twice', () => {
    expect(problems(issues)).toEqual([]);
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
  });

  test('has an issue for each failed check and each undecided requirement', () => {
    const failed = result.requirements.flatMap(({ checks }) => checks.filter(({ outcome }) => outcome === 'fail'));
    const open = result.requirements.filter(({ outcome }) => ['blocked', 'inconclusive', 'error'].includes(outcome));
    expect(issues).toHaveLength(failed.length + open.length);
  });
});

test('severity follows level and severity of the requirement; what the baseline accepts is information', () => {
  const severityOf = (changes: Parameters<typeof planned>[1], excused = false) =>
    issuesOf(
      resultOf([{ requirement: 'a/b', checks: [check('a/b/x', 'fail', { ...(excused && { excused }) })] }], {
        planned: [planned('a/b', changes)],
      }),
    )[0]!['severity'];
  expect(severityOf({ severity: 'critical' })).toBe('blocker');
  expect([severityOf({}), severityOf({ level: 'SHOULD' }), severityOf({ level: 'MAY' })]).toEqual(['critical', 'minor', 'info']);
  expect(severityOf({ severity: 'critical' }, true)).toBe('info');
});

test('an undecided requirement is information', () => {
  expect(issuesOf(resultOf([finding('a/b', 'blocked')]))).toMatchObject([{ severity: 'info', check_name: 'a/b', fingerprint: 'a/b' }]);
});
