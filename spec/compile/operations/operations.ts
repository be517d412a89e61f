import type { DocumentedResponse, JsonObject, Operation } from '../../contract.ts';
import { isObject, member, text } from '../../json/json.ts';
import { parts, rootNode, type DocumentNode, step } from '../../loading/document-node.ts';
import type { Input } from '../input.ts';
import { requestBodyOf, parametersOf } from './parameters.ts';
import type { ErrorResponses } from './error-responses.ts';
import { errorResponseOf, responsesOf, successOf } from './responses.ts';
import { alternativesOf } from '../security/security.ts';

const METHODS: ReadonlySet<string> = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']);
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY']);

/** An operation as written in the document. */
export interface Written {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly pathItem: DocumentNode;
  readonly spot: DocumentNode;
}

/** All operations in the order of the document. */
export function writtenOperations(document: JsonObject): readonly Written[] {
  return parts(step(rootNode(document), 'paths'))
    .filter(([path]) => path.startsWith('/'))
    .flatMap(([path, pathItem]) => {
      const fixed = parts(pathItem)
        .filter(([name]) => METHODS.has(name))
        .map(([name, node]) => [name.toUpperCase(), node] as const);
      const additional = parts(step(pathItem, 'additionalOperations'));
      return [...fixed, ...additional]
        .filter(([, spot]) => isObject(spot.value))
        .map(([method, spot]) => ({ id: text(member(spot.value, 'operationId')) ?? `${method} ${path}`, method, path, pathItem, spot }));
    });
}

/** Compiles an operation. Error responses that it does not describe are taken from elsewhere in the document, or generated. */
export function compileOperation(input: Input, written: Written, errors: ErrorResponses): Operation {
  const { id, method, path, pathItem, spot: node } = written;
  const responses = step(node, 'responses');
  const security = alternativesOf(input, isObject(node.value) ? node.value : {}, id);
  const body = requestBodyOf(node);
  const errorResponse = (status: number, fallback: DocumentedResponse): DocumentedResponse =>
    errorResponseOf(input, responses, status) ?? { ...fallback, documented: false, place: input.place(responses.pointer) };
  return {
    id,
    method,
    path,
    summary: text(member(node.value, 'summary')) ?? '',
    safe: SAFE.has(method),
    public: security.length === 0 || security.some(({ requirements }) => requirements.length === 0),
    security,
    assumed: member(node.value, 'x-assumed') === true,
    parameters: parametersOf(path, pathItem, node),
    ...(body && { body }),
    responses: responsesOf(input, responses),
    success: successOf(input, responses),
    unauthorized: errorResponse(401, errors.unauthorized),
    forbidden: errorResponse(403, errors.forbidden),
    limited: errorResponse(429, errors.limited),
    place: input.place(node.pointer),
  };
}
