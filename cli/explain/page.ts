import type { Topic } from '../../spec/catalogue/requirement.ts';
import { controlSentence } from './caller.ts';
import { costSentences } from './cost.ts';
import type { Explanation } from './explanation.ts';
import { labelOf, topicWords } from './label.ts';
import type { StandardReference } from './reference.ts';
import type { RequirementSource } from './source.ts';

/** A sentence of the page that the bundled document was written after, under its heading there. */
export interface DescribedRequirement {
  readonly section: string;
  readonly says: string;
}

/** The page of all requirements, in Markdown. A requirement's anchor is its id without the slash, as every heading's is made. */
export function requirementsPage(
  explanations: readonly Explanation[],
  promisesOf: (id: string) => readonly DescribedRequirement[],
): string {
  const topics = [...new Set(explanations.map(({ topic }) => topic))];
  const of = (topic: Topic) => explanations.filter((explanation) => explanation.topic === topic);
  const lines = [
    '# Requirements',
    '',
    `What the suites can demand of a server: ${explanations.length} requirements. What MUST and SHOULD weigh, what a check is and how many make a requirement pass is told in [outcomes](outcomes.md). Sources, levels and costs are those of the bundled document; \`auth-conformance explain ID openapi.yaml\` tells them of yours.`,
    '',
    'This page is generated from `spec/catalogue/`, the scenes, the faults and [the promises](promises.md); `UPDATE=1 npm test` writes it again.',
    '',
    ...topics.flatMap((topic) => [
      `- [${topic}](#${topic}): ${topicWords[topic]}`,
      ...of(topic).map(({ id, level }) => `  - [${id}](#${anchorOf(id)}) ${level}`),
    ]),
    ...topics.flatMap((topic) => [
      '',
      `## ${topic}`,
      '',
      `${capital(topicWords[topic])}.`,
      ...of(topic).flatMap((explanation) => section(explanation, promisesOf(explanation.id))),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

/** The anchor of a requirement's heading. */
export const anchorOf = (id: string) => id.replaceAll(/[^\w-]/g, '');

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function section(explanation: Explanation, promises: readonly DescribedRequirement[]): readonly string[] {
  const { id, says, why, references, scenario, checked, control, fair, failure, fix, faults } = explanation;
  const sent = scenario.name === 'everything' ? scenario.says : `Scenario \`${scenario.name}\`: ${scenario.says}`;
  const needs = control ? controlSentence(scenario.name) : '';
  return [
    '',
    `### ${id}`,
    '',
    `**${labelOf(explanation)}.** ${says}`,
    '',
    `- **Source:** ${sourceLinks(explanation.source)}${references.length > 0 ? `; see also ${links(references)}` : ''}`,
    `- **Promised:** ${promiseLinks(promises, explanation)}`,
    `- **Why:** ${why}`,
    `- **How it is checked:** ${[sent, checked, needs, ...costSentences(explanation)].filter((sentence) => sentence !== '').join(' ')}`,
    ...(fair === undefined ? [] : [`- **Passes as well:** ${fair}`]),
    `- **A failure means:** ${failure}`,
    `- **How to fix it:** ${fix}`,
    `- **Faults that break it:** ${faults.map(({ name, also }) => `\`${name}\`${also ? ' (besides another)' : ''}`).join(', ') || 'none'}`,
  ];
}

/** Under what headings the bundled document's page promises it, and in what words. */
function promiseLinks(promises: readonly DescribedRequirement[], { score }: Explanation): string {
  if (promises.length > 0) {
    return promises.map(({ section: title, says }) => `${says} ([${title}](promises.md#${headingAnchor(title)}))`).join(' ');
  }
  return score === 'contract'
    ? 'nowhere on the page behind the bundled document; it is there for documents that do.'
    : 'nowhere on the page behind the bundled document; the standard asks for it.';
}

/** The anchor of a heading, as the usual renderers of Markdown make it. */
const headingAnchor = (title: string) =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

function sourceLinks(source: RequirementSource): string {
  if (source.kind !== 'contract') return links(source.references);
  const [file] = source.location.split(':');
  return `[${source.location}](../${file}), \`${source.pointer || '/'}\``;
}

const links = (references: readonly StandardReference[]) =>
  references.map(({ name, url }) => (url === undefined ? name : `[${name}](${url})`)).join(', ');
