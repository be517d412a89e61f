import { controlSentence } from '../../cli/explain/caller.ts';
import { costSentences } from '../../cli/explain/cost.ts';
import { explanationOf, type Explanation } from '../../cli/explain/explanation.ts';
import { labelOf, topicWords } from '../../cli/explain/label.ts';
import type { StandardReference } from '../../cli/explain/reference.ts';
import type { RequirementSource } from '../../cli/explain/source.ts';
import { catalogue, requirementIds } from '../../spec/catalogue/catalogue.ts';
import { TOPICS } from '../../spec/catalogue/requirement.ts';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import { generatedFrom, codes } from './markdown.ts';
import { promises } from './sources.ts';

/** What `explain` says of every requirement and the bundled document, as one page. */
export async function requirementsPage(): Promise<string> {
  const contract = await loadContract(bundledDocument);
  const explanations = requirementIds.map((id) => explanationOf(id, contract));
  const lines = [
    '# Requirements',
    '',
    `The suites can check ${explanations.length} requirements. [Outcomes](outcomes.md) explains levels, checks and results.`,
    'Sources, levels and costs are those of the bundled document. `auth-conformance explain ID openapi.yaml` prints those of yours.',
    '',
    generatedFrom('`spec/catalogue/`, the scenarios, the faults and `docs/promises.yaml`'),
    ...TOPICS.flatMap((topic) =>
      topic === 'client'
        ? []
        : [
            '',
            `## ${topic}`,
            '',
            `${capital(topicWords[topic])}.`,
            ...explanations.filter((explanation) => explanation.topic === topic).flatMap(section),
          ],
    ),
  ];
  return `${lines.join('\n')}\n`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function section(explanation: Explanation): readonly string[] {
  const { id, demand, why, references, scenario, checked, control, fair, failure, fix, faults } = explanation;
  const sent = scenario.name === 'passive' ? scenario.description : `Scenario \`${scenario.name}\`: ${scenario.description}`;
  const needs = control ? [controlSentence(scenario.name)] : [];
  return [
    '',
    `### ${id}`,
    '',
    `**${catalogue[id].title}** (${labelOf(explanation)}). ${demand}`,
    '',
    `- **Source:** ${sourceLinks(explanation.source)}${references.length > 0 ? `; see also ${links(references)}` : ''}`,
    `- **Documented behaviour:** ${statementsOf(id).join(' ') || 'not stated on the page behind the bundled document.'}`,
    `- **Why:** ${why}`,
    `- **How it is checked:** ${[sent, checked, ...needs, ...costSentences(explanation)].join(' ')}`,
    ...(fair === undefined ? [] : [`- **Also accepted:** ${fair}`]),
    `- **If it fails:** ${failure}`,
    `- **How to fix:** ${fix}`,
    `- **Faults that break it:** ${faults.map(({ name, also }) => `\`${name}\`${also ? ' (besides another requirement)' : ''}`).join(', ') || 'none'}`,
  ];
}

/** What the page behind the bundled document states about a requirement, each statement with its heading there. */
const statementsOf = (id: string): readonly string[] =>
  promises.flatMap(({ section: title, statements }) =>
    statements
      .filter(({ requirements = [] }) => requirements.includes(id))
      .map(({ text }) => `${text} ([${title}](promises.md#${headingAnchor(title)}))`),
  );

/** The anchor of a heading, as the usual renderers of Markdown make it. */
const headingAnchor = (title: string) =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const sourceLinks = (source: RequirementSource) =>
  source.kind === 'contract' ? codes([source.location, source.pointer || '/']) : links(source.references);

const links = (references: readonly StandardReference[]) =>
  references.map(({ name, url }) => (url === undefined ? name : `[${name}](${url})`)).join(', ');
