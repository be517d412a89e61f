import type { DocumentedResponse } from '../../contract.ts';
import { member, text } from '../../json/json.ts';
import { parts, type DocumentNode, step } from '../../loading/document-node.ts';
import type { Input } from '../input.ts';
import { documentedHeaders, mediaTypes } from './media.ts';
import { type ErrorSubject, errorSubjectOf } from './error-subject.ts';

/** A documented response. A response that cannot have content has none, whatever the document says. @see RFC 9110 §15.3.5 */
export function responseAt(input: Input, node: DocumentNode, status: number, subject?: ErrorSubject): DocumentedResponse {
  return {
    status,
    documented: true,
    description: text(member(node.value, 'description')) ?? '',
    content: status === 204 || status === 304 ? [] : mediaTypes(step(node, 'content'), 'response', subject),
    headers: documentedHeaders(step(node, 'headers')),
    place: input.place(node.pointer),
  };
}

/** The documented responses of an operation, including ranges and the default. */
export function responsesOf(input: Input, responses: DocumentNode): readonly DocumentedResponse[] {
  return parts(responses).flatMap(([key, node]) => {
    if (/^[1-5]\d\d$/.test(key)) return [responseAt(input, node, Number(key), errorSubjectOf(Number(key), false))];
    if (/^[1-5]XX$/i.test(key)) return [{ ...responseAt(input, node, Number(key[0]) * 100), range: `${Number(key[0])}XX` as const }];
    return key === 'default' ? [{ ...responseAt(input, node, 500), range: 'default' as const }] : [];
  });
}

/**
 * The documented error response for a status: its own, else that of its range, else the default. If the operation documents no success, the
 * default describes the success.
 *
 * @param error - the error that it is about, if not the usual one of the status
 */
export function errorResponseOf(input: Input, responses: DocumentNode, status: number, error = status): DocumentedResponse | undefined {
  const described = parts(responses);
  const other = described.some(([key]) => /^[23]/.test(key));
  const own = find(responses, [String(status)]);
  const found = own ?? find(responses, [`${Math.floor(status / 100)}XX`, ...(other ? ['default'] : [])]);
  return found && responseAt(input, found, status, errorSubjectOf(status, own === undefined, error));
}

/** The documented success: its lowest 2xx status, else the 2XX range, else the only default, else a redirect. */
export function successOf(input: Input, responses: DocumentNode): DocumentedResponse {
  // JavaScript orders integer keys ascending.
  const statuses = parts(responses)
    .map(([key]) => key)
    .filter((key) => /^[23]\d\d$/.test(key));
  const key = statuses.find((status) => status.startsWith('2'));
  if (key !== undefined) return responseAt(input, step(responses, key), Number(key));
  const range = find(responses, ['2XX', ...(statuses.length > 0 ? [] : ['default'])]);
  if (range !== undefined) return responseAt(input, range, 200);
  if (statuses[0] !== undefined) return responseAt(input, step(responses, statuses[0]), Number(statuses[0]));
  return { status: 200, documented: false, description: '', content: [], headers: [], place: input.place(responses.pointer) };
}

function find(responses: DocumentNode, keys: readonly string[]): DocumentNode | undefined {
  const described = parts(responses);
  return keys.map((key) => described.find(([name]) => name.toUpperCase() === key.toUpperCase())?.[1]).find((node) => node !== undefined);
}
