import type { Json, MediaType } from '../../spec/contract.ts';
import { headerValue } from '../../spec/message.ts';
import type { Cause } from '../engine/cause.ts';
import type { CompiledOperation } from '../compile/compiled-contract.ts';
import { isJsonContent } from '../compile/prepared.ts';
import { documentedProblem, type ProblemStatus } from '../compile/problem.ts';
import { formText, parameterProblem } from './parameters.ts';
import { decided, requestDraft, type Gate, type RequestContext } from '../engine/request-context.ts';

/** The statuses for a request that cannot be read, and for one that can and is not valid. A document may have either or both. */
const malformed = [400, 422] as const;
const invalid = [422, 400] as const;

/** Rejects with a cause, and a message for the client. */
function reject(
  context: RequestContext,
  { problems, operation }: CompiledOperation,
  statuses: readonly ProblemStatus[],
  cause: Cause,
  message: string,
): RequestContext {
  return decided(context, {
    gate: 'validation',
    outcome: 'rejected',
    cause,
    prepared: problems[documentedProblem(operation, statuses)],
    live: { message: JSON.stringify(message) },
  });
}

function accepts(range: string, type: string): boolean {
  if (range === type || range === '*/*') return true;
  return range.endsWith('/*') && type.startsWith(range.slice(0, -1));
}

function textOf(body: string | Uint8Array | undefined): string {
  return typeof body === 'string' ? body : new TextDecoder().decode(body);
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function formOf(text: string): Json {
  return Object.fromEntries(
    text
      .split('&')
      .map((pair) => pair.split('=', 2).map(formText))
      .map(([name, value = '']) => [name!, value]),
  );
}

function read(context: RequestContext, content: Json): RequestContext {
  const draft = requestDraft(context);
  draft.content = content;
  return draft;
}

/** Checks a body against its media type. */
function judged(context: RequestContext, operation: CompiledOperation, media: MediaType, type: string): RequestContext {
  const text = textOf(context.request.body);
  if (type === 'application/x-www-form-urlencoded') return read(context, formOf(text));
  if (!isJsonContent(type)) return context;
  const content = parsed(text);
  if (content === undefined) return reject(context, operation, malformed, { code: 'body-not-json' }, 'The body is not JSON');
  const [violation] = media.schema === undefined ? [] : context.environment.compiled.validate(media.schema, content);
  if (violation === undefined) return read(context, content);
  const { pointer, message } = violation;
  const where = pointer === '' ? '' : ` at ${pointer}`;
  return reject(context, operation, invalid, { code: 'invalid-body', pointer, message }, `The body is not valid${where}: ${message}`);
}

/** Rejects requests that violate the operation's parameters or body schema. */
export const validationGate: Gate = {
  name: 'validation',
  pass(context) {
    const { operation, request } = context;
    if (operation === undefined) return context;
    if (request.oversized) return reject(context, operation, [413], { code: 'body-too-large' }, 'The body is larger than is accepted');
    const problem = parameterProblem(context, operation.parameters);
    if (problem !== undefined) return reject(context, operation, malformed, problem.cause, problem.message);
    const { body } = operation.operation;
    if (body === undefined) return context;
    if (request.body === undefined || request.body.length === 0) {
      return body.required ? reject(context, operation, malformed, { code: 'missing-body' }, 'A body is required') : context;
    }
    if (body.content.length === 0) return context;
    const claimed = headerValue(request.headers, 'Content-Type');
    const type = (claimed ?? body.content[0]!.type).split(';', 1)[0]!.trim().toLowerCase();
    const media = body.content.find((content) => accepts(content.type, type));
    if (media === undefined) {
      return reject(context, operation, [415], { code: 'unsupported-media-type' }, 'The media type of the body is not accepted');
    }
    return judged(context, operation, media, type);
  },
};
