import type { oauthTokenRequirements as rows } from '../../../../spec/catalogue/oauth/token.ts';
import { isObject, member, text } from '../../../../spec/json/json.ts';
import { headerValue } from '../../../../spec/message.ts';
import { excerpt, replyOf } from '../../../expectations/answer.ts';
import {
  errorOf,
  expectDirective,
  expectFlatError,
  expectNoTokens,
  expectRefusal,
  expectTokenError,
  givesTokens,
} from '../../../expectations/oauth.ts';
import { isSentToHttps } from '../../../expectations/redirect.ts';
import type { Evidence } from '../../../engine/evidence.ts';
import { jsonOf, wholeNumber } from '../../../expectations/quota.ts';
import { inconclusive, notApplicable, type Check, type Judgement } from '../../../engine/check.ts';
import { fact, judging } from './subject.ts';

/** Shots whose first answer gives tokens. */
const giving = ['code-exchange', 'refresh', 'certified'];
const tokensIn = (probes: readonly Evidence[]) => probes.find((probe) => probe.reply && givesTokens(probe));
const given = (probes: readonly Evidence[], judge: (answer: Evidence) => Judgement): Judgement => {
  const answer = tokensIn(probes);
  return answer ? judge(answer) : notApplicable('no tokens were given');
};

/** A few bits less than 128 are forgiven: what a secret is written in can only be guessed from how it looks. @see RFC 6749 §10.10 */
const enoughBits = 120;

