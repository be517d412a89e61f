import type { oauthCodesRequirements as rows } from '../../../../spec/catalogue/oauth/codes.ts';
import { replyOf } from '../../../expectations/response.ts';
import { expectNoTokens, expectTokenError } from '../../../expectations/oauth.ts';
import { notApplicable, type AnyCheck } from '../../../engine/check.ts';
import { judging } from './judging.ts';

export const oauthCodesChecks: { readonly [id in keyof typeof rows]: AnyCheck } = {
  'oauth/unknown-code': judging(
    ['invented-code', 'altered-code'],
    ({ probes: { response } }) => expectTokenError(response, ['invalid_grant', 'invalid_request']),
    { control: 'required' },
  ),
  'oauth/code-client-binding': judging(['other-client'], ({ probes: { tokens } }) => expectTokenError(tokens, ['invalid_grant']), {
    control: 'required',
  }),
  'oauth/code-redirect-uri-binding': judging(
    ['other-redirect-uri', 'absent-redirect-uri'],
    ({ kind, probes: { tokens } }) =>
      expectTokenError(tokens, kind === 'absent-redirect-uri' ? ['invalid_grant', 'invalid_request'] : ['invalid_grant']),
    { control: 'required' },
  ),
  'oauth/code-reuse': judging(['code-replay'], ({ probes: { tokens } }) => expectTokenError(tokens, ['invalid_grant']), {
    control: 'required',
  }),
  'oauth/tokens-after-code-reuse': judging(['replay-tokens'], ({ facts, probes: { call } }) => {
    if (facts.granted) return notApplicable({ code: 'code-reuse-accepted', requirement: 'oauth/code-reuse' });
    const { status } = replyOf(call);
    if (status === 401) return [];
    return [
      { code: 'token-still-valid', at: '$statusCode', expected: { kind: 'one-of', values: [401] }, actual: status, exchange: call.id },
    ];
  }),
  'oauth/code-expiry': judging(['late-code'], ({ probes: { tokens } }) => expectNoTokens(tokens), { control: 'required' }),
};
