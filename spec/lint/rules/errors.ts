import type { Contract, Json } from '../../contract.ts';
import { isJson } from '../../compile/operations/media.ts';
import { isObject } from '../../json/json.ts';
import { fixesSomething, propertiesOf } from '../fixed.ts';
import { type LintRule, together } from '../rule.ts';
import { describedErrorResponses, type DescribedErrorResponse, type ErrorResponseName } from '../secured.ts';
import { listed, verb } from '../words.ts';

const STATUSES: readonly ErrorResponseName[] = ['unauthorized', 'forbidden', 'limited'];

export const errorsRules: readonly LintRule[] = [
  {
    id: 'lint/unspecified-error-body',
    topic: 'errors',
    section: 'undocumented',
    severity: 'warning',
    statement: 'The schema of every error response specifies a value or a required member.',
    why: 'A schema that allows an empty object does not specify anything. Clients cannot recognise the error by its body.',
    meanwhile: 'A body passes if its members have the documented types.',
    find: (contract) => {
      const loose = STATUSES.flatMap((name) => describedErrorResponses(contract, name)).flatMap(({ response, operation }) =>
        response.content
          .filter(({ type, schema }) => isJson(type) && !(schema !== undefined && fixesSomething(contract.document, schema)))
          .map(({ schema }) => ({ at: schema ?? response.place.pointer, status: response.status, operation })),
      );
      const statuses = [...new Set(loose.map(({ status }) => String(status)))];
      return together(
        loose.map(({ at }) => at),
        {
          message: `the schema allows an empty object as the body of the ${listed(statuses)} of ${listed(loose.map(({ operation }) => operation.id))}`,
          fix: 'List the required members, and specify the error code.',
          yaml: `schema:\n  type: object\n  required: [code]\n  properties: { code: { enum: [unauthorized] } }`,
        },
      );
    },
  },
  {
    id: 'lint/several-error-formats',
    topic: 'errors',
    section: 'mistakes',
    severity: 'warning',
    statement: 'All error responses have the same format, except those of OAuth endpoints.',
    why: 'With several formats, a client that handles one of them fails on the others.',
    find: (contract) => {
      const shaped = STATUSES.flatMap((name) => describedErrorResponses(contract, name)).flatMap((error) => shapesOf(contract, error));
      const first = shaped[0];
      if (first === undefined) return [];
      const others = shaped.filter(({ names }) => !agree(first.names, names));
      const other = others[0];
      return other === undefined
        ? []
        : together(
            others.map(({ at }) => at),
            {
              message: `the ${other.status} of ${listed(idsWith(others))} ${verb(idsWith(others), 'has', 'have')} the members ${listed(other.names)}, but the ${first.status} of ${first.id} has ${listed(first.names)}`,
              fix: 'Describe the error format once, and reference it in every error response.',
            },
          );
    },
  },
];

interface Shape {
  readonly at: string;
  readonly id: string;
  readonly status: number;
  readonly names: readonly string[];
}

const idsWith = (shapes: readonly Shape[]) => shapes.map(({ id }) => id);

/** The members of an error response's JSON bodies, from the schema or else from the example. */
function shapesOf(contract: Contract, { operation, response }: DescribedErrorResponse): readonly Shape[] {
  return response.content
    .filter(({ type }) => isJson(type))
    .flatMap(({ schema, example, exampleDocumented }) => {
      const properties = schema === undefined ? undefined : propertiesOf(contract.document, schema);
      const described = properties === undefined ? [] : [...properties.keys()];
      const names = described.length > 0 ? described : exampleDocumented ? membersOf(example) : [];
      return names.length === 0 || names.includes('error_description')
        ? []
        : [{ at: schema ?? response.place.pointer, id: operation.id, status: response.status, names }];
    });
}

function membersOf(example: Json | undefined): readonly string[] {
  return isObject(example) ? Object.keys(example) : [];
}

/** Whether one has all members of the other. */
function agree(left: readonly string[], right: readonly string[]): boolean {
  return left.every((name) => right.includes(name)) || right.every((name) => left.includes(name));
}
