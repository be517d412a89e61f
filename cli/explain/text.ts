import { styleText } from 'node:util';
import { paragraph } from '../../reporters/digest/paragraph.ts';
import { controlSentence } from './caller.ts';
import { checkCostSentences, costSentences } from './cost.ts';
import type { Explanation } from './explanation.ts';
import { faultCommand, labelOf, topicWords } from './label.ts';
import type { RequirementSource } from './source.ts';

/** Terminal settings for the output. */
export interface ExplainPen {
  readonly colour: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

/** The document of the demonstration commands. */
export interface Demonstration {
  /** Its path in the commands; empty for the bundled one. */
  readonly document: string;
  /** Its description, if it is not the explained document. */
  readonly by?: string;
}

const indent = '  ';

export const styled = (pen: ExplainPen, style: 'bold' | 'dim' | 'cyan', text: string) =>
  pen.colour ? styleText(style, text, { validateStream: false }) : text;

/** An explanation for a terminal. */
export function explanationText(explanation: Explanation, pen: ExplainPen, { document, by }: Demonstration): string {
  const { id, demand, why, references, scenario, checked, control, fair, failure, fix, faults, check } = explanation;
  const section = (title: string, ...paragraphs: readonly string[]): readonly string[] =>
    paragraphs.length === 0 ? [] : ['', styled(pen, 'bold', title), ...paragraphs.flatMap((text) => paragraph(text, pen.width, indent))];
  const lines = [
    `${styled(pen, 'bold', id)}  ${labelOf(explanation)}`,
    ...paragraph(demand, pen.width),
    ...(check
      ? section('This check', ...check.parts.map((part) => `${part.part} ${part.value}: ${part.meaning}`), ...checkCostSentences(check))
      : []),
    ...section('Why', why),
    ...section('Source', sourceWords(explanation.source), ...(references.length > 0 ? [`See also ${referenceNames(references)}.`] : [])),
    ...section(
      'How it is checked',
      scenario.name === 'passive' ? scenario.description : `Scenario ${scenario.name}: ${scenario.description}`,
      `Expected: ${checked}`,
      ...(control ? [controlSentence(scenario.name)] : []),
      ...(fair === undefined ? [] : [`Also accepted: ${fair}`]),
      ...costSentences(explanation),
    ),
    ...section('If it fails', failure),
    ...section('How to fix it', fix),
    ...(faults.length === 0 ? [] : ['', styled(pen, 'bold', by === undefined ? 'See it fail' : `See it fail, with ${by}`)]),
    ...faults.flatMap((fault) => [
      ...paragraph(fault.description, pen.width, indent),
      `${indent}${indent}${styled(pen, 'cyan', faultCommand(id, fault.name, document))}`,
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

export function sourceWords(source: RequirementSource): string {
  return source.kind === 'contract'
    ? `${source.location}  ${source.pointer || 'the document as a whole'}`
    : referenceNames(source.references);
}

export const referenceNames = (references: readonly { readonly name: string }[]) => references.map(({ name }) => name).join(', ');

/** What a list shows of a requirement. */
export interface ListedRequirement extends Pick<Explanation, 'topic' | 'level' | 'score' | 'severity' | 'demand' | 'excluded'> {
  readonly id: string;
}

/** Requirements by topic: a line for each id, and its sentence below. */
export function listingText(explanations: readonly ListedRequirement[], pen: ExplainPen): string {
  const found = [...new Set(explanations.map(({ topic }) => topic))];
  const lines = found.flatMap((topic) => [
    `${styled(pen, 'bold', topic)}: ${topicWords[topic]}`,
    ...explanations.flatMap((explanation) => (explanation.topic === topic ? rowLines(explanation, pen) : [])),
    '',
  ]);
  return `${lines.join('\n')}\nRun auth-conformance explain ID for the details of one requirement.\n`;
}

const rowLines = (explanation: ListedRequirement, pen: ExplainPen): readonly string[] => [
  `${indent}${explanation.id}  ${styled(pen, 'dim', labelOf(explanation))}`,
  ...paragraph(explanation.demand, pen.width, indent.repeat(3)),
];
