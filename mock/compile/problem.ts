import type { Contract, DocumentedResponse, Json, JsonObject, MediaType, Operation } from '../../spec/contract.ts';
import { chosenExample } from '../../spec/compile/operations/example.ts';
import { bodyScore, errorSample, errorSubjectOf, type ErrorSubject } from '../../spec/compile/operations/error-subject.ts';
import { nodeAt } from '../../spec/loading/document-node.ts';
import { isAllowed } from '../../spec/schema/sample.ts';
import { errorWordsOf, type WordedStatus } from '../../spec/error-body.ts';
import { envelopesLike } from './envelope.ts';
import { isJsonContent, prepareContent, prepareResponse, preferredContent, type PreparedResponse } from './prepared.ts';

/** Status codes of errors that every server needs, documented or not. */
export type ProblemStatus = Exclude<WordedStatus, 401 | 403 | 429>;
export type Problems = { readonly [status in ProblemStatus]: PreparedResponse };

const constant: ReadonlySet<string> = new Set();

/** All problems, in the shape of the document's error responses. */
export function compileProblems(contract: Contract, live: ReadonlySet<string> = constant): Problems {
  const envelope = envelopesLike(contract.unauthorized);
  const problem = (status: ProblemStatus) => {
    const { code, message } = errorWordsOf(status);
    const { type, value, marks } = envelope(status, code, message);
    const made = allowedProblem(contract, status, type, value);
    return prepareResponse({ status, headers: [], live, marks: made === value ? marks : [] }, type, made);
  };
  return {
    400: problem(400),
    404: problem(404),
    405: problem(405),
    408: problem(408),
    413: problem(413),
    415: problem(415),
    417: problem(417),
    422: problem(422),
    431: problem(431),
    500: problem(500),
    501: problem(501),
    503: problem(503),
  };
}

/** A 429 that describes no content gets some, in the shape of the document's errors: it has to explain the limit. @see RFC 6585 §4 */
export function explainedLimit({ unauthorized }: Contract, limited: DocumentedResponse): DocumentedResponse {
  if (limited.content.length > 0) return limited;
  const { code, message } = errorWordsOf(429, limited.status);
  const { type, value } = envelopesLike(unauthorized)(limited.status, code, message);
  return { ...limited, content: [{ type, example: value, exampleDocumented: false }] };
}

/** An error that the schema of the document's 401 allows, if it has one about this status. */
function allowedProblem({ document, unauthorized }: Contract, status: ProblemStatus, type: string, value: Json): Json {
  const pointer = unauthorized.content.find((media) => media.type === type)?.schema;
  if (pointer === undefined) return value;
  const schema = nodeAt(document, pointer);
  if (isAllowed(schema, value)) return value;
  const subject = { error: status, status, general: true };
  const made = errorSample(schema, subject);
  return made !== undefined && bodyScore(made, subject) > 0 ? made : value;
}

/** The statuses of an operation's problems that its documented range or default describes too. */
const general: readonly number[] = [400, 404, 413, 415, 422] satisfies readonly ProblemStatus[];

/** The documented error response for a status: its own, else that of its range, else the default. */
function describedError({ responses }: Operation, status: number): DocumentedResponse | undefined {
  const own = responses.find((response) => response.status === status && response.range === undefined);
  if (own !== undefined || !general.includes(status)) return own;
  const succeeds = responses.some((response) => response.range !== 'default' && response.status < 400);
  return (
    responses.find(({ range }) => range === `${Math.floor(status / 100)}XX`) ??
    (succeeds ? responses.find(({ range }) => range === 'default') : undefined)
  );
}

/** The first of these statuses that an operation documents by itself, or else the lowest. */
export function documentedProblem({ responses }: Operation, statuses: readonly ProblemStatus[]): ProblemStatus {
  const documented = (status: number) => responses.some((response) => response.range === undefined && response.status === status);
  return statuses.find(documented) ?? statuses.toSorted((one, other) => one - other)[0]!;
}

/** The example of a media type for one of its errors. */
function exampleFor(document: JsonObject, { type, schema, example }: MediaType, subject: ErrorSubject | undefined): Json | undefined {
  if (schema === undefined) return example;
  const media = nodeAt(document, schema.slice(0, -'/schema'.length));
  return chosenExample(media, 'response', isJsonContent(type), subject)?.value;
}

/** The problems of one operation: documented examples replace the common ones. */
export function operationProblems(
  { document }: Pick<Contract, 'document'>,
  common: Problems,
  operation: Operation,
  live: ReadonlySet<string>,
): Problems {
  const own = Object.keys(common).flatMap((key) => {
    const status = Number(key);
    const response = describedError(operation, status);
    const chosen = response && preferredContent(response.content);
    if (chosen?.example === undefined) return [];
    const example = response!.range === undefined ? chosen.example : exampleFor(document, chosen, errorSubjectOf(status, true));
    return [
      [
        status,
        prepareContent({ status, headers: response!.headers, live, marks: [] }, { ...chosen, ...(example && { example }) }),
      ] as const,
    ];
  });
  return own.length === 0 ? common : { ...common, ...Object.fromEntries(own) };
}
