import type { DocumentedResponse } from '../../contract.ts';
import { member, text } from '../../json/json.ts';
import { parts, type DocumentNode, step } from '../../loading/document-node.ts';
import type { Input } from '../input.ts';
import { documentedHeaders, mediaTypes } from './media.ts';

/** A response as the document describes it; refusals get an example made from the schema where none is given. */
export function responseAt(input: Input, node: DocumentNode, status: number): DocumentedResponse {
  return {
    status,
    documented: true,
    description: text(member(node.value, 'description')) ?? '',
    content: mediaTypes(step(node, 'content'), status >= 400),
    headers: documentedHeaders(step(node, 'headers')),
    place: input.place(node.pointer),
  };
}

/** The described responses of an operation: those of one status, then ranges and the default. */
export function responsesOf(input: Input, responses: DocumentNode): readonly DocumentedResponse[] {
  return parts(responses).flatMap(([key, node]) => {
    if (/^[1-5]\d\d$/.test(key)) return [responseAt(input, node, Number(key))];
    if (/^[1-5]XX$/i.test(key)) return [{ ...responseAt(input, node, Number(key[0]) * 100), range: `${Number(key[0])}XX` as const }];
    return key === 'default' ? [{ ...responseAt(input, node, 500), range: 'default' as const }] : [];
  });
}

/**
 * The refusal that the document describes for a status, through a range or the default where it is not named itself.
 * Where nothing else is described either, the default describes the success.
 */
export function errorResponseOf(input: Input, responses: DocumentNode, status: number): DocumentedResponse | undefined {
  const described = parts(responses);
  const other = described.some(([key]) => /^[23]/.test(key));
  const found = find(responses, [String(status), `${Math.floor(status / 100)}XX`, ...(other ? ['default'] : [])]);
  return found && responseAt(input, found, status);
}

/** The success that the document describes: its lowest 2xx status, the 2XX range, the default if alone, else a redirect. */
export function successOf(input: Input, responses: DocumentNode): DocumentedResponse {
  // Members that are whole numbers come in ascending order, whatever order they were written in.
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
