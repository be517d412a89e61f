import type { Json, MediaType } from '../../spec/contract.ts';
import { headerValue } from '../../spec/message.ts';
import type { Cause } from '../engine/cause.ts';
import type { CompiledOperation } from '../compile/compiled-contract.ts';
import { isJsonContent } from '../compile/prepared.ts';
import type { ProblemStatus } from '../compile/problem.ts';
import { decided, requestDraft, type Gate, type RequestContext } from '../engine/request-context.ts';

/** Rejects with a cause, and a message for the client. */
function reject(
  context: RequestContext,
  { problems }: CompiledOperation,
  status: ProblemStatus,
  cause: Cause,
  message: string,
): RequestContext {
  return decided(context, {
    gate: 'validation',
    outcome: 'rejected',
    cause,
    prepared: problems[status],
    live: { message: JSON.stringify(message) },
  });
}

function missingParameter(context: RequestContext, { required }: CompiledOperation): CompiledOperation['required'][number] | undefined {
  const named = (name: string) => context.query.split('&').some((pair) => decode(pair.split('=', 1)[0]!) === name);
  return required.find(({ name, in: place }) =>
    place === 'query' ? !named(name) : headerValue(context.request.headers, name) === undefined,
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
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
      .map((pair) => pair.split('=', 2).map(decode))
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
  if (content === undefined) return reject(context, operation, 400, { code: 'body-not-json' }, 'The body is not JSON');
  const [violation] = media.schema === undefined ? [] : context.environment.compiled.validate(media.schema, content);
  if (violation === undefined) return read(context, content);
  const documented = (status: number) =>
    operation.operation.responses.some((response) => response.documented && response.status === status);
  const { pointer, message } = violation;
  const where = pointer === '' ? '' : ` at ${pointer}`;
  const status = documented(422) ? 422 : 400;
  return reject(context, operation, status, { code: 'invalid-body', pointer, message }, `The body is not valid${where}: ${message}`);
}

/** Rejects requests that violate the operation's parameters or body schema. */
export const validationGate: Gate = {
  name: 'validation',
  pass(context) {
    const { operation, request } = context;
    if (operation === undefined) return context;
    if (request.oversized) return reject(context, operation, 413, { code: 'body-too-large' }, 'The body is larger than is accepted');
    const missing = operation.required.length === 0 ? undefined : missingParameter(context, operation);
    if (missing !== undefined) {
      const { in: place, name } = missing;
      const cause = { code: 'missing-parameter', in: place, name } as const;
      return reject(context, operation, 400, cause, `The ${place} parameter ${name} is required`);
    }
    const { body } = operation.operation;
    if (body === undefined) return context;
    if (request.body === undefined || request.body.length === 0) {
      return body.required ? reject(context, operation, 400, { code: 'missing-body' }, 'A body is required') : context;
    }
    if (body.content.length === 0) return context;
    const claimed = headerValue(request.headers, 'Content-Type');
    const type = (claimed ?? body.content[0]!.type).split(';', 1)[0]!.trim().toLowerCase();
    const media = body.content.find((content) => accepts(content.type, type));
    if (media === undefined) {
      return reject(context, operation, 415, { code: 'unsupported-media-type' }, 'The media type of the body is not accepted');
    }
    return judged(context, operation, media, type);
  },
};