export const oauthTokenChecks: { readonly [id in keyof typeof rows]: Check } = {
  'oauth/plain-http': judging(
    ['plain-authorize', 'plain-token'],
    ({ probes: [probe], case: testCase }, { settings }) => {
      if (probe!.trouble) {
        const closed =
          ['refused', 'closed'].includes(probe!.trouble.kind) && (settings.httpTargetGiven || new URL(settings.oauthTarget).port === '');
        return closed ? [] : inconclusive(`no answer over plain HTTP: ${probe!.trouble.says}`, 'httpTarget');
      }
      const { status, headers } = replyOf(probe);
      if (isSentToHttps(replyOf(probe)) && !/[?&#]code=/.test(headerValue(headers, 'location')!)) return [];
      if (testCase.variant === 'plain-token' && errorOf(probe!) !== undefined && status !== 403) {
        const actual = `${status} ${errorOf(probe!)}`;
        return [{ reason: 'the request went on to the token endpoint', where: '$statusCode', expected: 'a refusal of plain HTTP', actual }];
      }
      return expectRefusal(probe!);
    },
    { tolerates: ['trouble'] },
  ),
  'oauth/redirect-to-https': judging(
    ['plain-token'],
    ({ probes: [probe] }) => {
      if (probe!.trouble) return notApplicable('plain HTTP is refused without an answer');
      const reply = replyOf(probe);
      if (!isSentToHttps(reply)) return [];
      const actual = `${reply.status} to ${headerValue(reply.headers, 'location')}`;
      return [{ reason: 'redirected instead of refused', where: '$statusCode', expected: 'a refusal of plain HTTP', actual }];
    },
    { tolerates: ['trouble'] },
  ),
  'oauth/token-endpoint-method': judging(['get', 'put'], ({ probes: [probe] }) => {
    const refused = expectNoTokens(probe!);
    if (refused.length > 0) return refused;
    if (errorOf(probe!) === 'invalid_grant') {
      return [{ reason: 'the request was acted on', where: '$response.body#/error', expected: '405', actual: 'invalid_grant' }];
    }
    return expectRefusal(probe!);
  }),
  'oauth/token-error-format': judging(
    ['invented-code', 'wrong-secret', 'no-grant-type', 'unknown-grant'],
    ({ probes: [probe] }) => (replyOf(probe).status < 400 ? notApplicable('there is no error to judge') : expectFlatError(probe!)),
    { tolerates: ['control'] },
  ),
  'oauth/undeclared-grants': judging(
    ['unknown-grant', 'device-code', 'client-credentials'],
    ({ probes: [probe], case: testCase }) => {
      if (testCase.variant === 'client-credentials' && givesTokens(probe!)) return notApplicable('served beside the documented flows');
      const supported = testCase.variant === 'device-code' && errorOf(probe!) === 'invalid_grant';
      if (supported) return notApplicable('served beside the documented flows');
      return expectTokenError(probe!, ['unsupported_grant_type', 'unauthorized_client']);
    },
  ),
  'oauth/missing-grant-type': judging(['no-grant-type', 'empty-grant-type'], ({ probes: [probe], case: testCase }) =>
    expectTokenError(probe!, [
      'invalid_request',
      ...(testCase.variant === 'empty-grant-type' ? (['unsupported_grant_type'] as const) : []),
    ]),
  ),
  'oauth/undeclared-password-grant': judging(['password'], ({ probes: [probe] }) => {
    if (givesTokens(probe!)) return expectNoTokens(probe!);
    if (errorOf(probe!) !== 'invalid_grant') return [];
    const expected = 'unsupported_grant_type or unauthorized_client';
    return [{ reason: 'names and passwords are looked at', where: '$response.body#/error', expected, actual: 'invalid_grant' }];
  }),
  'oauth/token-cache-control': judging(giving, ({ probes }) =>
    given(probes, (answer) => expectDirective(answer, 'Cache-Control', 'no-store')),
  ),
  'oauth/token-pragma': judging(giving, ({ probes }) =>
    given(probes, (answer) => expectDirective(answer, 'Pragma', 'no-cache')),
  ),
  'oauth/token-type': judging(giving, ({ probes }) =>
    given(probes, (answer) => {
      const type = member(jsonOf(replyOf(answer)), 'token_type');
      if (typeof type === 'string' && /^(?:bearer|dpop|mac|n_a)$/i.test(type)) return [];
      return [{ reason: 'no token_type', where: '$response.body#/token_type', expected: 'Bearer', actual: excerpt(JSON.stringify(type ?? null)) }]; // prettier-ignore
    }),
  ),
  'oauth/expires-in': judging(giving, ({ probes }) =>
    given(probes, (answer) => {
      const lifetime = member(jsonOf(replyOf(answer)), 'expires_in');
      if (typeof lifetime === 'number' && (wholeNumber(lifetime) ?? 0) > 0) return [];
      return [{ reason: 'no lifetime in seconds', where: '$response.body#/expires_in', expected: 'a whole number', actual: excerpt(JSON.stringify(lifetime ?? null)) }]; // prettier-ignore
    }),
  ),
  'oauth/token-expiry': judging(
    ['expired-token'],
    (observation) => {
      const { status } = replyOf(observation.probes[0]);
      if (status === 401) return [];
      const expected = `401 after ${String(fact(observation, 'lifetime'))} s`;
      return [{ reason: 'the token outlives its lifetime', where: '$statusCode', expected, actual: String(status) }];
    },
    { control: 'required' },
  ),
  'oauth/granted-scope': judging(['scope-omitted'], ({ probes }) =>
    given(probes, (answer) => {
      const body = jsonOf(replyOf(answer));
      if (isObject(body) && (text(body['scope']) ?? '') !== '') return [];
      return [{ reason: 'what was granted is not told', where: '$response.body#/scope', expected: 'the granted scopes', actual: 'none' }];
    }),
  ),
  'oauth/token-entropy': judging(['unguessable'], (observation) => {
    const bits = Number(fact(observation, 'bits'));
    if (fact(observation, 'alike') !== undefined && fact(observation, 'alike') !== '') {
      return [
        { reason: 'two secrets are alike', expected: 'secrets that have nothing in common', actual: String(fact(observation, 'alike')) },
      ];
    }
    if (bits >= enoughBits) return [];
    return [{ reason: 'too short for what it opens', expected: 'at least 128 bits', actual: `at most ${bits}` }];
  }),
  'oauth/certified-client': judging(['certified'], (observation) => {
    if (fact(observation, 'accepted') === true) return [];
    const actual = excerpt(String(fact(observation, 'why')));
    return [{ reason: 'a certified client refuses an answer', expected: 'answers as the RFCs have them', actual }];
  }),
};
