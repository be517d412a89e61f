import { describe, expect, it } from 'vitest';
import { badge } from '../../reporters/badge/badge.ts';
import { ctrf } from '../../reporters/ctrf.ts';
import { github } from '../../reporters/github.ts';
import { gitlab } from '../../reporters/gitlab.ts';
import { har } from '../../reporters/har/har.ts';
import { html } from '../../reporters/html/html.tsx';
import { json } from '../../reporters/json.ts';
import { junit } from '../../reporters/junit/junit.ts';
import { markdown } from '../../reporters/markdown/markdown.ts';
import { sarif } from '../../reporters/sarif/sarif.ts';
import { tap } from '../../reporters/tap.ts';
import { terminal } from '../../reporters/terminal/terminal.ts';
import { resultSchema, type Outcome, type Result } from '../../suites/result/result.ts';
import { fixtures } from './fixtures.ts';
import { descendants, parseXml } from './xml.ts';

const UNDECIDED: readonly Outcome[] = ['inconclusive', 'blocked', 'error'];

/** Pass, fail, undecided and not applicable over both scores: what every format must come to. */
type Four = readonly [number, number, number, number];

function fromJson(result: Result): Four {
  const { requirements } = resultSchema.parse(JSON.parse(json.render(result)));
  const of = (...wanted: readonly Outcome[]) => requirements.filter(({ outcome }) => wanted.includes(outcome)).length;
  return [of('pass'), of('fail'), of(...UNDECIDED), of('not-applicable')];
}

function fromSummary(result: Result): Four {
  const counts = Object.values(result.summary).flatMap((score) => Object.values(score));
  const of = (...wanted: readonly Outcome[]) =>
    counts.reduce((sum, one) => sum + wanted.reduce((part, outcome) => part + one[outcome], 0), 0);
  return [of('pass'), of('fail'), of(...UNDECIDED), of('not-applicable')];
}

/** The sum of the rows named "total", whatever divides their cells. */
function fromTables(text: string): Four {
  const rows = [...text.matchAll(/(?:^|\W)total((?:[^\w]|<[^>]*>|&nbsp;)*\d+){4}/g)].map(([row]) =>
    row
      .replaceAll(/<[^>]*>/g, ' ')
      .match(/\d+/g)!
      .map(Number),
  );
  const column = (index: number) => rows.reduce((sum, row) => sum + row[index]!, 0);
  return [column(0), column(1), column(2), column(3)];
}

describe.each(Object.entries(fixtures))('of the result "%s"', (_name, result) => {
  it('results.json, its summary, the terminal, summary.md and report.html count alike', () => {
    const counts = fromJson(result);
    expect(counts.reduce((sum, one) => sum + one, 0)).toBe(result.requirements.length);
    expect(fromSummary(result)).toEqual(counts);
    expect(fromTables(terminal.render(result))).toEqual(counts);
    expect(fromTables(markdown.render(result))).toEqual(counts);
    expect(fromTables(html.render(result))).toEqual(counts);
  });

  it('report.html lists every requirement once by topic, and each failed or undecided one once more', () => {
    const page = html.render(result);
    const [, failed, undecided] = fromJson(result);
    expect(page.match(/<details class="row"/g) ?? []).toHaveLength(result.requirements.length);
    expect(page.match(/id="requirement-/g) ?? []).toHaveLength(failed + undecided);
  });

  it('junit.xml has a failure for each failure that counts, an error or a skip for each undecided requirement', () => {
    const cases = descendants(parseXml(junit.render(result)), 'testsuite').filter(({ attributes }) => attributes['name'] !== 'preflight');
    const of = (name: string) => cases.flatMap((suite) => descendants(suite, name)).length;
    const [, , undecided, notApplicable] = fromJson(result);
    expect(of('failure')).toBe(countedFailures(result));
    expect(of('skipped') + of('error')).toBe(undecided + notApplicable + excusedFailures(result));
  });

  it('ctrf-report.json has each outcome as often, and fails what junit.xml fails', () => {
    const report: { results: { tests: readonly { status: string; rawStatus: Outcome; type: string }[] } } = JSON.parse(ctrf.render(result));
    const tests = report.results.tests.filter(({ type }) => type === 'conformance');
    const of = (...wanted: readonly Outcome[]) => tests.filter(({ rawStatus }) => wanted.includes(rawStatus)).length;
    expect([of('pass'), of('fail'), of(...UNDECIDED), of('not-applicable')]).toEqual(fromJson(result));
    expect(tests.filter(({ status, rawStatus }) => status === 'failed' && rawStatus === 'fail')).toHaveLength(countedFailures(result));
  });

  it('results.tap has a test point that failed for each failure, and a skip for each undecided requirement', () => {
    const points = tap
      .render(result)
      .split('\n')
      .filter((line) => /^(?:not )?ok \d+ - (?!preflight: )/.test(line));
    const [pass, fail, undecided, notApplicable] = fromJson(result);
    expect(points).toHaveLength(pass + fail + undecided + notApplicable);
    const failed = points.filter((line) => line.startsWith('not ok'));
    expect(failed.filter((line) => !/[^\\]# TODO /.test(line))).toHaveLength(countedFailures(result));
    expect(failed).toHaveLength(fail);
    expect(points.filter((line) => /^ok .*[^\\]# SKIP /.test(line))).toHaveLength(undecided + notApplicable);
  });

  it('results.sarif, the code quality report and the annotations are about the same requirements', () => {
    const log: { runs: readonly { results: readonly { ruleId: string }[] }[] } = JSON.parse(sarif.render(result));
    const issues: readonly { check_name: string }[] = JSON.parse(gitlab.render(result));
    const annotated = github.render(result);
    const ids = [...new Set(log.runs[0]!.results.map(({ ruleId }) => ruleId))].toSorted();
    const [, fail, undecided] = fromJson(result);
    expect(ids).toHaveLength(fail + undecided);
    expect([...new Set(issues.map(({ check_name: id }) => id))].toSorted()).toEqual(ids);
    expect(ids.filter((id) => !annotated.includes(id))).toEqual([]);
  });

  it('every format for people and CI says the verdict, and the exit code with its reason', () => {
    for (const { render } of [json, html, junit, markdown, sarif, har, ctrf, tap, github, terminal]) {
      const text = render(result).toLowerCase();
      expect(text).toContain(result.verdict);
      expect(text).toContain(result.exit.reason.toLowerCase());
    }
    expect(badge.render(result)).toContain(result.exit.reason);
  });
});

/** The failures that the exit code counts. */
const countedFailures = ({ requirements, failOn }: Result) =>
  requirements.filter(({ outcome, level, checks }) => {
    const isCounted = level === 'MUST' || (level === 'SHOULD' && failOn === 'should');
    return outcome === 'fail' && isCounted && checks.some((one) => one.outcome === 'fail' && one.excused !== true);
  }).length;

const excusedFailures = ({ requirements }: Result) =>
  requirements.filter(({ outcome, checks }) => outcome === 'fail' && checks.every((one) => one.outcome !== 'fail' || one.excused === true))
    .length;
