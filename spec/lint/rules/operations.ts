import { member, text } from '../../json/json.ts';
import { nodeAt } from '../../loading/document-node.ts';
import { type LintRule, together } from '../rule.ts';
import { idsOf, placesOf } from '../secured.ts';
import { counted, listed, verb } from '../words.ts';

export const operationsRules: readonly LintRule[] = [
  {
    id: 'lint/no-operation-id',
    topic: 'http',
    section: 'unsaid',
    severity: 'note',
    says: 'Every operation has an operationId.',
    why: 'Findings, filters and baselines name operations; a method and path change their name whenever the path does.',
    meanwhile: 'The operation is called by its method and path.',
    find: ({ operations: all, document }) => {
      const nameless = all.filter(({ place }) => text(member(nodeAt(document, place.pointer).value, 'operationId')) === undefined);
      return together(placesOf(nameless), {
        says: `${listed(idsOf(nameless))} ${verb(nameless, 'has', 'have')} no operationId`,
        fix: 'Give it one, in the same words as its neighbours.',
        yaml: 'operationId: listThings',
      });
    },
  },
  {
    id: 'lint/assumed-operation',
    topic: 'http',
    section: 'unsaid',
    severity: 'note',
    says: 'Every operation is documented rather than implied.',
    why: 'What is only implied cannot be held against a server that lacks it.',
    meanwhile: 'The mock serves it; a target that answers it with 404 or 405 is not at fault.',
    find: ({ operations: all }) => {
      const assumed = all.filter((operation) => operation.assumed);
      return together(placesOf(assumed), {
        says: `${counted(assumed.length, 'operation')} ${verb(assumed, 'is', 'are')} marked x-assumed: ${listed(idsOf(assumed))}`,
        fix: 'Once the documentation shows it, take x-assumed away.',
      });
    },
  },
];
