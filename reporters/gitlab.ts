import type { CheckResult, RequirementResult, Result } from '../suites/result/result.ts';
import { headline } from './digest/cases.ts';
import { placeIn } from './digest/place.ts';
import type { Format } from './format.ts';
import { isUndecided } from './gathering/outcome.ts';

/**
 * A code quality report for GitLab merge requests: an issue for each failed check, and one for each undecided requirement.
 *
 * @see https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export const gitlab: Format = { name: 'gitlab', file: 'gl-code-quality-report.json', render: renderGitlab };

function renderGitlab(result: Result): string {
  const issues = result.requirements.flatMap((requirement) => [
    ...requirement.checks.filter(({ outcome }) => outcome === 'fail').map((check) => failedIssue(check, requirement, result)),
    ...(isUndecided(requirement) ? [issue(requirement, result, headline(requirement), requirement.id, 'info')] : []),
  ]);
  return `${JSON.stringify(issues, undefined, 2)}\n`;
}

const severities = { MUST: 'critical', SHOULD: 'minor', MAY: 'info' } as const;

function failedIssue(check: CheckResult, requirement: RequirementResult, result: Result) {
  const { id, reason = 'violated', expected, observed, excused, fingerprint } = check;
  const details = [
    reason,
    ...(expected === undefined ? [] : [`expected ${expected}`]),
    ...(observed === undefined ? [] : [`observed ${observed}`]),
    ...(excused === true ? ['accepted by the baseline'] : []),
  ];
  const severity = requirement.level === 'MUST' && requirement.severity === 'critical' ? 'blocker' : severities[requirement.level];
  const identity = fingerprint === undefined ? id : `${id}#${fingerprint}`;
  return issue(requirement, result, `${details.join('; ')} [${id}]`, identity, excused === true ? 'info' : severity);
}

function issue({ id, title, basis }: RequirementResult, result: Result, description: string, fingerprint: string, severity: string) {
  const { path, line } = placeIn(result, basis);
  return {
    type: 'issue',
    check_name: id,
    description: `${title}: ${description}`,
    categories: ['Security'],
    fingerprint,
    severity,
    // GitLab takes no absolute path; a file outside the repository is shown without a link.
    location: { path: path.replace(/^\/+/, ''), lines: { begin: line } },
  };
}
