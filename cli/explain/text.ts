import { styleText } from 'node:util';
import { paragraph } from '../../reporters/digest/paragraph.ts';
import { controlSentence } from './caller.ts';
import { checkCostSentences, costSentences } from './cost.ts';
import type { Explanation } from './explanation.ts';
import { faultCommand, labelOf, topicWords } from './label.ts';
import type { RequirementSource } from './source.ts';

/** What lines for a terminal are written with. */
export interface ExplainPen {
  readonly colour: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

/** The document by which a failure can be seen. */
export interface Demonstration {
  /** As the commands to try name it; empty for the bundled one. */
  readonly document: string;
  /** What it is, where it is another than the one that is explained. */
  readonly by?: string;
}

const indent = '  ';

const styled = (pen: ExplainPen, style: 'bold' | 'dim' | 'cyan', text: string) =>
  pen.colour ? styleText(style, text, { validateStream: false }) : text;

/** An explanation for a terminal. */
export function explanationText(explanation: Explanation, pen: ExplainPen, { document, by }: Demonstration): string {
  const { id, says, why, references, scene: scenario, checked, control, fair, failure, fix, faults, check } = explanation;
  const told = (title: string, ...paragraphs: readonly string[]): readonly string[] =>
    paragraphs.length === 0 ? [] : ['', styled(pen, 'bold', title), ...paragraphs.flatMap((text) => paragraph(text, pen.width, indent))];
  const lines = [
    `${styled(pen, 'bold', id)}  ${labelOf(explanation)}`,
    ...paragraph(says, pen.width),
    ...(check
      ? told('This check', ...check.parts.map((part) => `${part.part} ${part.value}: ${part.says}`), ...checkCostSentences(check))
      : []),
    ...told('Why', why),
    ...told('Source', sourceWords(explanation.source), ...(references.length > 0 ? [`See also ${names(references)}.`] : [])),
    ...told(
      'How it is checked',
      scenario.name === 'passive' ? scenario.says : `Scene ${scenario.name}: ${scenario.says}`,
      `Judged: ${checked}`,
      ...(control ? [controlSentence(scenario.name)] : []),
      ...(fair === undefined ? [] : [`Passes as well: ${fair}`]),
      ...costSentences(explanation),
    ),
    ...told('What a failure means', failure),
    ...told('How to put it right', fix),
    ...(faults.length === 0 ? [] : ['', styled(pen, 'bold', by === undefined ? 'See it fail' : `See it fail, by ${by}`)]),
    ...faults.flatMap((fault) => [
      ...paragraph(fault.says, pen.width, indent),
      `${indent}${indent}${styled(pen, 'cyan', faultCommand(id, fault.name, document))}`,
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function sourceWords(source: RequirementSource): string {
  return source.kind === 'contract' ? `${source.location}  ${source.pointer || 'the document as a whole'}` : names(source.references);
}

const names = (references: readonly { readonly name: string }[]) => references.map(({ name }) => name).join(', ');

/** Requirements by topic, a line for each id and its sentence below. */
export function listingText(explanations: readonly Explanation[], pen: ExplainPen): string {
  const found = [...new Set(explanations.map(({ topic }) => topic))];
  const lines = found.flatMap((topic) => [
    `${styled(pen, 'bold', topic)}: ${topicWords[topic]}`,
    ...explanations.flatMap((explanation) => (explanation.topic === topic ? rowLines(explanation, pen) : [])),
    '',
  ]);
  return `${lines.join('\n')}\nauth-conformance explain ID tells more about one of them.\n`;
}

const rowLines = (explanation: Explanation, pen: ExplainPen): readonly string[] => [
  `${indent}${explanation.id}  ${styled(pen, 'dim', labelOf(explanation))}`,
  ...paragraph(explanation.says, pen.width, indent.repeat(3)),
];
