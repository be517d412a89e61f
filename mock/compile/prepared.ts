import type { DocumentedHeader, DocumentedResponse, Json, MediaType } from '../../spec/contract.ts';
import { isHeaderName, isHeaderValue, type HeaderList } from '../../spec/message.ts';
import { jsonTemplate, textTemplate, type Marked, type Template } from './template.ts';

/** A prepared response: status, constant headers and a body template. */
export interface PreparedResponse {
  readonly status: number;
  /** Content-Type and the other constant headers. */
  readonly lines: HeaderList;
  readonly template: Template;
  /** The body as a value, to merge objects into. */
  readonly value?: Json;
  readonly marks: readonly Marked[];
}

/** Whether a media type is JSON. @see RFC 6839 §3.1 */
export function isJsonContent(type: string): boolean {
  return /^application\/([\w.+-]+\+)?json$/.test(type) || type === 'text/json';
}

/** The default content of a response: JSON if there is any. */
export function preferredContent(content: readonly MediaType[]): MediaType | undefined {
  return content.find(({ type }) => isJsonContent(type)) ?? content[0];
}

const satisfiedOption: readonly DocumentedHeader[] = [
  { name: 'Cache-Control', required: false, exampleDocumented: true, example: 'no-store' },
  { name: 'X-Content-Type-Options', required: false, exampleDocumented: true, example: 'nosniff' },
];

/** Headers that the mock generates, so their documented examples are ignored. */
const managed = new Set([
  'connection',
  'content-length',
  'content-type',
  'date',
  'location',
  'retry-after',
  'strict-transport-security',
  'transfer-encoding',
  'www-authenticate',
  'x-request-id',
]);

function headerLines(headers: readonly DocumentedHeader[], live: ReadonlySet<string>): readonly string[] {
  const shown = headers.filter(({ name, example }) => {
    const key = name.toLowerCase();
    return example !== undefined && isHeaderName(name) && isHeaderValue(example) && !managed.has(key) && !live.has(key);
  });
  const declared = new Set(shown.map(({ name }) => name.toLowerCase()));
  const all = [...satisfiedOption.filter(({ name }) => !declared.has(name.toLowerCase())), ...shown];
  return all.flatMap(({ name, example }) => [name, example!]);
}

/** The parts of a response that do not depend on the request. */
export interface Preparation {
  readonly status: number;
  readonly headers: readonly DocumentedHeader[];
  /** Lower-case names of the headers with live values. */
  readonly live: ReadonlySet<string>;
  readonly marks: readonly Marked[];
}

/** A prepared response with a body: a JSON value, or a string for other media types. */
export function prepareResponse(preparation: Preparation, type: string, value: Json): PreparedResponse {
  const { status, headers, live, marks } = preparation;
  const raw = !isJsonContent(type.split(';')[0]!.trim()) && typeof value === 'string';
  const contentType = type.startsWith('text/') && !type.includes(';') ? `${type}; charset=utf-8` : type;
  return {
    status,
    lines: [...(isHeaderValue(type) ? ['Content-Type', contentType] : []), ...headerLines(headers, live)],
    template: raw ? textTemplate(value) : jsonTemplate(value, marks),
    ...(!raw && { value }),
    marks,
  };
}

/** A documented response in one of its media types; without an example its body is an empty object, or nothing if it is not JSON. */
export function prepareContent(preparation: Preparation, { type, sent = type, example }: MediaType): PreparedResponse {
  return prepareResponse(preparation, sent, example ?? (isJsonContent(sent.split(';')[0]!.trim()) ? {} : ''));
}

/** A prepared response without a body. */
export function prepareEmpty({ status, headers, live }: Omit<Preparation, 'marks'>): PreparedResponse {
  return { status, lines: headerLines(headers, live), template: textTemplate(''), marks: [] };
}

/** A documented error response. */
export function prepareRejection(response: DocumentedResponse, live: ReadonlySet<string>, marks: readonly Marked[]): PreparedResponse {
  const content = preferredContent(response.content);
  const preparation = { status: response.status, headers: response.headers, live, marks };
  return content?.example === undefined ? prepareEmpty(preparation) : prepareContent(preparation, content);
}
