import { paragraph } from '../../reporters/digest/paragraph.ts';
import { visibleLine } from '../../reporters/digest/visible.ts';
import { requirementIds } from '../../spec/catalogue/catalogue.ts';
import type { Place } from '../../spec/contract.ts';
import { type FindingReport, type LintReport, summaryText, type TopicReport } from './report.ts';

const WIDTH = 110;
const LABEL = 11;

/** The report as text. */
export function describeLint({ document, topics, findings }: LintReport): string {
  const applying = topics.reduce((sum, { requirements }) => sum + requirements.length, 0);
  const lines = [
    `${document.title} ${document.version}, OpenAPI ${document.openapi}`,
    '',
    `REQUIREMENTS  ${applying} of ${requirementIds.length} requirements apply`,
    ...topics.flatMap(describeTopic),
    ...section(
      'NOT DOCUMENTED',
      findings.filter((finding) => finding.section === 'undocumented'),
    ),
    ...section(
      'CONTRADICTIONS AND MISTAKES',
      findings.filter((finding) => finding.section === 'mistakes'),
    ),
  ];
  return `${lines.map(visibleLine).join('\n')}\n`;
}

/** A location in the form that editors and terminals understand: `openapi.yaml:41:20`. */
function printPlace({ file, line, column }: Place): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}

function describeTopic({ topic, requirements, facts }: TopicReport): readonly string[] {
  const count = `${requirements.length || 'no'} requirement${requirements.length === 1 ? '' : 's'}`;
  return ['', `  ${topic}  ${count}`, ...facts.map(({ statement, places }) => `    ${statement}  ${whereabouts(places)}`)];
}

function section(title: string, findings: readonly FindingReport[]): readonly string[] {
  const count = { error: 0, warning: 0, note: 0 };
  for (const { severity } of findings) count[severity] += 1;
  return ['', `${title}  ${findings.length === 0 ? 'none' : summaryText(count)}`, ...findings.flatMap(describeFinding)];
}

function describeFinding({ rule, severity, message, why, meanwhile, fix, yaml, places }: FindingReport): readonly string[] {
  const [first, ...others] = places;
  return [
    '',
    `  ${first ? printPlace(first) : ''}  ${severity}  ${rule}`,
    ...paragraph(message, WIDTH, '    '),
    ...(others.length > 0 ? labelled('also at', briefly(others, first)) : []),
    ...labelled('why', why),
    ...(meanwhile === undefined ? [] : labelled('meanwhile', meanwhile)),
    ...labelled('fix', fix),
    ...(yaml === undefined ? [] : yaml.split('\n').map((line) => `        ${line}`)),
  ];
}

function labelled(label: string, text: string): readonly string[] {
  const [first = '', ...rest] = paragraph(text, WIDTH - LABEL, '    ').map((line) => line.slice(4));
  return [`    ${label.padEnd(LABEL)}${first}`, ...rest.map((line) => `    ${' '.repeat(LABEL)}${line}`)];
}

function whereabouts(places: readonly Place[]): string {
  const [first, ...others] = places;
  if (first === undefined) return '';
  return `${printPlace(first)}${others.length === 0 ? '' : ` and ${others.length} more`}`;
}

/** Further locations, without the file name if it equals that of the first. */
function briefly(places: readonly Place[], first: Place | undefined): string {
  const most = 6;
  const shown = places
    .slice(0, most)
    .map((place) => (place.file === first?.file && place.line ? `${place.line}:${place.column}` : printPlace(place)));
  const rest = places.length - shown.length;
  return rest === 0 ? shown.join(', ') : `${shown.join(', ')} and ${rest} more`;
}
