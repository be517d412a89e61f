import { describe, expect, it } from 'vitest';
import { har } from '../../reporters/har/har.ts';
import { html } from '../../reporters/html/html.tsx';
import { json } from '../../reporters/json.ts';
import { junit } from '../../reporters/junit/junit.ts';
import { markdown } from '../../reporters/markdown/markdown.ts';
import { sarif } from '../../reporters/sarif/sarif.ts';
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

  it('junit.xml has a failure for each failed MUST, an error or a skip for each undecided requirement, and no other', () => {
    const cases = descendants(parseXml(junit.render(result)), 'testsuite').filter(({ attributes }) => attributes['name'] !== 'preflight');
    const of = (name: string) => cases.flatMap((suite) => descendants(suite, name)).length;
    const [, , undecided, notApplicable] = fromJson(result);
    const { contract, standards } = result.summary;
    expect(of('failure')).toBe(contract.must.fail + standards.must.fail);
    expect(of('skipped') + of('error')).toBe(undecided + notApplicable);
  });

  it('every format says the verdict, and the exit code with its reason', () => {
    for (const { render } of [json, html, junit, markdown, sarif, har, terminal]) {
      const text = render(result).toLowerCase();
      expect(text).toContain(result.verdict);
      expect(text).toContain(result.exit.reason.toLowerCase());
    }
  });
});
