import type { Json, MediaType } from '../../spec/contract.ts';
import { headerValue } from '../../spec/message.ts';
import type { LawOperation } from '../engine/law.ts';
import { isJson } from '../engine/prepared.ts';
import type { ProblemStatus } from '../engine/problem.ts';
import { decided, draftOf, type Gate, type Visit } from '../engine/visit.ts';

function refuse(visit: Visit, { problems }: LawOperation, status: ProblemStatus, why: string): Visit {
  return decided(visit, {
    gate: 'validation',
    outcome: 'refused',
    why,
    prepared: problems[status],
    live: { message: JSON.stringify(why) },
  });
}

function missingParameter(visit: Visit, { required }: LawOperation): string | undefined {
  const named = (name: string) => visit.query.split('&').some((pair) => decode(pair.split('=', 1)[0]!) === name);
  const missing = required.find(({ name, in: place }) =>
    place === 'query' ? !named(name) : headerValue(visit.arrival.headers, name) === undefined,
  );
  return missing && `The ${missing.in} parameter ${missing.name} is required`;
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

function read(visit: Visit, content: Json): Visit {
  const draft = draftOf(visit);
  draft.content = content;
  return draft;
}

/** A body that is there, judged against the media type that it claims to be of. */
function judged(visit: Visit, operation: LawOperation, media: MediaType, type: string): Visit {
  const text = textOf(visit.arrival.body);
  if (type === 'application/x-www-form-urlencoded') return read(visit, formOf(text));
  if (!isJson(type)) return visit;
  const content = parsed(text);
  if (content === undefined) return refuse(visit, operation, 400, 'The body is not JSON');
  const [violation] = media.schema === undefined ? [] : visit.around.law.validate(media.schema, content);
  if (violation === undefined) return read(visit, content);
  const documented = (status: number) =>
    operation.operation.responses.some((response) => response.documented && response.status === status);
  const where = violation.pointer === '' ? '' : ` at ${violation.pointer}`;
  return refuse(visit, operation, documented(422) ? 422 : 400, `The body is not valid${where}: ${violation.says}`);
}

/** Refuses requests that the operation's parameters and body schema do not allow. */
export const validation: Gate = {
  name: 'validation',
  pass(visit) {
    const { operation, arrival } = visit;
    if (operation === undefined) return visit;
    if (arrival.oversized) return refuse(visit, operation, 413, 'The body is larger than is accepted');
    const missing = operation.required.length === 0 ? undefined : missingParameter(visit, operation);
    if (missing !== undefined) return refuse(visit, operation, 400, missing);
    const { body } = operation.operation;
    if (body === undefined) return visit;
    if (arrival.body === undefined || arrival.body.length === 0) {
      return body.required ? refuse(visit, operation, 400, 'A body is required') : visit;
    }
    if (body.content.length === 0) return visit;
    const claimed = headerValue(arrival.headers, 'Content-Type');
    const type = (claimed ?? body.content[0]!.type).split(';', 1)[0]!.trim().toLowerCase();
    const media = body.content.find((content) => accepts(content.type, type));
    if (media === undefined) return refuse(visit, operation, 415, 'The media type of the body is not accepted');
    return judged(visit, operation, media, type);
  },
};
