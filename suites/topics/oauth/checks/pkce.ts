import type { oauthPkceRequirements as rows } from '../../../../spec/catalogue/oauth/pkce.ts';
import type { AnyCheck } from '../../../engine/check.ts';
import type { Evidence } from '../../../engine/evidence.ts';
import { excerpt, replyOf } from '../../../expectations/response.ts';
import { expectTokenError, memberAt } from '../../../expectations/oauth.ts';
import { judging, unless } from './judging.ts';
import { codeIssued } from './redirect.ts';

const expectRejected = (tokens: Evidence) => expectTokenError(tokens, ['invalid_grant', 'invalid_request']);

export const oauthPkceChecks: { readonly [id in keyof typeof rows]: AnyCheck } = {
  'oauth/pkce': judging(['challenge'], ({ facts, probes: { authorization, tokens = authorization } }) => {
    const { status, body } = replyOf(tokens);
    return unless(facts.works, {
      code: 'pkce-rejected',
      at: memberAt('access_token'),
      expected: { kind: 'form', form: 'json-string' },
      actual: excerpt(`${status} ${body}`),
      exchange: tokens.id,
    });
  }),
  'oauth/pkce-wrong-verifier': judging(['wrong-verifier', 'missing-verifier'], ({ probes }) => expectRejected(probes.tokens), {
    control: 'required',
  }),
  'oauth/pkce-downgrade': judging(['verifier-without-challenge'], ({ probes }) => expectRejected(probes.tokens), {
    control: 'required',
  }),
  'oauth/pkce-unknown-method': judging(
    ['unknown-method'],
    ({ facts, probes: { authorization } }) => unless(!facts.code, codeIssued(authorization)),
    { control: 'required' },
  ),
  'oauth/pkce-plain-method': judging(
    ['plain-method'],
    ({ facts, probes: { authorization } }) => unless(!facts.code, codeIssued(authorization)),
    { control: 'required' },
  ),
};
