/**
 * Expectations about a response: status, documented body, documented message.
 *
 * @module
 */
import type { CheckContext, Mismatch } from '../engine/check.ts';
import type { Evidence } from '../engine/evidence.ts';
import { headerValue, type HeaderList } from '../../spec/message.ts';
import type { Reply } from '../http/target.ts';
import type { DocumentedResponse, Json, MediaType } from '../../spec/contract.ts';
import { isList, isObject, members } from '../../spec/json/json.ts';
import { below, tokensOf, valueAt } from '../../spec/json/pointer.ts';
import type { MismatchCode } from '../words/words.ts';
import { jsonOf } from './quota.ts';

/** The response of evidence that is known to have one. */
export function replyOf(evidence: Evidence | undefined): Reply {
  if (!evidence?.reply) throw new Error(`${evidence?.id ?? 'nothing'} has no reply to judge`);
  return evidence.reply;
}

/** The media type of a response, lower-case and without parameters. */
export function mediaTypeOf(reply: Reply): string | undefined {
  return headerValue(reply.headers, 'content-type')?.split(';')[0]?.trim().toLowerCase();
}

const jsonType = /^application\/(?:json|[^;\s]+\+json)$/;

export const isJsonType = (type: string) => jsonType.test(type);

/** The status is one of these. */
export function expectStatus(evidence: Evidence, accepted: readonly number[]): readonly Mismatch[] {
  const { status, headers } = replyOf(evidence);
  if (accepted.includes(status)) return [];
  const location = headerValue(headers, 'location');
  return [
    {
      code: codeOf(status, accepted),
      at: '$statusCode',
      expected: { kind: 'one-of', values: accepted },
      actual: status,
      exchange: evidence.id,
      ...(location !== undefined && { details: { location } }),
    },
  ];
}

/** If an error was expected, successes and redirects get their own words. */
function codeOf(status: number, accepted: readonly number[]): MismatchCode {
  const rejects = accepted.every((code) => code >= 400);
  if (rejects && status >= 200 && status < 300) return 'served';
  return rejects && status >= 300 && status < 400 ? 'redirected' : 'unexpected-status';
}

/** The media type is a documented one, and its schema allows the body. */
export function expectDocumentedBody({ validate }: CheckContext, evidence: Evidence, documented: DocumentedResponse): readonly Mismatch[] {
  const reply = replyOf(evidence);
  const exchange = evidence.id;
  const type = mediaTypeOf(reply);
  const media = documented.content.find((candidate) => matches(candidate, type));
  if (!media) {
    const values = documented.content.map((candidate) => candidate.type);
    return [
      {
        code: 'unexpected-media-type',
        at: '$response.header.Content-Type',
        expected: { kind: 'one-of', values },
        ...(type !== undefined && { actual: type }),
        exchange,
      },
    ];
  }
  if (media.schema === undefined || type === undefined || !isJsonType(type)) return [];
  const body = jsonOf(reply);
  if (body === undefined)
    return [
      { code: 'body-not-json', at: '$response.body', expected: { kind: 'form', form: 'json' }, actual: excerpt(reply.body), exchange },
    ];
  const violations = validate(media.schema, body).filter(({ keyword }) => keyword !== 'time');
  return violations.map(({ pointer, keyword, value, message }) => ({
    code: 'body-against-schema',
    at: `$response.body#${pointer}`,
    expected: { kind: 'schema', keyword, ...(value !== undefined && { value }), message },
    actual: excerpt(JSON.stringify(valueAt(body, pointer) ?? null)),
    exchange,
    details: { pointer, message },
  }));
}

function matches({ type }: MediaType, actual: string | undefined): boolean {
  if (actual === undefined) return false;
  return type === '*/*' || type === actual || (type.endsWith('/*') && actual.startsWith(type.slice(0, -1)));
}

/** The body has every text of the documented example, or of another one of the same error, that its schema leaves open. */
export function expectDocumentedWords({ validate }: CheckContext, evidence: Evidence, documented: DocumentedResponse): readonly Mismatch[] {
  const media = documented.content.find(({ exampleDocumented }) => exampleDocumented);
  const body = jsonOf(replyOf(evidence));
  const differences = (example: Json | undefined) =>
    textsOf(example, '').flatMap(({ pointer, text }): readonly Mismatch[] => {
      const actual = valueAt(body, pointer);
      if (actual === text || isFixed(validate, media!, pointer)) return [];
      return [
        {
          code: 'message-differs',
          at: `$response.body#${pointer}`,
          expected: { kind: 'example', text },
          actual: excerpt(JSON.stringify(actual ?? null)),
          exchange: evidence.id,
        },
      ];
    });
  const others = (media?.otherExamples ?? []).filter((example) => textsOf(example, '').length > 0);
  return others.some((example) => differences(example).length === 0) ? [] : differences(media?.example);
}

/** Whether the schema allows no other text there: then the text is not wording but part of the schema. */
function isFixed(validate: CheckContext['validate'], { schema, example }: MediaType, pointer: string): boolean {
  if (schema === undefined) return false;
  return validate(schema, replaced(example!, tokensOf(pointer))).some((violation) => violation.pointer === pointer);
}

function replaced(value: Json, [token, ...rest]: readonly string[]): Json {
  if (token === undefined) return 'other words';
  if (isList(value)) return value.map((item, index) => (String(index) === token ? replaced(item, rest) : item));
  return isObject(value) ? { ...value, [token]: replaced(value[token] ?? null, rest) } : value;
}

/** Whether the document has an example with a message to compare. */
export function hasWords({ documented, content }: DocumentedResponse): boolean {
  return documented && textsOf(content.find(({ exampleDocumented }) => exampleDocumented)?.example, '').length > 0;
}

function textsOf(value: Json | undefined, pointer: string): readonly { readonly pointer: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ pointer, text: value }];
  if (isList(value)) return value.flatMap((item, index) => textsOf(item, below(pointer, index)));
  return members(value).flatMap(([name, member]) => textsOf(member, below(pointer, name)));
}

/** The beginning of a text, in one line. */
export function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line === '') return 'nothing';
  return line.length > 160 ? `${line.slice(0, 160)}…` : line;
}

/** Each header with its place: `['$response.header.Date', 'Sun, …']`. */
export function headerPlaces(headers: HeaderList): readonly (readonly [at: string, value: string])[] {
  return headers.flatMap((name, index) => (index % 2 === 0 ? [[`$response.header.${name}`, headers[index + 1] ?? ''] as const] : []));
}

/** Whether a response redirects to an https URL. @see RFC 9110 §15.4 */
export function isSentToHttps({ status, headers }: Reply): boolean {
  return status >= 300 && status < 400 && /^https:/i.test(headerValue(headers, 'location') ?? '');
}

/**
 * Whether a response came over plain HTTP from an API that is served over HTTPS. The layer that ends TLS sends it, and the topic
 * transport checks it.
 */
export function isOverPlainHttp({ connection }: Evidence, { settings }: CheckContext): boolean {
  return connection.scheme === 'http' && new URL(settings.target).protocol === 'https:';
}
