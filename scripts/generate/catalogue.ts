import { topicWords } from '../../cli/explain/label.ts';
import { faultNames, faults } from '../../mock/faults/faults.ts';
import { variantNames, variants } from '../../mock/variants/variants.ts';
import { catalogue as serverCatalogue, requirementIds as serverIds } from '../../spec/catalogue/catalogue.ts';
import { clientCatalogue, clientRequirementIds } from '../../spec/catalogue/client/client.ts';
import { TOPICS } from '../../spec/catalogue/requirement.ts';
import { clientScenarios } from '../../client/scenarios/scenarios.ts';
import { clientBugNames, clientBugs } from '../../cli/prove/clients/bugs.ts';
import { generatedFrom, table } from './markdown.ts';

const catalogue = { ...serverCatalogue, ...clientCatalogue };
const requirementIds = [...serverIds, ...clientRequirementIds];

/** `docs/catalogue.md`: one line for each requirement, fault and variant. */
export function cataloguePage(): string {
  const lines = [
    '# Catalogue',
    '',
    `This page lists ${serverIds.length} [requirements](#requirements) for servers, ${clientRequirementIds.length} [for clients](#client), ${faultNames.length} [faults](#faults) and ${variantNames.length} [variants](#variants).`,
    '`auth-conformance explain ID` explains a requirement: why it matters, how it is checked, what else is accepted and how to fix a failure.',
    '',
    generatedFrom('`spec/catalogue/`, `mock/faults/`, `mock/variants/`, `client/scenarios/` and `cli/prove/clients/bugs.ts`'),
    '',
    '## Requirements',
    '',
    'The level is that of the catalogue. What a document lists as assumed counts as SHOULD at most. [Outcomes](outcomes.md) explains levels and scores.',
    ...TOPICS.flatMap((topic) => [
      '',
      `### ${topic}`,
      '',
      `${topicWords[topic].charAt(0).toUpperCase()}${topicWords[topic].slice(1)}.`,
      '',
      ...table(
        ['id', 'title', 'level', 'score'],
        requirementIds
          .filter((id) => catalogue[id].topic === topic)
          .map((id) => [`\`${id}\``, catalogue[id].title, catalogue[id].level, catalogue[id].score]),
      ),
    ]),
    '',
    '## Scenarios for clients',
    '',
    'What the server does while a client runs. `auth-conformance client NAME -- COMMAND` plays one: [Judge a client](client.md).',
    '',
    ...table(
      ['name', 'task', 'what happens'],
      clientScenarios.map(({ name, task, description }) => [`\`${name}\``, `\`${task}\``, description]),
    ),
    '',
    '## Faults',
    '',
    'A fault is a single bug of the mock. `auth-conformance mock --fault NAME` serves it, and [`prove`](proof.md) verifies that the suites detect it.',
    '',
    ...faultNames.map((name) => `- \`${name}\`: ${faults[name]!.description}`),
    '',
    '## Variants',
    '',
    'A variant is a correct server that behaves differently from the mock. [`prove`](proof.md) verifies that nothing fails on it.',
    '',
    ...variantNames.map((name) => `- \`${name}\`: ${variants[name]!.description}`),
    '',
    '## Bugs of clients',
    '',
    'Each is in a client of the proof, and violates one requirement. [`prove`](proof.md) verifies that exactly this one fails.',
    '',
    ...clientBugNames.map((name) => `- \`${name}\` (\`${clientBugs[name].breaks}\`): ${clientBugs[name].description}`),
  ];
  return `${lines.join('\n')}\n`;
}
