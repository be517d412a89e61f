import { headerValue, headerValues, type HeaderList } from '../../spec/message.ts';
import type { CompiledOperation, Success } from '../compile/compiled-contract.ts';
import type { PreparedResponse } from '../compile/prepared.ts';
import { act } from '../state/resources.ts';
import { decided, type Gate, type Rendering, type RequestContext } from '../engine/request-context.ts';

/** The media ranges of an Accept header with their weights, the highest first. @see RFC 9110 §12.5.1 */
function rangesOf(accept: string): readonly { readonly range: string; readonly quality: number }[] {
  return accept
    .split(',')
    .map((item) => {
      const [range = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
      const quality = parameters.find((parameter) => parameter.startsWith('q='));
      return { range, quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0 };
    })
    .sort((one, other) => other.quality - one.quality);
}

/** The success in the most preferred media type, or the default one. The most specific range of a type counts. */
function negotiated(context: RequestContext, { successes }: CompiledOperation): Success {
  const accept = successes.length > 1 ? headerValue(context.request.headers, 'Accept') : undefined;
  if (accept === undefined) return successes[0]!;
  const ranges = rangesOf(accept);
  const nearest = (type: string) =>
    [type, type.replace(/\/.*/, '/*'), '*/*'].find((candidate) => ranges.some(({ range }) => range === candidate));
  for (const { range, quality } of ranges) {
    const match = quality > 0 ? successes.find(({ type }) => nearest(type) === range) : undefined;
    if (match !== undefined) return match;
  }
  return successes[0]!;
}

/** The response that the client requests with `Prefer: code=…, example=…, dynamic=true`. @see RFC 7240 */
function preferred(context: RequestContext, operation: CompiledOperation, type: string): Rendering | undefined {
  if (headerValue(context.request.headers, 'Prefer') === undefined) return undefined;
  const fields = headerValues(context.request.headers, 'Prefer');
  const preferences = new Map(
    fields
      .flatMap((field) => field.split(/[,;]/))
      .map((preference) => {
        const [name = '', value = ''] = preference.split('=', 2).map((part) => part.trim());
        return [name.toLowerCase(), value.replace(/^"(.*)"$/, '$1')] as const;
      }),
  );
  const example = preferences.get('example');
  const dynamic = preferences.get('dynamic') === 'true';
  const status = Number(preferences.get('code') ?? operation.operation.success.status);
  const documented = operation.operation.responses.find((response) => response.documented && response.status === status);
  if (documented === undefined || (preferences.get('code') === undefined && example === undefined && !dynamic)) return undefined;
  const chosen = documented.content.find((content) => content.type === type) ?? documented.content[0];
  return { ...rendering(operation, status, chosen?.type ?? '', example), dynamic, preferred: true };
}

function rendering(operation: CompiledOperation, status: number, type: string, example?: string): Rendering {
  const id = [operation.operation.id, status, type, example ?? ''].join(' ');
  return { id, operation, status, type, dynamic: false, preferred: false, ...(example !== undefined && { example }) };
}

const none: HeaderList = [];
const applyVariants: HeaderList = ['Vary', 'Accept'];

/** Responds with the documented success. */
export function succeed(context: RequestContext, operation: CompiledOperation, prepared: PreparedResponse): RequestContext {
  const { body, lines: own = none } = act(context, operation, prepared);
  const lines = operation.successes.length > 1 ? [...applyVariants, ...own] : own;
  return decided(context, {
    gate: 'success',
    outcome: 'served',
    cause: { code: 'operation', operation: operation.operation.id },
    prepared,
    lines,
    body,
  });
}

/** Responds with a preferred body, without any effect. */
export function show(context: RequestContext, operation: CompiledOperation, prepared: PreparedResponse): RequestContext {
  const challenge = prepared.status === 401 ? context.security.challenges.missing : [];
  const retry = prepared.status === 429 ? context.environment.compiled.quotaPlaces.retryAfter.flatMap((name) => [name, '1']) : [];
  const lines = ['Preference-Applied', `code=${prepared.status}`, ...challenge, ...retry];
  return decided(context, {
    gate: 'success',
    outcome: 'served',
    cause: { code: 'preferred-response', operation: operation.operation.id },
    prepared,
    lines,
  });
}

/** Responds with the documented success, or with the documented response that the client prefers. */
export const successGate: Gate = {
  name: 'success',
  pass(context) {
    const { operation, environment } = context;
    if (operation === undefined) return context;
    const { type, prepared } = negotiated(context, operation);
    const preference = preferred(context, operation, type);
    if (preference !== undefined) {
      const shown = environment.renditions.get(preference.id);
      return shown === undefined || preference.dynamic ? { ...context, rendering: preference } : show(context, operation, shown);
    }
    if (prepared !== undefined) return succeed(context, operation, prepared);
    const needed = rendering(operation, operation.operation.success.status, type);
    const rendered = environment.renditions.get(needed.id);
    return rendered === undefined ? { ...context, rendering: needed } : succeed(context, operation, rendered);
  },
};
