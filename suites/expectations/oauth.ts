/**
 * What an answer of an authorization server is held to.
 *
 * @module
 */
import { isObject, member, text } from '../../spec/json/json.ts';
import { headerValue, headerValues } from '../../spec/message.ts';
import type { AnyMismatch } from '../engine/check.ts';
import type { Evidence } from '../engine/evidence.ts';
import { jsonOf } from './quota.ts';
import { excerpt, isJsonType, mediaTypeOf, replyOf } from './answer.ts';

/** The error codes of a token endpoint. @see RFC 6749 §5.2, RFC 8628 §3.5 */
export type TokenError =
  'invalid_request' | 'invalid_client' | 'invalid_grant' | 'unauthorized_client' | 'unsupported_grant_type' | 'invalid_scope';

/** Whether an answer hands out an access token. */
export function givesTokens(evidence: Evidence): boolean {
  const { status } = replyOf(evidence);
  const access = text(member(jsonOf(replyOf(evidence)), 'access_token'));
  return status >= 200 && status < 300 && access !== undefined && access !== '';
}

/** The `error` of a flat OAuth answer. */
export function errorOf(evidence: Evidence): string | undefined {
  const body = jsonOf(replyOf(evidence));
  return isObject(body) ? text(body['error']) : undefined;
}

/** No tokens are handed out. */
export function expectNoTokens(evidence: Evidence): readonly AnyMismatch[] {
  if (!givesTokens(evidence)) return [];
  return [{ reason: 'tokens were given', where: '$response.body#/access_token', expected: 'a refusal', actual: 'an access token' }];
}

/** Refused with one of these errors, and no tokens. */
export function expectTokenError(evidence: Evidence, codes: readonly TokenError[]): readonly AnyMismatch[] {
  const given = expectNoTokens(evidence);
  if (given.length > 0) return given;
  const { status, body } = replyOf(evidence);
  const error = errorOf(evidence);
  if (status >= 400 && codes.some((code) => code === error)) return [];
  return [
    {
      reason: status < 400 ? 'not refused' : 'refused with another error',
      where: status < 400 ? '$statusCode' : '$response.body#/error',
      expected: codes.join(' or '),
      actual: error ?? `${status} ${excerpt(body)}`,
    },
  ];
}

/** A flat JSON error as OAuth has it. @see RFC 6749 §5.2 */
export function expectFlatError(evidence: Evidence): readonly AnyMismatch[] {
  const reply = replyOf(evidence);
  const type = mediaTypeOf(reply);
  const body = jsonOf(reply);
  const error = member(body, 'error');
  if (type === undefined || !isJsonType(type)) {
    return [{ reason: 'another media type', where: '$response.header.Content-Type', expected: 'application/json', actual: type ?? 'none' }];
  }
  if (typeof error === 'string' && /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/.test(error)) {
    return reply.status === 400 || reply.status === 401
      ? []
      : [{ reason: 'another status', where: '$statusCode', expected: '400, or 401 for a client', actual: String(reply.status) }];
  }
  const envelope = isObject(error) ? 'the error is an object, as in the API’s own envelope' : 'there is no error code';
  return [{ reason: envelope, where: '$response.body#/error', expected: 'a string', actual: excerpt(JSON.stringify(error ?? null)) }];
}

/** A field stands there and has this directive. */
export function expectDirective(evidence: Evidence, name: string, directive: string): readonly AnyMismatch[] {
  const values = headerValues(replyOf(evidence).headers, name).join(', ');
  const directives = values.split(',').map((value) => value.trim().toLowerCase());
  if (directives.includes(directive)) return [];
  return [
    { reason: `${name} does not say ${directive}`, where: `$response.header.${name}`, expected: directive, actual: values || 'no field' },
  ];
}

/** The status is a client error, and none that redirects or serves. */
export function expectRefusal(evidence: Evidence): readonly AnyMismatch[] {
  const { status, headers } = replyOf(evidence);
  if (status >= 400 && status < 500) return [];
  const location = headerValue(headers, 'location');
  const actual = location === undefined ? String(status) : `${status} to ${location}`;
  return [{ reason: status < 300 ? 'served instead of refused' : 'not refused', where: '$statusCode', expected: '4xx', actual }];
}
