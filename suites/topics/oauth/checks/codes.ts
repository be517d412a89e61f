import type { oauthCodesRequirements as rows } from '../../../../spec/catalogue/oauth/codes.ts';
import { replyOf } from '../../../expectations/answer.ts';
import { expectNoTokens, expectTokenError, type TokenError } from '../../../expectations/oauth.ts';
import { notApplicable, type Check } from '../../../engine/check.ts';
import { fact, judging } from './subject.ts';

const refusedWith = (codes: readonly TokenError[]) => ({ probes: [probe] }: Parameters<Check['judge']>[0]) => expectTokenError(probe!, codes); // prettier-ignore

export const oauthCodesChecks: { readonly [id in keyof typeof rows]: Check } = {
  'oauth/unknown-code': judging(['invented-code', 'altered-code'], refusedWith(['invalid_grant', 'invalid_request']), {
    control: 'required',
  }),
  'oauth/code-client-binding': judging(['other-client'], refusedWith(['invalid_grant']), { control: 'required' }),
  'oauth/code-redirect-uri-binding': judging(
    ['other-redirect-uri', 'absent-redirect-uri'],
    (observation) => expectTokenError(observation.probes[0]!, ['invalid_grant', ...(observation.case.variant === 'absent-redirect-uri' ? (['invalid_request'] as const) : [])]), // prettier-ignore
    { control: 'required' },
  ),
  'oauth/code-reuse': judging(['code-replay'], refusedWith(['invalid_grant']), { control: 'required' }),
  'oauth/tokens-after-code-reuse': judging(['replay-tokens'], (observation) => {
    if (fact(observation, 'replayed') === true) return notApplicable('the replay was not refused: see oauth/code-reuse');
    const { status } = replyOf(observation.probes[1]);
    if (status === 401) return [];
    return [{ reason: 'the token lives on', where: '$statusCode', expected: '401', actual: String(status) }];
  }),
  'oauth/code-expiry': judging(['late-code'], ({ probes: [probe] }) => expectNoTokens(probe!), { control: 'required' }),
};
