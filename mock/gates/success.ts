import { namedExample } from '../../spec/compile/operations/example.ts';
import { nodeAt, parts, step } from '../../spec/loading/document-node.ts';
import { sample } from '../../spec/schema/sample.ts';
import { headerValue, headerValues, type HeaderList } from '../../spec/message.ts';
import type { CompiledOperation, Success } from '../compile/compiled-contract.ts';
import { prepareContent, prepareEmpty, preferredContent, type PreparedResponse } from '../compile/prepared.ts';
import { challengeLines } from './challenge.ts';
import { act } from '../state/resources.ts';
import { decided, type Gate, type RequestContext } from '../engine/request-context.ts';

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

/** The response that the client requests with `Prefer: code=…, example=…, dynamic=true`; undefined if there is none. @see RFC 7240 */
function preferred(context: RequestContext, { operation, marks }: CompiledOperation, type: string): PreparedResponse | undefined {
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
  const [example, code] = [preferences.get('example'), preferences.get('code')];
  const dynamic = preferences.get('dynamic') === 'true';
  const status = Number(code ?? operation.success.status);
  const response = operation.responses.find((candidate) => candidate.documented && candidate.status === status && status >= 200);
  if (response === undefined || (code === undefined && example === undefined && !dynamic)) return undefined;
  const { compiled, store } = context.environment;
  const preparation = { status, headers: response.headers, live: compiled.quotaPlaces.names, marks };
  const content = response.content.find((candidate) => candidate.type === type) ?? preferredContent(response.content);
  if (content === undefined) return example === undefined ? prepareEmpty(preparation) : undefined;
  const { document } = compiled.contract;
  const media = parts(step(nodeAt(document, response.place.pointer), 'content')).find(([name]) => isOfType(name, content.type))?.[1];
  if (example !== undefined) {
    const value = media && namedExample(media, example);
    return value === undefined ? undefined : prepareContent(preparation, { ...content, example: value });
  }
  const made = dynamic && media ? sample(step(media, 'schema'), 'response', store.next('dynamic') + 1) : undefined;
  return prepareContent(preparation, made === undefined ? content : { ...content, example: made });
}

const isOfType = (name: string, type: string) => name.split(';')[0]!.trim().toLowerCase() === type;

const none: HeaderList = [];
const applyVariants: HeaderList = ['Vary', 'Accept'];

/** Responds with the documented success. */
export function succeed(context: RequestContext, operation: CompiledOperation, prepared: PreparedResponse): RequestContext {
  const { body, lines: own = none, prepared: response = prepared } = act(context, operation, prepared);
  const lines = operation.successes.length > 1 ? [...applyVariants, ...own] : own;
  return decided(context, {
    gate: 'success',
    outcome: 'served',
    cause: operation.cause,
    prepared: response,
    lines,
    body,
  });
}

/** Whether a preferred status is that of a request over a limit. */
const isOverLimit = ({ environment }: RequestContext, status: number) =>
  status === 429 || status === environment.compiled.contract.limited.status;

/** Responds with a preferred body, without any effect. */
export function show(context: RequestContext, operation: CompiledOperation, prepared: PreparedResponse): RequestContext {
  const challenge = prepared.status === 401 ? challengeLines(context, context.security.challenges) : [];
  const retry = isOverLimit(context, prepared.status)
    ? context.environment.compiled.quotaPlaces.retryAfter.flatMap((name) => [name, '1'])
    : [];
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
    const { operation } = context;
    if (operation === undefined) return context;
    const { type, prepared } = negotiated(context, operation);
    const preference = preferred(context, operation, type);
    return preference === undefined ? succeed(context, operation, prepared) : show(context, operation, preference);
  },
};
