import type { Contract, DocumentedResponse, Json } from '../../contract.ts';
import { member } from '../../json/json.ts';
import { below } from '../../json/pointer.ts';
import { itemNodes, parts, type DocumentNode, nodeAt, step } from '../../loading/document-node.ts';
import { isAllowed } from '../../schema/sample.ts';
import { createValidator, type Validator, type Violation } from '../../schema/validator.ts';
import { chosenExample } from '../../compile/operations/example.ts';
import { isJson } from '../../compile/operations/media.ts';
import { examplesOf } from './examples.ts';
import { describedResponses, headersNamed } from '../quota.ts';
import { type LintFinding, type LintRule, together } from '../rule.ts';
import { describedErrorResponses, securedOperations } from '../secured.ts';

const jsonTextMessage = 'the example is a string with JSON in it, not the JSON itself';

/** Checks examples against their own schemas. */
export const invalidExamplesRules: readonly LintRule[] = [
  {
    id: 'lint/invalid-example',
    topic: 'errors',
    section: 'mistakes',
    severity: 'error',
    statement: 'Every example of an error response, a rate-limit header and the whoami operation is valid against its schema.',
    why: 'Either the example or the schema is wrong: a server that returns the example violates the schema.',
    meanwhile: 'The mock returns the example, and the suites check the schema.',
    find: (contract) => {
      const validate = createValidator(contract);
      const errors = (['unauthorized', 'forbidden', 'limited'] as const).flatMap((name) =>
        describedErrorResponses(contract, name).map(({ response }) => response),
      );
      const whoami = contract.operations.find(({ id }) => id === contract.whoami?.operation);
      const stated = [contract.insecure, contract.ipBlocked, ...(whoami ? [whoami.success] : [])].filter(({ documented }) => documented);
      const { limit, remaining, reset, retryAfter } = contract.rateLimit;
      const headers = [...limit, ...remaining, ...reset, ...retryAfter].flatMap(({ header }) =>
        header === undefined ? [] : headersNamed(contract, describedResponses(contract), header),
      );
      const bodies = distinct([...errors, ...stated]).flatMap((response) => jsonContents(contract, response));
      return [...new Map([...bodies, ...headers].map((node) => [node.pointer, node])).values()].flatMap((spot) =>
        wrongExamples(validate, spot),
      );
    },
  },
  {
    id: 'lint/invalid-request-example',
    topic: 'http',
    section: 'mistakes',
    severity: 'warning',
    statement: 'Every example of a secured operation’s JSON request body, and of its members, is valid against its schema.',
    why: 'Either the example or the schema is wrong: a server that validates requests rejects the example.',
    meanwhile: 'The suites send a value that is made from the schema, or the example if none can be made.',
    find: (contract) => {
      const validate = createValidator(contract);
      const contents = securedOperations(contract).flatMap(({ place }) =>
        parts(step(nodeAt(contract.document, place.pointer), 'requestBody', 'content')).filter(([type]) => isJson(type)),
      );
      const bodies = [...new Map(contents.map(([, spot]) => [spot.pointer, spot])).values()];
      const members = wrongMembers(bodies.map((node) => step(node, 'schema')));
      return [
        ...bodies.flatMap((node) => wrongExamples(validate, node)),
        ...together(members, { message: 'the schema does not allow the example', fix: 'Correct the example, or the schema.' }),
      ];
    },
  },
  {
    id: 'lint/invalid-success-example',
    topic: 'http',
    section: 'mistakes',
    severity: 'warning',
    statement: 'The example of a secured operation’s JSON success is valid against its schema.',
    why: 'Either the example or the schema is wrong: a server that returns the example violates the schema.',
    meanwhile:
      'The mock returns what the example seems to mean (the JSON in a string, a list of the one object), else a value that is made from the schema, or the example if none can be made.',
    find: (contract) =>
      distinct(securedOperations(contract).map(({ success }) => success))
        .flatMap((response) => jsonContents(contract, response))
        .flatMap((media) => {
          const examples = examplesOf(media);
          const chosen = chosenExample(media, 'response', true);
          const [first] = examples;
          if (first === undefined || chosen === undefined) return [];
          if (!chosen.invalid && examples.some(({ value }) => value === chosen.value)) return [];
          const message = isJsonText(first.value) ? jsonTextMessage : 'the schema does not allow the example';
          return together([first.at], { message, fix: 'Correct the example, or the schema.' });
        }),
  },
];

function distinct(responses: readonly DocumentedResponse[]): readonly DocumentedResponse[] {
  return [...new Map(responses.map((response) => [response.place.pointer, response])).values()];
}

function jsonContents({ document }: Contract, { place }: DocumentedResponse): readonly DocumentNode[] {
  return parts(step(nodeAt(document, place.pointer), 'content')).flatMap(([type, media]) => (isJson(type) ? [media] : []));
}

/** Examples that violate their schema; an invalid schema is ignored. */
function wrongExamples(validate: Validator, holder: DocumentNode): readonly LintFinding[] {
  if (step(holder, 'schema').value === undefined) return [];
  // The pointer before references are followed, because its position decides whether read-only members may be missing.
  const schema = below(holder.pointer, 'schema');
  return examplesOf(holder).flatMap(({ at, value }) => {
    const [first] = violations(validate, schema, value);
    if (first === undefined) return [];
    return together([at], {
      message: isJsonText(value) ? jsonTextMessage : `the example${first.pointer === '' ? '' : `, at ${first.pointer},`} ${first.message}`,
      fix: 'Correct the example, or the schema.',
    });
  });
}

/** The examples of the members of schemas, at any depth, that their own schemas do not allow. */
function wrongMembers(schemas: readonly DocumentNode[]): readonly string[] {
  const [known, open, found] = [new Set<string>(), [...schemas], new Set<string>()];
  for (let schema = open.pop(); schema !== undefined; schema = open.pop()) {
    if (schema.value === undefined || known.has(schema.pointer)) continue;
    known.add(schema.pointer);
    const within = [...parts(step(schema, 'properties')).map(([, node]) => node), step(schema, 'items')];
    for (const node of within) {
      const value = member(node.value, 'example');
      if (value !== undefined && !isAllowed(node, value, 'request')) found.add(below(node.pointer, 'example'));
    }
    open.push(...within, ...['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => itemNodes(step(schema, keyword))));
  }
  return [...found].toSorted();
}

function violations(validate: Validator, schema: string, value: Json): readonly Violation[] {
  try {
    return validate(schema, value);
  } catch {
    return [];
  }
}

/** Whether a string contains a JSON object or list. */
function isJsonText(value: Json): boolean {
  return typeof value === 'string' && /^\s*[{[]/.test(value);
}
