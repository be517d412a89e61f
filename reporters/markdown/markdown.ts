import { acceptanceText } from '../digest/acceptance.ts';
import { withNoun } from '../digest/with-noun.ts';
import type { Exchange, NoteTable, RequirementResult, Result } from '../../suites/result/result.ts';
import {
  amounts,
  exchangesById,
  failedRequirements,
  fraction,
  partlyDecided,
  severityLabel,
  source,
  mainExchange,
  notTestedRequirements,
  undecidedRequirements,
} from '../digest/digest.ts';
import { byCause, causeLine, type CauseGroup } from '../digest/causes.ts';
import type { Format } from '../format.ts';
import { decisiveKinds, needsOf, type ReportKind } from '../kinds.ts';
import { visibleLine } from '../digest/visible.ts';
import { inlineCode, fence, escapedHtml, plainText } from './text.ts';
import { powerNote, powerShare } from '../digest/power.ts';
import { scoreTables } from '../digest/score-table.ts';

/** A comment on a pull request holds 65,536 characters; a step summary holds more. */
const ROOM = 60_000;
const SHOWN = 3;

/** Markdown for a step summary or a pull request: the verdict, folded the failed and then the undecided requirements, and the scores. */
export const markdown: Format = { name: 'markdown', file: 'summary.md', render: renderMarkdown };

function renderMarkdown(result: Result): string {
  const exchanges = exchangesById(result);
  const failures = failedRequirements(result);
  const all = undecidedRequirements(result);
  const notTested = notTestedRequirements(result);
  const blocks = [
    `## ${title(result)}`,
    `**${plainText(result.exit.reason)}** (exit ${result.exit.code})`,
    facts(result),
    ...preflight(result),
    ...result.warnings.map((warning) => `> ⚠ ${plainText(warning)}`),
    ...(failures.length > 0 ? [`### Failed: ${amounts(failures)}`] : []),
    ...failures.map((requirement) => folded(requirement, exchanges)),
    ...(all.length > 0 ? [`### Undecided: ${amounts(all)}`] : []),
    ...byCause(all).map(causeFold),
    ...(notTested.length > 0 ? [`### Not tested: ${amounts(notTested)}`] : []),
    ...byCause(notTested).map(causeFold),
    ...partly(result),
    ...scores(result),
    ...notes(result),
    ...power(result),
  ];
  return `${fit(blocks).join('\n\n')}\n`;
}

function title({ verdict }: Result): string {
  const signs = { conformant: '✅', 'conformant-with-warnings': '✅', 'non-conformant': '❌', incomplete: '❔', unusable: '❔' } as const;
  return `${signs[verdict]} ${verdict}`;
}

function facts({ target, mock, document, profile, requests, seconds, harness }: Result): string {
  return [
    `Target ${inlineCode(target)}, profile ${profile}, ${withNoun(requests, 'request')} in ${seconds.toFixed(1)} s.`,
    `Document ${inlineCode(document.source)} (${inlineCode(document.title)} ${inlineCode(document.version)}, sha256 ${inlineCode(document.sha256.slice(0, 12))}),`,
    `auth-conformance ${plainText(harness.version)}.`,
    ...(mock
      ? [`The mock starts again with ${inlineCode(mock.start)}, and ${inlineCode(mock.secrets)} sets the variables of curl lines.`]
      : []),
  ].join(' ');
}

function preflight(result: Result): readonly string[] {
  const bad = result.preflight.filter(({ outcome }) => outcome !== 'pass');
  if (bad.length === 0) return [];
  const items = bad.map(({ outcome, message, configuration, fix }) => {
    const change = configuration === undefined ? '' : ` Change ${inlineCode(configuration)}.`;
    return `- ${outcome === 'fail' ? '❌' : '⚠'} ${plainText(message)}${change}${fix === undefined ? '' : ` ${plainText(fix)}`}`;
  });
  return ['### Preflight', items.join('\n')];
}

function power(result: Result): readonly string[] {
  if (result.power === undefined) return [];
  const { additions, beyond } = result.power;
  const items = additions.map(({ needs, adds }) => `- ${plainText(needs)}: **${adds}**`);
  const missed = beyond.map(({ fault, description }) => `- ${inlineCode(fault)} ${plainText(description)}`);
  return [
    '### Power',
    `This run could have detected **${powerShare(result.power)}**. ${powerNote}`,
    ...(items.length > 0 ? [`To detect more, add these, the most useful first:\n\n${items.join('\n')}`] : []),
    ...(missed.length > 0 ? [fold(`Faults that this run could not have detected: ${missed.length}`, missed.join('\n'))] : []),
  ];
}

