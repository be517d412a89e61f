import type { oauthTokenRequirements as rows } from '../../../../spec/catalogue/oauth/token.ts';
import type { Json } from '../../../../spec/contract.ts';
import { isObject, member, text } from '../../../../spec/json/json.ts';
import { headerValue } from '../../../../spec/message.ts';
import { inconclusive, notApplicable, type AnyCheck, type CheckContext, type Judgement, type Mismatch } from '../../../engine/check.ts';
import type { Evidence } from '../../../engine/evidence.ts';
import { excerpt, replyOf, isSentToHttps } from '../../../expectations/response.ts';
import {
  errorOf,
  expectDirective,
  expectFlatError,
  expectNoTokens,
  expectRejection,
  expectTokenError,
  givesTokens,
  memberAt,
} from '../../../expectations/oauth.ts';
import { jsonOf } from '../../../expectations/quota.ts';
import type { Details } from '../../../words/word.ts';
import { judging, unless } from './judging.ts';
import { wholeNumber } from '../../../expectations/times.ts';

/** The observations in which the server issues tokens. */
const issuing = ['code-exchange', 'refresh', 'certified'] as const;

interface Issuing {
  readonly probes: { readonly tokens?: Evidence };
}

/** Judges a token response; nothing if no tokens were issued. */
const ofTokens =
  (judge: (tokens: Evidence) => Judgement) =>
  ({ probes: { tokens } }: Issuing): Judgement =>
    tokens?.reply && givesTokens(tokens) ? judge(tokens) : notApplicable({ code: 'no-tokens' });

const shown = (evidence: Evidence, name: string) => excerpt(JSON.stringify(member(jsonOf(replyOf(evidence)), name) ?? null));

/** 128 bits less a few: the alphabet of a secret can only be guessed. @see RFC 6749 §10.10 */
const enoughBits = 120;

