import type { Result } from '../../suites/result/result.ts';
import { casesOf, type ReportCase } from '../digest/cases.ts';
import { grouped } from '../digest/grouped.ts';
import type { Format } from '../format.ts';
import { element, xmlText } from './xml.ts';

/**
 * JUnit XML: a suite for each topic and one for preflight, a case for each requirement. It is valid for the schemas of Ant and of Jenkins, so the
 * root has no attributes, and what is to say about cases that passed is in the `system-out` of their suite.
 *
 * @see https://github.com/windyroad/JUnit-Schema
 * @see https://github.com/jenkinsci/xunit-plugin
 */
export const junit: Format = { name: 'junit', file: 'junit.xml', render: renderJunit };

function renderJunit(result: Result): string {
  const suites = [...grouped(casesOf(result), ({ suite }) => suite)].map(([name, cases], id) => suiteOf(result, id, name, cases));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', {}, suites.length > 0 ? [...suites, '\n'] : [])}\n`;
}

function suiteOf(result: Result, id: number, name: string, cases: readonly ReportCase[]): string {
  const time = cases.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(3);
  // Ant allows neither a zone nor fractions of a second.
  const timestamp = result.startedAt.slice(0, 19);
  const remarks = cases.filter(({ status, message }) => status === 'passed' && message !== undefined).map(remarkOf);
  const children = [
    properties(result),
    ...cases.map(caseElement),
    element('system-out', {}, remarks.length > 0 ? [xmlText(remarks.join('\n\n'))] : []),
    element('system-err', {}),
  ].map((xml) => `\n    ${xml}`);
  const attributes = { id, name, package: 'auth-conformance', ...counts(cases), time, timestamp, hostname: 'localhost' };
  return `\n  ${element('testsuite', attributes, [...children, '\n  '])}`;
}

const remarkOf = ({ name, message, details }: ReportCase) => `${name}\n${message}\n${details}`;

function properties({ verdict, exit, profile, target, document, harness }: Result): string {
  const values: { readonly [name: string]: string } = {
    verdict,
    exit: `${exit.code}: ${exit.reason}`,
    profile,
    target,
    document: document.source,
    sha256: document.sha256,
    harness: harness.version,
  };
  return element(
    'properties',
    {},
    Object.entries(values).map(([name, value]) => element('property', { name, value })),
  );
}

function counts(cases: readonly ReportCase[]): { readonly [attribute: string]: number } {
  const of = (wanted: ReportCase['status']) => cases.filter(({ status }) => status === wanted).length;
  return { tests: cases.length, failures: of('failure'), errors: of('error'), skipped: of('skipped') };
}

function caseElement({ suite, name, status, kind, seconds, message = '', details }: ReportCase): string {
  const children = {
    passed: [],
    skipped: [element('skipped', { message })],
    failure: [element('failure', { message, type: kind }, [xmlText(details)])],
    error: [element('error', { message, type: kind }, [xmlText(details)])],
  }[status];
  return element('testcase', { classname: suite, name, time: seconds.toFixed(3) }, children);
}