function scores(result: Result): readonly string[] {
  return scoreTables(result).map(({ name, description, columns, rows, sum }) => {
    return [
      row([`${name}: ${description}`, ...columns.map(({ title: column }) => column)]),
      row(['---', ...columns.map(() => '--:')]),
      ...rows.map((counts) => row([counts.topic, ...columns.map(({ member }) => counts[member])])),
      row(['**total**', ...columns.map(({ member }) => `**${sum[member]}**`)]),
    ].join('\n');
  });
}

function notes(result: Result): readonly string[] {
  if (result.notes.length === 0) return [];
  const items = result.notes.map(({ topic, message, table, yaml }) => [
    `- **${plainText(topic)}** ${plainText(message)}`,
    ...(table ? [tabled(table)] : []),
    ...(yaml === undefined ? [] : [`\`\`\`yaml\n${yaml}\`\`\``]),
  ]);
  return [fold(`Notes: ${result.notes.length}`, items.flat().join('\n\n'))];
}

function tabled({ header, rows }: NoteTable): string {
  return [row(header.map(plainText)), row(header.map(() => '---')), ...rows.map((cells) => row(cells.map(plainText)))].join('\n');
}

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}

function partly(result: Result): readonly string[] {
  const rows = partlyDecided(result);
  if (rows.length === 0) return [];
  const items = rows.map((requirement) => {
    return `- ${inlineCode(requirement.id)} pass${fraction(requirement)}; the other checks need: ${needsOf(requirement).map(inlineCode).join(', ')}`;
  });
  return [fold(`Passed with undecided checks: ${rows.length}`, items.join('\n'))];
}

/** Undecided requirements with the same cause, each with the reason of its first undecided check. */
function causeFold(group: CauseGroup): string {
  const items = group.requirements.map((requirement) => {
    const [kind] = decisiveKinds(requirement);
    const reason = group.needs === undefined ? undefined : (requirement.reason ?? kind?.example.reason);
    return `- ${inlineCode(requirement.id)} ${requirement.level}, ${requirement.outcome}${fraction(requirement)}${reason === undefined ? '' : `: ${inlineCode(reason)}`}`;
  });
  return fold(`${plainText(causeLine(group))}: ${group.requirements.length}`, items.join('\n'));
}

function folded(requirement: RequirementResult, exchanges: ReadonlyMap<number, Exchange>): string {
  const { outcome, id, title: name, level, demand, basis, reason } = requirement;
  const sign = outcome !== 'fail' ? '❔' : level === 'MUST' ? '❌' : '⚠';
  const label = outcome === 'fail' ? severityLabel(requirement) : `${level}, ${outcome}`;
  const kinds = decisiveKinds(requirement);
  const { place, pointer, url } = source(basis);
  const where = url === undefined ? inlineCode(place) : `[${inlineCode(place)}](${url})`;
  return fold(
    `${sign} ${escapedHtml(visibleLine(name))} <code>${escapedHtml(id)}</code> ${label}${fraction(requirement)}`,
    [
      `${plainText(demand)}<br>${where}${pointer === undefined ? '' : ` ${inlineCode(pointer)}`}`,
      ...(reason === undefined ? [] : [`Reason: ${inlineCode(reason)}`]),
      ...kinds.slice(0, SHOWN).map((kind) => kindText(kind, exchanges)),
      ...(kinds.length > SHOWN ? [`and ${kinds.length - SHOWN} more`] : []),
    ].join('\n\n'),
  );
}

function kindText({ example, checks }: ReportKind, exchanges: ReadonlyMap<number, Exchange>): string {
  const { id, reason, expected, observed, where, needs } = example;
  const items = { reason, expected, observed, where, needs, accepted: acceptanceText(example) };
  const curl = mainExchange(example, exchanges)?.curl;
  return [
    `${inlineCode(id)}${checks.length > 1 ? ` and ${checks.length - 1} similar` : ''}`,
    Object.entries(items)
      .flatMap(([name, value]) => (value === undefined ? [] : [`- ${name}: ${inlineCode(value)}`]))
      .join('\n'),
    ...(curl === undefined ? [] : [fence(curl)]),
  ]
    .filter((block) => block !== '')
    .join('\n\n');
}

function fold(summary: string, content: string): string {
  return `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`;
}

/** As many blocks as fit, with a note about the rest. */
function fit(blocks: readonly string[]): readonly string[] {
  let room = ROOM;
  const fits = blocks.findIndex((block) => (room -= block.length + 2) < 0);
  if (fits === -1) return blocks;
  return [...blocks.slice(0, fits), `*${blocks.length - fits} more blocks did not fit. report.html and results.json are complete.*`];
}
