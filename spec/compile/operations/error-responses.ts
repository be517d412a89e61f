import type { DocumentedResponse, MediaType } from '../../contract.ts';
import { errorLike, errorWordsOf, plainError } from '../../error-body.ts';
import { member } from '../../json/json.ts';
import { parts, rootNode, type DocumentNode, nodeAt, step } from '../../loading/document-node.ts';
import type { Input } from '../input.ts';
import { isJson } from './media.ts';
import type { Written } from './operations.ts';
import { errorResponseOf, responseAt } from './responses.ts';
import { errorSubjectOf } from './error-subject.ts';

/** The error responses of the whole document, used for operations that do not describe their own. */
export interface ErrorResponses {
  readonly unauthorized: DocumentedResponse;
  readonly forbidden: DocumentedResponse;
  readonly limited: DocumentedResponse;
}

/** The names of components that describe an error. */
const names = {
  401: /unauthori[sz]ed|unauthenticated|^401$/i,
  403: /forbidden|^403$/i,
  429: /too.?many|rate.?limit|throttl|^429$/i,
} as const;

/** The status of a request over a limit. @see RFC 6585 §4 */
export const limitStatus = ({ extension }: Pick<Input, 'extension'>): number => extension.rejections?.limited?.status ?? 429;

/** The first of each that an operation describes, else a component with a matching name, else one in the shape of another error. */
export function compileErrorResponses(input: Input, operations: readonly Written[]): ErrorResponses {
  const responses = operations.map(({ spot: node }) => step(node, 'responses'));
  const shape = errorShape(input, responses);
  return {
    unauthorized: documentedError(input, responses, 401, shape),
    forbidden: documentedError(input, responses, 403, shape),
    limited: statedLimit(input) ?? documentedError(input, responses, 429, shape, limitStatus(input)),
  };
}

function documentedError(
  input: Input,
  responses: readonly DocumentNode[],
  error: keyof typeof names,
  shape: MediaType | undefined,
  status: number = error,
): DocumentedResponse {
  const words = errorWordsOf(error, status);
  const responseFor = (node: DocumentNode) => errorResponseOf(input, node, status, error);
  const explicit = responses.find((node) => member(node.value, String(status)) !== undefined);
  const described = explicit && responseFor(explicit);
  if (described) return described;
  const components = parts(step(rootNode(input.document), 'components', 'responses'));
  const component = components.find(([name]) => names[error].test(name));
  if (component) return responseAt(input, component[1], status, errorSubjectOf(status, false, error));
  const ranged = responses.find((node) => responseFor(node) !== undefined);
  const like = shape?.example === undefined ? undefined : errorLike(shape.example, words);
  return (
    (ranged && responseFor(ranged)) ?? {
      status,
      documented: false,
      description: words.message,
      content: [{ type: shape?.type ?? 'application/json', example: like ?? plainError(words), exampleDocumented: false }],
      headers: [],
      place: input.place(''),
    }
  );
}

/** A JSON error from the document, preferably about authentication. It is the shape of undocumented errors. */
function errorShape(input: Input, responses: readonly DocumentNode[]): MediaType | undefined {
  const wanted = [401, 403, 429, 400, 404, 409, 422, 500];
  for (const status of wanted) {
    const holders = responses.filter((node) => member(node.value, String(status)) !== undefined);
    for (const holder of holders) {
      const media = responseAt(input, step(holder, String(status)), status).content.find(isErrorExample);
      if (media) return media;
    }
  }
  return undefined;
}

function isErrorExample(media: MediaType): boolean {
  return isJson(media.type) && typeof media.example === 'object' && media.example !== null;
}

/** The response to a request over a limit, if the extension names one for all operations. */
export function statedLimit(input: Input): DocumentedResponse | undefined {
  const reference = input.extension.rejections?.limited?.response;
  return reference === undefined ? undefined : responseAt(input, nodeAt(input.document, reference.slice(1)), limitStatus(input));
}

/** The responses to plain HTTP and to disallowed addresses, which belong to no operation. */
export function compileRejection(input: Input, name: 'insecure' | 'ipBlocked', forbidden: DocumentedResponse): DocumentedResponse {
  const rejection = input.extension.rejections?.[name];
  if (rejection?.response === undefined) return { ...forbidden, status: rejection?.status ?? 403, documented: false };
  return responseAt(input, nodeAt(input.document, rejection.response.slice(1)), rejection.status);
}
