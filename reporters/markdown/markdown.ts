import type { Exchange, NoteTable, RequirementResult, Result } from '../../suites/result/result.ts';
import {
  amounts,
  exchangesById,
  failedRequirements,
  fraction,
  partlyDecided,
  severityLabel,
  source,
  splitUnasked,
  tellingExchange,
  undecidedRequirements,
} from '../digest/digest.ts';
import type { Format } from '../format.ts';
import { tellingKinds, wants, type ReportKind } from '../kinds.ts';
import { inlineCode, fence, escapedHtml, plainText } from './text.ts';
import { powerNote, powerShare } from '../digest/power.ts';
import { COLUMNS, scoreTables } from '../digest/score-table.ts';

/** A comment on a pull request holds 65,536 characters; a step summary holds more. */
const ROOM = 60_000;
const SHOWN = 3;

/** Markdown for a step summary or a pull request: the verdict, the scores, and folded away what failed or was not decided. */
export const markdown: Format = { name: 'markdown', file: 'summary.md', render: renderMarkdown };

function renderMarkdown(result: Result): string {
  const exchanges = exchangesById(result);
  const { tried, unasked } = splitUnasked(undecidedRequirements(result));
  const failures = failedRequirements(result);
  const all = undecidedRequirements(result);
  const blocks = [
    `## ${title(result)}`,
    `**${plainText(result.exit.reason)}** (exit ${result.exit.code})`,
    facts(result),
    ...preflight(result),
    ...result.warnings.map((warning) => `> ⚠ ${plainText(warning)}`),
    ...partly(result),
    ...scores(result),
    ...(failures.length > 0 ? [`### Failed: ${amounts(failures)}`] : []),
    ...failures.map((requirement) => folded(requirement, exchanges)),
    ...(all.length > 0 ? [`### Not decided: ${amounts(all)}`] : []),
    ...unasked.map(({ reason, requirements }) =>
      fold(`${plainText(reason)}: ${requirements.length}`, requirements.map(({ id }) => `- ${inlineCode(id)}`).join('\n')),
    ),
    ...tried.map((requirement) => folded(requirement, exchanges)),
    ...observations(result),
    ...power(result),
  ];
  return `${fit(blocks).join('\n\n')}\n`;
}

function title({ verdict }: Result): string {
  const signs = { conformant: '✅', 'conformant-with-warnings': '✅', 'non-conformant': '❌', incomplete: '❔', unusable: '❔' } as const;
  return `${signs[verdict]} ${verdict}`;
}

function facts({ target, document, profile, requests, seconds, harness }: Result): string {
  return [
    `Target ${inlineCode(target)}, profile ${profile}, ${requests} requests in ${seconds.toFixed(1)} s.`,
    `Document ${inlineCode(document.source)} (${inlineCode(document.title)} ${inlineCode(document.version)}, sha256 ${inlineCode(document.sha256.slice(0, 12))}),`,
    `auth-conformance ${plainText(harness.version)}.`,
  ].join(' ');
}

function preflight(result: Result): readonly string[] {
  const bad = result.preflight.filter(({ outcome }) => outcome !== 'pass');
  if (bad.length === 0) return [];
  const items = bad.map(({ outcome, message: says, configuration, fix }) => {
    const change = configuration === undefined ? '' : ` Change ${inlineCode(configuration)}.`;
    return `- ${outcome === 'fail' ? '❌' : '⚠'} ${plainText(says)}${change}${fix === undefined ? '' : ` ${plainText(fix)}`}`;
  });
  return ['### Preflight', items.join('\n')];
}

function power(result: Result): readonly string[] {
  if (result.power === undefined) return [];
  const { additions, beyond } = result.power;
  const items = additions.map(({ needs, adds }) => `- ${plainText(needs)}: **${adds}**`);
  const missed = beyond.map(({ fault, says }) => `- ${inlineCode(fault)} ${plainText(says)}`);
  return [
    '### Power',
    `This run would have noticed **${powerShare(result.power)}**. ${powerNote}`,
    ...(items.length > 0 ? [`What would add most, each besides those before it:\n\n${items.join('\n')}`] : []),
    ...(missed.length > 0 ? [fold(`Not noticed: ${missed.length}`, missed.join('\n'))] : []),
  ];
}

function scores(result: Result): readonly string[] {
  return scoreTables(result).map(({ name, says, rows, sum }) => {
    return [
      row([`${name}: ${says}`, ...COLUMNS.map(({ title: column }) => column)]),
      row(['---', ...COLUMNS.map(() => '--:')]),
      ...rows.map((counts) => row([counts.topic, ...COLUMNS.map(({ member }) => counts[member])])),
      row(['**together**', ...COLUMNS.map(({ member }) => `**${sum[member]}**`)]),
    ].join('\n');
  });
}

function observations({ notes: seen }: Result): readonly string[] {
  if (seen.length === 0) return [];
  const items = seen.map(({ topic, message: says, table }) => [
    `- **${plainText(topic)}** ${plainText(says)}`,
    ...(table ? [tabled(table)] : []),
  ]);
  return [fold(`Observed, and neither right nor wrong: ${seen.length}`, items.flat().join('\n\n'))];
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
    return `- ${inlineCode(requirement.id)} pass${fraction(requirement)}; for the rest: ${wants(requirement).map(inlineCode).join(', ')}`;
  });
  return [fold(`Passed in part: ${rows.length}`, items.join('\n'))];
}

function folded(requirement: RequirementResult, exchanges: ReadonlyMap<number, Exchange>): string {
  const { outcome, id, level, demand: says, basis, reason } = requirement;
  const sign = outcome !== 'fail' ? '❔' : level === 'MUST' ? '❌' : '⚠';
  const label = outcome === 'fail' ? severityLabel(requirement) : `${level}, ${outcome}`;
  const kinds = tellingKinds(requirement);
  const { place, pointer } = source(basis);
  return fold(
    `${sign} <code>${escapedHtml(id)}</code> ${label}${fraction(requirement)}`,
    [
      `${plainText(says)}<br>${inlineCode(place)}${pointer === undefined ? '' : ` ${inlineCode(pointer)}`}`,
      ...(reason === undefined ? [] : [`Why: ${inlineCode(reason)}`]),
      ...kinds.slice(0, SHOWN).map((kind) => told(kind, exchanges)),
      ...(kinds.length > SHOWN ? [`and ${kinds.length - SHOWN} more`] : []),
    ].join('\n\n'),
  );
}

function told({ example, checks }: ReportKind, exchanges: ReadonlyMap<number, Exchange>): string {
  const { id, reason, expected, observed, where, needs } = example;
  const items = { why: reason, expected, observed, where, needs };
  const curl = tellingExchange(example, exchanges)?.curl;
  return [
    `${inlineCode(id)}${checks.length > 1 ? ` and ${checks.length - 1} more alike` : ''}`,
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

/** As many blocks as there is room for, and a word about the rest. */
function fit(blocks: readonly string[]): readonly string[] {
  let room = ROOM;
  const fits = blocks.findIndex((block) => (room -= block.length + 2) < 0);
  if (fits === -1) return blocks;
  return [
    ...blocks.slice(0, fits),
    `*${blocks.length - fits} more blocks did not fit here; report.html and results.json have everything.*`,
  ];
}