export const oauthTokenChecks: { readonly [id in keyof typeof rows]: AnyCheck } = {
  'oauth/plain-http': judging(
    ['plain-authorize', 'plain-token'],
    ({ kind, probes: { response } }, { settings }) => {
      if (response.trouble) return isClosed(response, settings) ? [] : unanswered(response.trouble.message);
      const { status, headers } = replyOf(response);
      if (isSentToHttps(replyOf(response)) && !/[?&#]code=/.test(headerValue(headers, 'location')!)) return [];
      const error = errorOf(response);
      if (kind === 'plain-token' && error !== undefined && status !== 403)
        return [plainHttpMismatch('plain-http-processed', response, `${status} ${error}`, {})];
      return expectRejection(response);
    },
    { tolerates: ['trouble'] },
  ),
  'oauth/redirect-to-https': judging(
    ['plain-token'],
    ({ probes: { response } }) => {
      if (response.trouble) return notApplicable({ code: 'plain-http-closed' });
      const { status, headers } = replyOf(response);
      const location = headerValue(headers, 'location') ?? '';
      return unless(!isSentToHttps(replyOf(response)), plainHttpMismatch('redirected', response, status, { location }));
    },
    { tolerates: ['trouble'] },
  ),
  'oauth/token-endpoint-method': judging(['get', 'get-basic', 'get-secret', 'put'], ({ probes: { response } }) => {
    const tokens = expectNoTokens(response);
    if (tokens.length > 0) return tokens;
    if (errorOf(response) !== 'invalid_grant') return expectRejection(response);
    const actual = `${replyOf(response).status} invalid_grant`;
    return [{ code: 'method-processed', at: '$statusCode', expected: { kind: 'one-of', values: [405] }, actual, exchange: response.id }];
  }),
  'oauth/token-error-format': judging(
    ['invented-code', 'wrong-secret', 'no-grant-type', 'unknown-grant'],
    ({ probes: { response } }) =>
      replyOf(response).status < 400 ? notApplicable({ code: 'no-error-response' }) : expectFlatError(response),
    { tolerates: ['control'] },
  ),
  'oauth/undeclared-grants': judging(['unknown-grant', 'device-code', 'client-credentials'], ({ kind, probes: { response } }) => {
    if (kind === 'client-credentials' && givesTokens(response)) return notApplicable({ code: 'grant-supported' });
    if (kind === 'device-code' && errorOf(response) === 'invalid_grant') return notApplicable({ code: 'grant-supported' });
    return expectTokenError(response, ['unsupported_grant_type', 'unauthorized_client']);
  }),
  'oauth/missing-grant-type': judging(['no-grant-type', 'empty-grant-type'], ({ kind, probes: { response } }) =>
    expectTokenError(response, kind === 'empty-grant-type' ? ['invalid_request', 'unsupported_grant_type'] : ['invalid_request']),
  ),
  'oauth/undeclared-password-grant': judging(['password'], ({ probes: { response } }) => {
    if (givesTokens(response)) return expectNoTokens(response);
    return unless(errorOf(response) !== 'invalid_grant', {
      code: 'password-processed',
      at: memberAt('error'),
      expected: { kind: 'one-of', values: ['unsupported_grant_type', 'unauthorized_client'] },
      actual: 'invalid_grant',
      exchange: response.id,
    });
  }),
  'oauth/token-cache-control': judging(
    issuing,
    ofTokens((tokens) => expectDirective(tokens, 'Cache-Control', 'no-store')),
  ),
  'oauth/token-pragma': judging(
    issuing,
    ofTokens((tokens) => expectDirective(tokens, 'Pragma', 'no-cache')),
  ),
  'oauth/token-type': judging(
    issuing,
    ofTokens((tokens) => {
      const type = member(jsonOf(replyOf(tokens)), 'token_type');
      const pattern = '^(?:bearer|dpop|mac|n_a)$';
      return unless(typeof type === 'string' && new RegExp(pattern, 'i').test(type), {
        code: 'no-token-type',
        at: memberAt('token_type'),
        expected: { kind: 'matches', pattern, flags: 'i', example: 'Bearer' },
        actual: shown(tokens, 'token_type'),
        exchange: tokens.id,
      });
    }),
  ),
  'oauth/expires-in': judging(
    issuing,
    ofTokens((tokens) => {
      const lifetime = member(jsonOf(replyOf(tokens)), 'expires_in');
      const isNumber = typeof lifetime === 'number';
      return unless(isNumber && (wholeNumber(lifetime) ?? 0) > 0, {
        code: 'no-lifetime',
        at: memberAt('expires_in'),
        expected: isNumber && lifetime < 1 ? { kind: 'range', least: 1, unit: 'seconds' } : { kind: 'form', form: 'whole-number' },
        actual: shown(tokens, 'expires_in'),
        exchange: tokens.id,
      });
    }),
  ),
  'oauth/token-expiry': judging(
    ['expired-token'],
    ({ facts: { lifetime }, probes: { call } }) => {
      const { status } = replyOf(call);
      return unless(status === 401, {
        code: 'token-outlives-lifetime',
        at: '$statusCode',
        expected: { kind: 'one-of', values: [401] },
        actual: status,
        exchange: call.id,
        details: { lifetime },
      });
    },
    { control: 'required' },
  ),
  'oauth/granted-scope': judging(
    ['scope-omitted'],
    ofTokens((tokens) => {
      const body = jsonOf(replyOf(tokens));
      return unless(isObject(body) && (text(body['scope']) ?? '') !== '', {
        code: 'no-granted-scope',
        at: memberAt('scope'),
        expected: { kind: 'form', form: 'json-string' },
        exchange: tokens.id,
      });
    }),
  ),
  'oauth/token-entropy': judging(['unguessable'], ({ facts: { bits, similar }, probes: { tokens } }) => {
    if (similar)
      return [
        {
          code: similar.differing === 0 ? 'secret-issued-twice' : 'secrets-too-similar',
          expected: { kind: 'condition', condition: 'secrets-have-nothing-in-common' },
          actual: `two of the kind ${similar.kind} that differ in ${similar.differing} characters`,
          exchange: tokens.id,
          details: { kind: similar.kind, differing: similar.differing },
        },
      ];
    return unless(bits >= enoughBits, {
      code: 'secret-too-short',
      expected: { kind: 'range', least: 128, unit: 'bits' },
      actual: bits,
      exchange: tokens.id,
    });
  }),
  'oauth/certified-client': judging(['certified'], ({ facts: { objection }, probes: { authorization, tokens = authorization } }) =>
    unless(objection === undefined, {
      code: 'certified-client-objects',
      expected: { kind: 'condition', condition: 'certified-client-accepts' },
      actual: excerpt(objection ?? ''),
      exchange: tokens.id,
    }),
  ),
};

/** Whether the server refuses connections over plain HTTP, at an address where it would otherwise accept them. */
function isClosed({ trouble }: Evidence, settings: CheckContext['settings']): boolean {
  if (trouble?.kind !== 'refused' && trouble?.kind !== 'closed') return false;
  return settings.httpTargetGiven || new URL(settings.oauthTarget).port === '';
}

const unanswered = (trouble: string) =>
  inconclusive({ code: 'no-response', trouble }, { what: 'the address at which the server accepts plain HTTP', key: 'httpTarget' });

const plainHttpMismatch = (code: 'plain-http-processed' | 'redirected', { id }: Evidence, actual: Json, details: Details): Mismatch => ({
  code,
  at: '$statusCode',
  expected: { kind: 'condition', condition: 'plain-http-is-rejected' },
  actual,
  exchange: id,
  details,
});
