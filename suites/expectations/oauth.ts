/**
 * Expectations about responses of an authorization server.
 *
 * @module
 */
import { isObject, member, text } from '../../spec/json/json.ts';
import { headerValue, headerValues } from '../../spec/message.ts';
import type { Mismatch } from '../engine/check.ts';
import type { Evidence } from '../engine/evidence.ts';
import type { MismatchCode } from '../words/words.ts';
import { excerpt, isJsonType, mediaTypeOf, replyOf } from './response.ts';
import { jsonOf } from './quota.ts';

/** The error codes of a token endpoint. @see RFC 6749 §5.2, RFC 8628 §3.5 */
export type TokenError =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_scope';

/** The place of a member of the body. */
export const memberAt = (name: string) => `$response.body#/${name}`;

/** Whether a response has an access token. */
export function givesTokens(evidence: Evidence): boolean {
  const { status } = replyOf(evidence);
  const access = text(member(jsonOf(replyOf(evidence)), 'access_token'));
  return status >= 200 && status < 300 && access !== undefined && access !== '';
}

/** The `error` of a flat OAuth error response. */
export function errorOf(evidence: Evidence): string | undefined {
  const body = jsonOf(replyOf(evidence));
  return isObject(body) ? text(body['error']) : undefined;
}

/** The error of a response, or else its status. */
export function errorOrStatus(evidence: Evidence): string | number {
  return errorOf(evidence) ?? replyOf(evidence).status;
}

/** No tokens are issued. */
export function expectNoTokens(evidence: Evidence): readonly Mismatch[] {
  if (!givesTokens(evidence)) return [];
  return [
    {
      code: 'tokens-issued',
      at: memberAt('access_token'),
      expected: { kind: 'absent' },
      actual: 'an access token',
      exchange: evidence.id,
    },
  ];
}

/** One of these errors, and no tokens. */
export function expectTokenError(evidence: Evidence, codes: readonly TokenError[]): readonly Mismatch[] {
  const tokens = expectNoTokens(evidence);
  if (tokens.length > 0) return tokens;
  const { status, body } = replyOf(evidence);
  const error = errorOf(evidence);
  if (status < 400) return expectRejection(evidence);
  if (codes.some((code) => code === error)) return [];
  return [
    {
      code: 'wrong-token-error',
      at: memberAt('error'),
      expected: { kind: 'one-of', values: codes },
      actual: error ?? `${status} ${excerpt(body)}`,
      exchange: evidence.id,
    },
  ];
}

/** A flat JSON error. @see RFC 6749 §5.2 */
export function expectFlatError(evidence: Evidence): readonly Mismatch[] {
  const reply = replyOf(evidence);
  const exchange = evidence.id;
  const type = mediaTypeOf(reply);
  const body = jsonOf(reply);
  const error = member(body, 'error');
  if (type === undefined || !isJsonType(type)) return [wrongMediaType(evidence)];
  if (typeof error === 'string' && /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/.test(error)) {
    if (reply.status === 400 || reply.status === 401) return [];
    return [
      { code: 'unexpected-status', at: '$statusCode', expected: { kind: 'one-of', values: [400, 401] }, actual: reply.status, exchange },
    ];
  }
  return [
    {
      code: isObject(error) ? 'error-is-object' : 'no-error-code',
      at: memberAt('error'),
      expected: { kind: 'form', form: 'json-string' },
      actual: excerpt(JSON.stringify(error ?? null)),
      exchange,
    },
  ];
}

/** The media type is not that of JSON. */
export function wrongMediaType(evidence: Evidence): Mismatch {
  const type = mediaTypeOf(replyOf(evidence));
  return {
    code: 'unexpected-media-type',
    at: '$response.header.Content-Type',
    expected: { kind: 'one-of', values: ['application/json'] },
    ...(type !== undefined && { actual: type }),
    exchange: evidence.id,
  };
}

/** The header has this directive. */
export function expectDirective(evidence: Evidence, header: string, directive: string): readonly Mismatch[] {
  const values = headerValues(replyOf(evidence).headers, header).join(', ');
  const directives = values.split(',').map((value) => value.trim().toLowerCase());
  if (directives.includes(directive)) return [];
  return [
    {
      code: 'directive-missing',
      at: `$response.header.${header}`,
      expected: { kind: 'includes', items: [directive] },
      ...(values !== '' && { actual: values }),
      exchange: evidence.id,
      details: { header, directive },
    },
  ];
}

/** The status is a client error. */
export function expectRejection(evidence: Evidence): readonly Mismatch[] {
  const { status, headers } = replyOf(evidence);
  if (status >= 400 && status < 500) return [];
  const location = headerValue(headers, 'location');
  const code: MismatchCode = status < 300 ? 'served' : status < 400 ? 'redirected' : 'unexpected-status';
  const details = location === undefined ? {} : { details: { location } };
  return [
    { code, at: '$statusCode', expected: { kind: 'status-class', classes: ['4xx'] }, actual: status, exchange: evidence.id, ...details },
  ];
}
