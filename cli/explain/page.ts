import type { Topic } from '../../spec/catalogue/requirement.ts';
import { controlSentence } from './caller.ts';
import { costSentences } from './cost.ts';
import type { Explanation } from './explanation.ts';
import { labelOf, topicWords } from './label.ts';
import type { Reference } from './reference.ts';
import type { Source } from './source.ts';

/** The page of all requirements, in Markdown. A requirement's anchor is its id without the slash, as every heading's is made. */
export function requirementsPage(explanations: readonly Explanation[]): string {
  const topics = [...new Set(explanations.map(({ topic }) => topic))];
  const of = (topic: Topic) => explanations.filter((explanation) => explanation.topic === topic);
  const lines = [
    '# Requirements',
    '',
    `What the suites can demand of a server: ${explanations.length} requirements. What MUST and SHOULD weigh, what a check is and how many make a requirement pass is told in [outcomes](outcomes.md). Sources, levels and costs are those of the bundled document; \`auth-conformance explain ID openapi.yaml\` tells them of yours.`,
    '',
    'This page is generated from `spec/catalogue/`, the scenes and the faults; `UPDATE=1 npm test` writes it again.',
    '',
    ...topics.flatMap((topic) => [
      `- [${topic}](#${topic}): ${topicWords[topic]}`,
      ...of(topic).map(({ id, level }) => `  - [${id}](#${anchorOf(id)}) ${level}`),
    ]),
    ...topics.flatMap((topic) => ['', `## ${topic}`, '', `${capital(topicWords[topic])}.`, ...of(topic).flatMap(section)]),
  ];
  return `${lines.join('\n')}\n`;
}

/** The anchor of a requirement's heading. */
export const anchorOf = (id: string) => id.replaceAll(/[^\w-]/g, '');

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function section(explanation: Explanation): readonly string[] {
  const { id, says, why, references, scene, checked, control, fair, failure, fix, faults } = explanation;
  const sent = scene.name === 'everything' ? scene.says : `Scene \`${scene.name}\`: ${scene.says}`;
  const needs = control ? controlSentence(scene.name) : '';
  return [
    '',
    `### ${id}`,
    '',
    `**${labelOf(explanation)}.** ${says}`,
    '',
    `- **Source:** ${sourceLinks(explanation.source)}${references.length > 0 ? `; see also ${links(references)}` : ''}`,
    `- **Why:** ${why}`,
    `- **How it is checked:** ${[sent, checked, needs, ...costSentences(explanation)].filter((sentence) => sentence !== '').join(' ')}`,
    ...(fair === undefined ? [] : [`- **Passes as well:** ${fair}`]),
    `- **A failure means:** ${failure}`,
    `- **To put it right:** ${fix}`,
    `- **Faults that break it:** ${faults.map(({ name, also }) => `\`${name}\`${also ? ' (besides another)' : ''}`).join(', ') || 'none'}`,
  ];
}

function sourceLinks(source: Source): string {
  if (source.kind !== 'contract') return links(source.references);
  const [file] = source.location.split(':');
  return `[${source.location}](../${file}), \`${source.pointer || '/'}\``;
}

const links = (references: readonly Reference[]) =>
  references.map(({ name, url }) => (url === undefined ? name : `[${name}](${url})`)).join(', ');
