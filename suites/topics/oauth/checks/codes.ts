import type { oauthCodesRequirements as rows } from '../../../../spec/catalogue/oauth/codes.ts';
import { replyOf } from '../../../expectations/answer.ts';
import { expectNoTokens, expectTokenError, type TokenError } from '../../../expectations/oauth.ts';
import { notApplicable, type Check } from '../../../engine/check.ts';
import { fact, judging } from './subject.ts';

const refusedWith = (codes: readonly TokenError[]) => ({ probes: [probe] }: Parameters<Check['judge']>[0]) => expectTokenError(probe!, codes); // prettier-ignore

export const oauthCodesChecks: { readonly [id in keyof typeof rows]: Check } = {
  'grants/invented-code-is-refused': judging(['invented-code', 'altered-code'], refusedWith(['invalid_grant', 'invalid_request']), {
    control: 'required',
  }),
  'grants/code-is-bound-to-its-client': judging(['other-client'], refusedWith(['invalid_grant']), { control: 'required' }),
  'grants/code-is-bound-to-its-redirect-uri': judging(
    ['other-redirect-uri', 'absent-redirect-uri'],
    (observation) => expectTokenError(observation.probes[0]!, ['invalid_grant', ...(observation.case.variant === 'absent-redirect-uri' ? (['invalid_request'] as const) : [])]), // prettier-ignore
    { control: 'required' },
  ),
  'grants/code-works-once': judging(['code-replay'], refusedWith(['invalid_grant']), { control: 'required' }),
  'grants/replayed-code-ends-its-tokens': judging(['replay-tokens'], (observation) => {
    if (fact(observation, 'replayed') === true) return notApplicable('the replay was not refused: see grants/code-works-once');
    const { status } = replyOf(observation.probes[1]);
    if (status === 401) return [];
    return [{ reason: 'the token lives on', where: '$statusCode', expected: '401', actual: String(status) }];
  }),
  'grants/code-expires': judging(['late-code'], ({ probes: [probe] }) => expectNoTokens(probe!), { control: 'required' }),
};
