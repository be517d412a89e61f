import { controlSentence } from '../../cli/explain/caller.ts';
import { clientExplanationOf, type ClientExplanation } from '../../cli/explain/client.ts';
import { costSentences } from '../../cli/explain/cost.ts';
import { explanationOf, type Explanation } from '../../cli/explain/explanation.ts';
import { labelOf, topicWords } from '../../cli/explain/label.ts';
import type { StandardReference } from '../../cli/explain/reference.ts';
import type { RequirementSource } from '../../cli/explain/source.ts';
import { catalogue, requirementIds } from '../../spec/catalogue/catalogue.ts';
import { clientCatalogue, clientRequirementIds } from '../../spec/catalogue/client/client.ts';
import { TOPICS, type Topic } from '../../spec/catalogue/requirement.ts';
import type { Contract } from '../../spec/contract.ts';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import { generatedFrom, codes, headingAnchor } from './markdown.ts';
import { promises } from './sources.ts';

/** A page for each topic: what `explain` says of its requirements and the bundled document. */
export async function requirementPages(): Promise<readonly { readonly topic: Topic; readonly text: string }[]> {
  const contract = await loadContract(bundledDocument);
  return TOPICS.map((topic) => ({ topic, text: topicPage(topic, sectionsOf(topic, contract)) }));
}

function topicPage(topic: Topic, sections: readonly (readonly string[])[]): string {
  const lines = [
    `# Requirements: ${topic}`,
    '',
    `${capital(topicWords[topic])}: ${sections.length} requirements. [Outcomes](../outcomes.md) explains levels, checks and results.`,
    'Sources, levels and costs are those of the bundled document. `auth-conformance explain ID openapi.yaml` prints those of yours.',
    '',
    generatedFrom('`spec/catalogue/`, the scenarios, the faults and `docs/promises.yaml`', 'npm run docs'),
    ...sections.flat(),
  ];
  return `${lines.join('\n')}\n`;
}

const sectionsOf = (topic: Topic, contract: Contract): readonly (readonly string[])[] =>
  topic === 'client'
    ? clientRequirementIds.map((id) => clientSection(clientExplanationOf(id, contract)))
    : requirementIds.filter((id) => catalogue[id].topic === topic).map((id) => section(explanationOf(id, contract)));

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function section(explanation: Explanation): readonly string[] {
  const { id, scenario, checked, control, fair, faults } = explanation;
  const sent = scenario.name === 'passive' ? scenario.description : `Scenario \`${scenario.name}\`: ${scenario.description}`;
  const needs = control ? [controlSentence(scenario.name)] : [];
  return [
    ...heading(explanation, catalogue[id].title),
    `- **Source:** ${sources(explanation)}`,
    `- **Documented behaviour:** ${statementsOf(id).join(' ') || 'not stated on the page behind the bundled document.'}`,
    `- **Why:** ${explanation.why}`,
    `- **How it is checked:** ${[sent, checked, ...needs, ...costSentences(explanation)].join(' ')}`,
    ...ending(explanation, fair),
    `- **Faults that break it:** ${faults.map(({ name, also }) => `\`${name}\`${also ? ' (besides another requirement)' : ''}`).join(', ') || 'none'}`,
  ];
}

function clientSection(explanation: ClientExplanation): readonly string[] {
  const { id, scenarios, checked, fair, bugs } = explanation;
  return [
    ...heading(explanation, clientCatalogue[id].title),
    `- **Source:** ${sources(explanation)}`,
    `- **Why:** ${explanation.why}`,
    `- **How it is checked:** ${checked}`,
    `- **Scenarios:** ${codes(scenarios.map(({ name }) => name))}`,
    ...ending(explanation, fair),
    `- **Bugs of clients that violate it:** ${bugs.map(({ name, description }) => `\`${name}\`: ${description}`).join(' ')}`,
  ];
}

const heading = (explanation: Explanation | ClientExplanation, title: string): readonly string[] => [
  '',
  `## ${explanation.id}`,
  '',
  `**${title}** (${labelOf(explanation)}). ${explanation.demand}`,
  '',
];

const ending = ({ failure, fix }: Explanation | ClientExplanation, fair: string | undefined): readonly string[] => [
  ...(fair === undefined ? [] : [`- **Also accepted:** ${fair}`]),
  `- **If it fails:** ${failure}`,
  `- **How to fix:** ${fix}`,
];

/** What the page behind the bundled document states about a requirement, each statement with its heading there. */
const statementsOf = (id: string): readonly string[] =>
  promises.flatMap(({ section: title, statements }) =>
    statements
      .filter(({ requirements = [] }) => requirements.includes(id))
      .map(({ text }) => `${text} ([${title}](../promises.md#${headingAnchor(title)}))`),
  );

const sources = ({ source, references }: Explanation | ClientExplanation): string =>
  `${sourceLinks(source)}${references.length > 0 ? `; see also ${links(references)}` : ''}`;

const sourceLinks = (source: RequirementSource) =>
  source.kind === 'contract' ? codes([source.location, source.pointer || '/']) : links(source.references);

const links = (references: readonly StandardReference[]) =>
  references.map(({ name, url }) => (url === undefined ? name : `[${name}](${url})`)).join(', ');
