import type { DocumentedResponse, MediaType } from '../../contract.ts';
import { type ErrorWords, plainError, rewordError } from '../../error-body.ts';
import { member } from '../../json/json.ts';
import { parts, rootNode, type DocumentNode, nodeAt, step } from '../../loading/document-node.ts';
import type { Input } from '../input.ts';
import { isJson } from './media.ts';
import type { Written } from './operations.ts';
import { errorResponseOf, responseAt } from './responses.ts';

/** The error responses of the whole document, used for operations that do not describe their own. */
export interface ErrorResponses {
  readonly unauthorized: DocumentedResponse;
  readonly forbidden: DocumentedResponse;
  readonly limited: DocumentedResponse;
}

const UNAUTHORIZED = {
  status: 401,
  code: 'unauthorized',
  message: 'Missing or invalid credential',
  named: /unauthori[sz]ed|unauthenticated|^401$/i,
};
const FORBIDDEN = { status: 403, code: 'forbidden', message: 'Not allowed for this credential', named: /forbidden|^403$/i };
const LIMITED = { status: 429, code: 'rate_limited', message: 'Too many requests', named: /too.?many|rate.?limit|throttl|^429$/i };

/** The first of each that an operation describes, else a component with a matching name, else one in the shape of another error. */
export function compileErrorResponses(input: Input, operations: readonly Written[]): ErrorResponses {
  const responses = operations.map(({ spot: node }) => step(node, 'responses'));
  const shape = errorShape(input, responses);
  return {
    unauthorized: documentedError(input, responses, UNAUTHORIZED, shape),
    forbidden: documentedError(input, responses, FORBIDDEN, shape),
    limited: documentedError(input, responses, LIMITED, shape),
  };
}

function documentedError(
  input: Input,
  responses: readonly DocumentNode[],
  words: ErrorWords & { readonly named: RegExp },
  shape: MediaType | undefined,
): DocumentedResponse {
  const { status } = words;
  const explicit = responses.find((node) => member(node.value, String(status)) !== undefined);
  const described = explicit ? errorResponseOf(input, explicit, status) : undefined;
  if (described) return described;
  const components = parts(step(rootNode(input.document), 'components', 'responses'));
  const component = components.find(([name]) => words.named.test(name));
  if (component) return responseAt(input, component[1], status);
  const ranged = responses.find((spot) => errorResponseOf(input, spot, status) !== undefined);
  const body = shape?.example === undefined ? plainError(words) : rewordError(shape.example, words);
  return (
    (ranged && errorResponseOf(input, ranged, status)) ?? {
      status,
      documented: false,
      description: words.message,
      content: [{ type: shape?.type ?? 'application/json', example: body, exampleDocumented: false }],
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

/** The responses to plain HTTP and to disallowed addresses, which belong to no operation. */
export function compileRejection(input: Input, name: 'insecure' | 'ipBlocked', forbidden: DocumentedResponse): DocumentedResponse {
  const rejection = input.extension.rejections?.[name];
  if (rejection?.response === undefined) return { ...forbidden, status: rejection?.status ?? 403, documented: false };
  return responseAt(input, nodeAt(input.document, rejection.response.slice(1)), rejection.status);
}
