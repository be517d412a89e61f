/**
 * What an answer is held to: its status, its documented body, its documented words.
 *
 * @module
 */
import type { DocumentedResponse, Json, MediaType } from '../../spec/contract.ts';
import { isList, isObject, members } from '../../spec/json/json.ts';
import { headerValue } from '../../spec/message.ts';
import { below, tokensOf, valueAt } from '../../spec/json/pointer.ts';
import type { CheckContext, Mismatch } from '../engine/check.ts';
import type { Evidence } from '../engine/evidence.ts';
import { jsonOf } from './quota.ts';
import type { Reply } from '../http/target.ts';

/** The reply of evidence that is known to have one. */
export function replyOf(evidence: Evidence | undefined): Reply {
  if (!evidence?.reply) throw new Error(`${evidence?.id ?? 'nothing'} has no reply to judge`);
  return evidence.reply;
}

/** The media type of a reply, lower-case and without parameters. */
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
      reason: statusReason(status),
      where: '$statusCode',
      expected: accepted.join(' or '),
      actual: location ? `${status} to ${location}` : String(status),
    },
  ];
}

function statusReason(status: number): string {
  if (status < 200) return 'answered with an interim status';
  if (status < 300) return 'served instead of refused';
  if (status < 400) return 'redirected instead of refused';
  return 'refused with another status';
}

/** The media type is a documented one, and its schema allows the body. */
export function expectDocumentedBody({ validate }: CheckContext, evidence: Evidence, documented: DocumentedResponse): readonly Mismatch[] {
  const reply = replyOf(evidence);
  const type = mediaTypeOf(reply);
  const media = documented.content.find((candidate) => matches(candidate, type));
  if (!media) {
    const expected = documented.content.map((candidate) => candidate.type).join(' or ');
    return [{ reason: 'another media type', where: '$response.header.Content-Type', expected, actual: type ?? 'none' }];
  }
  if (media.schema === undefined || type === undefined || !isJsonType(type)) return [];
  const body = jsonOf(reply);
  if (body === undefined)
    return [{ reason: 'the body is not JSON', where: '$response.body', expected: 'JSON', actual: excerpt(reply.body) }];
  return validate(media.schema, body).map(({ pointer, says }) => ({
    reason: `the body ${pointer === '' ? '' : `at ${pointer} `}${says}`,
    where: `$response.body#${pointer}`,
    expected: says.replace(/^must /, ''),
    actual: excerpt(JSON.stringify(valueAt(body, pointer) ?? null)),
  }));
}

function matches({ type }: MediaType, actual: string | undefined): boolean {
  if (actual === undefined) return false;
  return type === '*/*' || type === actual || (type.endsWith('/*') && actual.startsWith(type.slice(0, -1)));
}

/** Every text of the documented example that its schema leaves open stands in the body as it is there. */
export function expectDocumentedWords({ validate }: CheckContext, evidence: Evidence, documented: DocumentedResponse): readonly Mismatch[] {
  const media = documented.content.find(({ exampleDocumented }) => exampleDocumented);
  const body = jsonOf(replyOf(evidence));
  return textsOf(media?.example, '').flatMap(({ pointer, text }) => {
    const actual = valueAt(body, pointer);
    if (actual === text || isFixed(validate, media!, pointer)) return [];
    return [
      { reason: 'worded differently', where: `$response.body#${pointer}`, expected: text, actual: excerpt(JSON.stringify(actual ?? null)) },
    ];
  });
}

/** Whether the schema allows no other text there: then it is no wording but part of what the body must be. */
function isFixed(validate: CheckContext['validate'], { schema, example }: MediaType, pointer: string): boolean {
  if (schema === undefined) return false;
  return validate(schema, replaced(example!, tokensOf(pointer))).some((violation) => violation.pointer === pointer);
}

function replaced(value: Json, [token, ...rest]: readonly string[]): Json {
  if (token === undefined) return 'other words';
  if (isList(value)) return value.map((item, index) => (String(index) === token ? replaced(item, rest) : item));
  return isObject(value) ? { ...value, [token]: replaced(value[token] ?? null, rest) } : value;
}

/** Whether the document gives an example with words to hold an answer to. */
export function hasWords({ documented, content }: DocumentedResponse): boolean {
  return documented && textsOf(content.find(({ exampleDocumented }) => exampleDocumented)?.example, '').length > 0;
}

function textsOf(value: Json | undefined, pointer: string): readonly { readonly pointer: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ pointer, text: value }];
  if (isList(value)) return value.flatMap((item, index) => textsOf(item, below(pointer, index)));
  return members(value).flatMap(([name, member]) => textsOf(member, below(pointer, name)));
}

/** The beginning of a text, as evidence shows it in a line. */
export function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line === '') return 'nothing';
  return line.length > 160 ? `${line.slice(0, 160)}…` : line;
}
