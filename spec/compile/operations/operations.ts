import type { Alternative, DocumentedResponse, JsonObject, Operation, Scheme } from '../../contract.ts';
import { isObject, member, text } from '../../json/json.ts';
import { parts, rootNode, type DocumentNode, step } from '../../loading/document-node.ts';
import type { Input } from '../input.ts';
import { requestBodyOf, parametersOf, type CredentialParameter } from './parameters.ts';
import { limitStatus, statedLimit, type ErrorResponses } from './error-responses.ts';
import { errorResponseOf, responsesOf, successOf } from './responses.ts';
import { compileServers } from '../servers.ts';
import { alternativesOf } from '../security/security.ts';

const METHODS: ReadonlySet<string> = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']);
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY']);

/** An operation as written in the document. */
export interface Written {
  readonly id: string;
  readonly method: string;
  /** The path template; that of an earlier path with the same template. */
  readonly path: string;
  /** The path template as written, which may have other parameter names. */
  readonly template: string;
  readonly pathItem: DocumentNode;
  readonly spot: DocumentNode;
}

/** All operations in the order of the document. An operation without an operationId, or with that of an earlier one, is named by method and path. */
export function writtenOperations(document: JsonObject): readonly Written[] {
  const taken = new Set<string>();
  return operationNodes(document).map((written) => {
    const stated = text(member(written.spot.value, 'operationId'));
    const id = stated === undefined || taken.has(stated) ? `${written.method} ${written.path}` : stated;
    taken.add(id);
    return { ...written, id };
  });
}

function operationNodes(document: JsonObject): readonly Omit<Written, 'id'>[] {
  const templates = new Map<string, string>();
  const known = new Set<string>();
  return parts(step(rootNode(document), 'paths'))
    .filter(([path]) => /^\/[^?#]*$/.test(path))
    .flatMap(([template, pathItem]) => {
      const path = templates.get(shapeOf(template)) ?? template;
      templates.set(shapeOf(template), path);
      const fixed = parts(pathItem)
        .filter(([name]) => METHODS.has(name))
        .map(([name, node]) => [name.toUpperCase(), node] as const);
      const additional = parts(step(pathItem, 'additionalOperations'));
      return [...fixed, ...additional]
        .filter(([method, spot]) => isObject(spot.value) && !known.has(`${method} ${path}`))
        .map(([method, spot]) => {
          known.add(`${method} ${path}`);
          return { method, path, template, pathItem, spot };
        });
    });
}

/** A path template without the names of its parameters. */
export function shapeOf(template: string): string {
  return template.replaceAll(/\{[^{}]*\}/g, '{}');
}

/** Compiles an operation. Error responses that it does not describe are taken from elsewhere in the document, or generated. */
export function compileOperation(
  input: Input,
  written: Written,
  errors: ErrorResponses,
  schemes: readonly Scheme[],
  source: string,
): Operation {
  const { id, method, path, template, pathItem, spot: node } = written;
  const responses = step(node, 'responses');
  const security = alternativesOf(input, isObject(node.value) ? node.value : {}, id);
  const body = requestBodyOf(node);
  const servers = [node, pathItem].map(({ value }) => compileServers(member(value, 'servers'), source)).find(({ length }) => length > 0);
  const errorResponse = (status: number, fallback: DocumentedResponse, error = status): DocumentedResponse =>
    errorResponseOf(input, responses, status, error) ?? { ...fallback, documented: false, place: input.place(responses.pointer) };
  return {
    id,
    method,
    path,
    summary: text(member(node.value, 'summary')) ?? '',
    ...(servers && { servers }),
    safe: SAFE.has(method),
    public: security.length === 0 || security.some(({ requirements }) => requirements.length === 0),
    security,
    assumed: member(node.value, 'x-assumed') === true,
    parameters: parametersOf(path, template, pathItem, node, credentialsOf(security, schemes)),
    ...(body && { body }),
    responses: responsesOf(input, responses),
    success: successOf(input, responses),
    unauthorized: errorResponse(401, errors.unauthorized),
    forbidden: errorResponse(403, errors.forbidden),
    limited: statedLimit(input) ?? errorResponse(limitStatus(input), errors.limited, 429),
    place: input.place(node.pointer),
  };
}

/** The parameters that carry the credentials of an operation's security. */
function credentialsOf(security: readonly Alternative[], schemes: readonly Scheme[]): readonly CredentialParameter[] {
  const names = new Set(security.flatMap(({ requirements }) => requirements.map(({ scheme }) => scheme)));
  return schemes.flatMap(({ name, kind, parameter }) =>
    names.has(name) && (kind === 'header' || kind === 'query' || kind === 'cookie') ? [{ in: kind, name: parameter }] : [],
  );
}
