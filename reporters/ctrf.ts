import type { Result } from '../suites/result/result.ts';
import { casesOf, type ReportCase } from './digest/cases.ts';
import { placeIn } from './digest/place.ts';
import type { Format } from './format.ts';

/**
 * Common Test Report Format: a test for each line of preflight and each requirement. What is undecided is `other`, what does not apply or is
 * accepted by the baseline `skipped`; `rawStatus` has the outcome.
 *
 * @see https://ctrf.io/docs/specification/overview
 */
export const ctrf: Format = { name: 'ctrf', file: 'ctrf-report.json', render: renderCtrf };

/** The version of the specification. */
const specVersion = '0.0.0';

type Status = 'passed' | 'failed' | 'skipped' | 'other';

function renderCtrf(result: Result): string {
  const { verdict, exit, harness, startedAt, seconds, requests, document, profile, target, selection } = result;
  const cases = casesOf(result);
  const statuses = cases.map(ctrfStatus);
  const of = (wanted: Status) => statuses.filter((status) => status === wanted).length;
  const start = Date.parse(startedAt);
  const duration = Math.round(seconds * 1000);
  const report = {
    reportFormat: 'CTRF',
    specVersion,
    timestamp: new Date(start + duration).toISOString(),
    generatedBy: 'auth-conformance',
    results: {
      tool: { name: 'auth-conformance', version: harness.version },
      summary: {
        tests: cases.length,
        passed: of('passed'),
        failed: of('failed'),
        skipped: of('skipped'),
        pending: 0,
        other: of('other'),
        suites: new Set(cases.map(({ suite }) => suite)).size,
        start,
        stop: start + duration,
        duration,
        extra: { verdict, exit: { code: exit.code, reason: exit.reason }, profile, requests },
      },
      tests: cases.map((one, index) => testOf(one, statuses[index]!, result)),
      environment: {
        appName: document.title,
        appVersion: document.version,
        testEnvironment: target,
        ...(selection?.shard && { shardId: `${selection.shard.index}/${selection.shard.total}` }),
        extra: { document: document.source, sha256: document.sha256 },
      },
    },
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function testOf({ suite, id, name, outcome, kind, seconds, message, details, requirement }: ReportCase, status: Status, result: Result) {
  const place = requirement && placeIn(result, requirement.basis);
  return {
    testId: id,
    name,
    status,
    rawStatus: outcome,
    duration: Math.round(seconds * 1000),
    suite: [suite],
    type: suite === 'preflight' ? 'preflight' : 'conformance',
    ...(message !== undefined && { message, trace: details }),
    ...(place && { filePath: place.path, line: place.line }),
    ...(requirement && {
      tags: [requirement.score, requirement.level, ...(requirement.severity === 'critical' ? ['critical'] : [])],
      extra: { demand: requirement.demand, decided: requirement.decided, total: requirement.total, kind },
    }),
  };
}

function ctrfStatus({ status, outcome }: ReportCase): Status {
  if (status === 'passed') return 'passed';
  if (status !== 'skipped') return 'failed';
  return outcome === 'not-applicable' || outcome === 'fail' ? 'skipped' : 'other';
}
