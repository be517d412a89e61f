import type { oauthRefreshRequirements as rows } from '../../../../spec/catalogue/oauth/refresh.ts';
import { replyOf } from '../../../expectations/response.ts';
import { errorOrStatus, expectNoTokens, expectTokenError, memberAt } from '../../../expectations/oauth.ts';
import { isSuccess } from '../../../engine/scenario-context.ts';
import type { AnyCheck } from '../../../engine/check.ts';
import { judging, unless } from './judging.ts';

export const oauthRefreshChecks: { readonly [id in keyof typeof rows]: AnyCheck } = {
  'oauth/refresh-scope-widening': judging(
    ['refresh-widen'],
    ({ facts: { before, after, wider }, probes: { tokens, call } }) => {
      if (call && isSuccess(call))
        return [
          {
            code: 'scope-widened',
            at: '$statusCode',
            expected: { kind: 'status-class', classes: ['4xx'] },
            actual: replyOf(call).status,
            exchange: call.id,
            details: { operation: call.operation ?? '' },
          },
        ];
      return unless(!wider || call !== undefined, {
        code: 'scope-widened',
        at: memberAt('scope'),
        expected: { kind: 'at-most', items: [...before] },
        actual: after.join(' '),
        exchange: tokens.id,
      });
    },
    { control: 'required' },
  ),
  'oauth/refresh-scope-narrowing': judging(['refresh-narrow'], ({ facts: { wanted, granted }, probes: { tokens } }) => {
    if (granted === undefined)
      return [
        {
          code: 'narrower-refresh-rejected',
          at: memberAt('access_token'),
          expected: { kind: 'form', form: 'json-string' },
          actual: errorOrStatus(tokens),
          exchange: tokens.id,
        },
      ];
    return unless(granted.length === 1 && granted[0] === wanted, {
      code: 'scope-not-narrowed',
      at: memberAt('scope'),
      expected: { kind: 'exactly', items: [wanted] },
      actual: granted.join(' '),
      exchange: tokens.id,
    });
  }),
  'oauth/refresh-token-client-binding': judging(
    ['refresh-other-client'],
    ({ probes: { tokens } }) => expectTokenError(tokens, ['invalid_grant', 'invalid_client', 'unauthorized_client']),
    { control: 'required' },
  ),
  'oauth/refresh-token-reuse': judging(['refresh-replay'], ({ probes: { tokens } }) => expectNoTokens(tokens), {
    control: 'required',
  }),
  'oauth/public-refresh-token-rotation': judging(
    ['public-refresh-replay'],
    ({ facts, probes: { tokens }, controls: [renewed] }) => {
      const [issued] = expectNoTokens(tokens);
      if (issued) return [{ ...issued, code: 'used-refresh-token-accepted' }];
      return unless(facts.rotated, {
        code: 'refresh-token-not-replaced',
        at: memberAt('refresh_token'),
        expected: { kind: 'form', form: 'json-string' },
        ...(renewed && { exchange: renewed.id }),
      });
    },
    { control: 'required' },
  ),
  'oauth/tokens-after-refresh-reuse': judging(['refresh-family'], ({ probes: { tokens } }) => expectNoTokens(tokens), {
    control: 'required',
  }),
};
