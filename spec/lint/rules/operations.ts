import { member, text } from '../../json/json.ts';
import { nodeAt } from '../../loading/document-node.ts';
import { printPointer } from '../../loading/problem.ts';
import { type LintRule, together } from '../rule.ts';
import { idsOf, pointersOf } from '../secured.ts';
import { counted, listed, verb } from '../words.ts';

export const operationsRules: readonly LintRule[] = [
  {
    id: 'lint/no-operation-id',
    topic: 'http',
    section: 'undocumented',
    severity: 'note',
    statement: 'Every operation has an operationId.',
    why: 'Findings, filters and baselines refer to operations by id. Without one, they use method and path, which may change.',
    meanwhile: 'The method and path are the operation’s id.',
    find: ({ operations: all, document }) => {
      const nameless = all.filter(({ place }) => text(member(nodeAt(document, place.pointer).value, 'operationId')) === undefined);
      return together(pointersOf(nameless), {
        message: `${listed(idsOf(nameless))} ${verb(nameless, 'has', 'have')} no operationId`,
        fix: 'Add an operationId.',
        yaml: 'operationId: listThings',
      });
    },
  },
  {
    id: 'lint/invalid-part',
    topic: 'http',
    section: 'mistakes',
    severity: 'error',
    statement: 'Every part of the document follows OpenAPI, and every reference leads somewhere.',
    why: 'Tools that read this part reject the document, or each reads it in its own way.',
    meanwhile: 'The mock and the suites ignore the part.',
    find: ({ mistakes }) =>
      mistakes.map(({ pointer, message }) => ({
        at: [pointer],
        message: `${printPointer(pointer)}: ${message}`.replace(/^: /, ''),
        fix: 'Correct it.',
      })),
  },
  {
    id: 'lint/assumed-operation',
    topic: 'http',
    section: 'undocumented',
    severity: 'note',
    statement: 'Every operation is documented, not only implied.',
    why: 'A server without an operation that is only implied does not violate its documentation.',
    meanwhile: 'The mock has the operation. A target that returns 404 or 405 does not fail.',
    find: ({ operations: all }) => {
      const assumed = all.filter((operation) => operation.assumed);
      return together(pointersOf(assumed), {
        message: `${counted(assumed.length, 'operation')} ${verb(assumed, 'is', 'are')} marked x-assumed: ${listed(idsOf(assumed))}`,
        fix: 'Remove x-assumed when the operation is documented.',
      });
    },
  },
];
