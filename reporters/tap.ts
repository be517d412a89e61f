import type { Result } from '../suites/result/result.ts';
import { casesOf, type ReportCase } from './digest/cases.ts';
import { visibleLine, visibleText } from './digest/visible.ts';
import type { Format } from './format.ts';

/**
 * TAP 14: a test point for each line of preflight and each requirement. What does not count is `SKIP`, or `TODO` if it failed: as a SHOULD, or
 * accepted by the baseline.
 *
 * @see https://testanything.org/tap-version-14-specification.html
 */
export const tap: Format = { name: 'tap', file: 'results.tap', render: renderTap };

function renderTap(result: Result): string {
  const cases = casesOf(result);
  const { verdict, exit, target } = result;
  return [
    'TAP version 14',
    cases.length === 0 ? '1..0 # SKIP nothing applies' : `1..${cases.length}`,
    ...cases.flatMap((one, index) => pointOf(one, index + 1)),
    `# ${visibleLine(target)}`,
    `# ${verdict}: ${visibleLine(exit.reason)} (exit ${exit.code})`,
    '',
  ].join('\n');
}

function pointOf(one: ReportCase, number: number): readonly string[] {
  const { suite, name, outcome, message = '' } = one;
  const failed = outcome === 'fail' || outcome === 'error';
  const directive = directiveOf(one);
  const label = `${failed ? 'not ok' : 'ok'} ${number} - ${escaped(`${suite}: ${name}`)}`;
  return [
    `${label}${directive === undefined ? '' : ` # ${directive} ${escaped(message)}`.trimEnd()}`,
    ...(message === '' ? [] : diagnosticsOf(one)),
  ];
}

function directiveOf({ status, outcome }: ReportCase): 'SKIP' | 'TODO' | undefined {
  if (outcome === 'fail') return status === 'skipped' || status === 'passed' ? 'TODO' : undefined;
  return status === 'skipped' ? 'SKIP' : undefined;
}

/** A block of YAML, whose values are written as JSON. */
function diagnosticsOf({ id, outcome, kind, seconds, message, details }: ReportCase): readonly string[] {
  const values = { id, outcome, kind, message, duration_ms: Math.round(seconds * 1000), details: visibleText(details) };
  return ['  ---', ...Object.entries(values).map(([name, value]) => `  ${name}: ${yamlOf(value)}`), '  ...'];
}

/** JSON is YAML, but some readers take C1 controls and unpaired surrogates amiss. */
const yamlOf = (value: string | number | undefined) => JSON.stringify(typeof value === 'string' ? visibleText(value) : value);

/** A description: one line, in which a hash and a backslash stand for themselves. */
const escaped = (text: string) => visibleLine(text).replaceAll(/[\\#]/g, String.raw`\$&`);
