import type { DocumentedResponse, JsonObject, Operation } from '../../contract.ts';
import { isObject, member, text } from '../../json/json.ts';
import { parts, rootOf, type Spot, step } from '../../loading/document-node.ts';
import type { Input } from '../input.ts';
import { bodyOf, parametersOf } from './parameters.ts';
import type { Refusals } from './refusals.ts';
import { refusalOf, responsesOf, successOf } from './responses.ts';
import { alternativesOf } from '../security/security.ts';

const METHODS: ReadonlySet<string> = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']);
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY']);

/** An operation as the document writes it. */
export interface Written {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly pathItem: Spot;
  readonly spot: Spot;
}

/** Every operation that the document writes, in its order. */
export function writtenOperations(document: JsonObject): readonly Written[] {
  return parts(step(rootOf(document), 'paths'))
    .filter(([path]) => path.startsWith('/'))
    .flatMap(([path, pathItem]) => {
      const fixed = parts(pathItem)
        .filter(([name]) => METHODS.has(name))
        .map(([name, spot]) => [name.toUpperCase(), spot] as const);
      const additional = parts(step(pathItem, 'additionalOperations'));
      return [...fixed, ...additional]
        .filter(([, spot]) => isObject(spot.value))
        .map(([method, spot]) => ({ id: text(member(spot.value, 'operationId')) ?? `${method} ${path}`, method, path, pathItem, spot }));
    });
}

/** The compiled operation; refusals that it does not describe are those which the document describes elsewhere, or made up. */
export function compileOperation(input: Input, written: Written, refusals: Refusals): Operation {
  const { id, method, path, pathItem, spot } = written;
  const responses = step(spot, 'responses');
  const security = alternativesOf(input, isObject(spot.value) ? spot.value : {}, id);
  const body = bodyOf(spot);
  const refusal = (status: number, otherwise: DocumentedResponse): DocumentedResponse =>
    refusalOf(input, responses, status) ?? { ...otherwise, documented: false, place: input.place(responses.pointer) };
  return {
    id,
    method,
    path,
    summary: text(member(spot.value, 'summary')) ?? '',
    safe: SAFE.has(method),
    public: security.length === 0 || security.some(({ requirements }) => requirements.length === 0),
    security,
    assumed: member(spot.value, 'x-assumed') === true,
    parameters: parametersOf(path, pathItem, spot),
    ...(body && { body }),
    responses: responsesOf(input, responses),
    success: successOf(input, responses),
    unauthorized: refusal(401, refusals.unauthorized),
    forbidden: refusal(403, refusals.forbidden),
    limited: refusal(429, refusals.limited),
    place: input.place(spot.pointer),
  };
}
