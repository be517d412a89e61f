import { inlineCode, plainText } from '../../../reporters/markdown/text.ts';
import { countsOf } from '../counts.ts';
import type { FaultRow, KillMatrix, VariantRow } from '../kill-matrix.ts';
import { problemsOf } from '../problems.ts';
import { fates } from '../fates.ts';

/** The kill matrix in Markdown: figures, problems, a table of faults and one of variants. */
export function renderProofMarkdown(matrix: KillMatrix): string {
  const { figures, verdict } = countsOf(matrix);
  const lines = [
    `# ${matrix.proved ? 'Proved' : 'Not proved'}`,
    '',
    sentence(verdict),
    '',
    ...figures.map((figure) => `- ${plainText(figure)}`),
    '',
    ...problemsOf(matrix).flatMap(({ title, rows }) => [
      `## ${title}`,
      '',
      ...rows.flatMap(({ name, description, details }) => [
        `- ${inlineCode(name)}${description === undefined ? '' : ` ${plainText(description)}`}`,
        ...details.map((detail) => `  - ${plainText(detail)}`),
      ]),
      '',
    ]),
    '## Faults',
    '',
    '| | fault | behaviour | failed requirements | document |',
    '| --- | --- | --- | --- | --- |',
    ...matrix.faults.map(faultLine),
    '',
    '## Variants',
    '',
    '| | variant | behaviour | documents |',
    '| --- | --- | --- | --- |',
    ...matrix.variants.map(variantLine),
    ...(matrix.clients.length === 0
      ? []
      : [
          '',
          '## Clients',
          '',
          '| | client | behaviour | failed requirements |',
          '| --- | --- | --- | --- |',
          ...matrix.clients.map(clientLine),
        ]),
  ];
  return `${lines.join('\n')}\n`;
}

const sentence = (text: string) => `${plainText(text.charAt(0).toUpperCase() + text.slice(1))}.`;

const row = (...cells: readonly string[]) => `| ${cells.join(' | ')} |`;

const faultLine = ({ fate, fault, description, red, document }: FaultRow) =>
  row(
    `${fates[fate].mark} ${fates[fate].word}`,
    inlineCode(fault),
    plainText(description),
    red.map(inlineCode).join(' '),
    plainText(document ?? ''),
  );

const clientLine = ({ fate, client, description, red }: KillMatrix['clients'][number]) =>
  row(`${fates[fate].mark} ${fates[fate].word}`, inlineCode(client), plainText(description), red.map(inlineCode).join(' '));

const variantLine = ({ fate, variant, description, documents }: VariantRow) =>
  row(`${fates[fate].mark} ${fates[fate].word}`, inlineCode(variant), plainText(description), plainText(documents.join(', ')));
