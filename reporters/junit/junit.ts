import type { Exchange, PreflightResult, RequirementResult, Result } from '../../suites/result/result.ts';
import { exchangesById, fraction, severityLabel, source, mainExchange, topicNames } from '../digest/digest.ts';
import type { Format } from '../format.ts';
import { decisiveKinds, type ReportKind } from '../kinds.ts';
import { shorten } from '../digest/visible.ts';
import { isExcused } from '../gathering/verdict.ts';
import { element, xmlText } from './xml.ts';

const LONGEST = 2000;

/**
 * JUnit XML: a suite for each topic and one for preflight, a case for each requirement.
 *
 * Failures are those that the exit code counts: a failed MUST that the baseline does not accept, and a failed SHOULD with `failOn: should`.
 * Other failures pass, with a note in `system-out`. Blocked, inconclusive and not applicable requirements are skipped, and those that the
 * baseline accepts. Errors of auth-conformance and failed preflight checks are errors.
 */
export const junit: Format = { name: 'junit', file: 'junit.xml', render: renderJunit };

type Status = 'passed' | 'failure' | 'error' | 'skipped';

interface Case {
  readonly status: Status;
  readonly seconds: number;
  readonly xml: string;
}

function renderJunit(result: Result): string {
  const exchanges = exchangesById(result);
  const suites = [
    { name: 'preflight', cases: result.preflight.map(preflightCase) },
    ...topicNames(result).map((topic) => ({
      name: topic,
      cases: result.requirements
        .filter((requirement) => requirement.topic === topic)
        .map((requirement) => requirementCase(requirement, result.failOn ?? 'must', exchanges)),
    })),
  ].filter(({ cases }) => cases.length > 0);
  const all = suites.flatMap(({ cases }) => cases);
  const root = element('testsuites', { name: 'auth-conformance', ...counts(all), time: result.seconds.toFixed(3) }, [
    ...suites.map(({ name, cases }) => suite(result, name, cases)),
    '\n',
  ]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

function suite(result: Result, name: string, cases: readonly Case[]): string {
  const time = cases.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(3);
  const children = [properties(result), ...cases.map(({ xml }) => xml)].map((xml) => `\n    ${xml}`);
  return `\n  ${element('testsuite', { name, ...counts(cases), time, timestamp: result.startedAt }, [...children, '\n  '])}`;
}

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

function counts(cases: readonly Case[]): { readonly [attribute: string]: number } {
  const of = (wanted: Status) => cases.filter(({ status }) => status === wanted).length;
  return { tests: cases.length, failures: of('failure'), errors: of('error'), skipped: of('skipped') };
}

function preflightCase({ id, outcome, message, configuration, fix }: PreflightResult): Case {
  const details = [message, configuration === undefined ? undefined : `change ${configuration}`, fix].filter((line) => line !== undefined);
  const children = {
    pass: [],
    warning: [element('system-out', {}, [xmlText(`warning: ${details.join('\n')}`)])],
    fail: [element('error', { message, type: 'preflight' }, [xmlText(details.join('\n'))])],
  }[outcome];
  return {
    status: outcome === 'fail' ? 'error' : 'passed',
    seconds: 0,
    xml: element('testcase', { classname: 'preflight', name: id, time: '0.000' }, children),
  };
}

function requirementCase(requirement: RequirementResult, failOn: 'must' | 'should', exchanges: ReadonlyMap<number, Exchange>): Case {
  const status = statusOf(requirement, failOn);
  const ids = [...new Set(requirement.checks.flatMap((check) => check.exchanges))];
  const seconds = ids.reduce((sum, id) => sum + (exchanges.get(id)?.milliseconds ?? 0), 0) / 1000;
  const { topic, id, title, outcome, demand } = requirement;
  const message = headline(requirement);
  const details = xmlText(shorten([demand, ...lines(requirement, exchanges)].join('\n'), LONGEST * 4));
  const children = {
    passed: outcome === 'pass' && fraction(requirement) === '' ? [] : [element('system-out', {}, [xmlText(`${message}\n`), details])],
    skipped: [element('skipped', { message })],
    failure: [element('failure', { message, type: severityLabel(requirement) }, [details])],
    error: [element('error', { message, type: 'harness' }, [details])],
  }[status];
  return { status, seconds, xml: element('testcase', { classname: topic, name: `${title} (${id})`, time: seconds.toFixed(3) }, children) };
}

function statusOf(requirement: RequirementResult, failOn: 'must' | 'should'): Status {
  const { outcome, level } = requirement;
  if (outcome === 'pass') return 'passed';
  if (outcome === 'error') return 'error';
  if (outcome !== 'fail') return 'skipped';
  if (isExcused(requirement)) return 'skipped';
  return level === 'MUST' || (level === 'SHOULD' && failOn === 'should') ? 'failure' : 'passed';
}

function headline(requirement: RequirementResult): string {
  const { outcome, reason, checks } = requirement;
  const first = decisiveKinds(requirement)[0]?.example;
  const why = reason ?? first?.reason ?? first?.needs;
  const label = outcome === 'fail' ? `failed, ${severityLabel(requirement)}` : outcome;
  const excused = outcome === 'fail' && isExcused(requirement) ? ', accepted by the baseline' : '';
  const count = checks.length > 0 ? fraction(requirement) : '';
  return shorten(`${label}${excused}${count}${why === undefined ? '' : `: ${why}`}`, LONGEST);
}

function lines(requirement: RequirementResult, exchanges: ReadonlyMap<number, Exchange>): readonly string[] {
  const { place, pointer } = source(requirement.basis);
  const kinds = decisiveKinds(requirement);
  return [
    `source: ${[place, pointer].filter((part) => part !== undefined).join(' ')}`,
    ...kinds.slice(0, 3).flatMap((kind) => kindLines(kind, exchanges)),
    ...(kinds.length > 3 ? [`and ${kinds.length - 3} more`] : []),
  ];
}

function kindLines({ example, checks }: ReportKind, exchanges: ReadonlyMap<number, Exchange>): readonly string[] {
  const facts = {
    reason: example.reason,
    expected: example.expected,
    observed: example.observed,
    where: example.where,
    needs: example.needs,
  };
  return [
    '',
    `${example.id}${checks.length > 1 ? ` and ${checks.length - 1} similar` : ''}`,
    ...Object.entries(facts).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${shorten(value, LONGEST)}`])),
    ...[mainExchange(example, exchanges)?.curl].flatMap((curl) => curl ?? []),
  ];
}
