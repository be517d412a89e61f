import type { oauthRefreshRequirements as rows } from '../../../../spec/catalogue/oauth/refresh.ts';
import { replyOf } from '../../../expectations/answer.ts';
import { errorOf, expectNoTokens, expectTokenError } from '../../../expectations/oauth.ts';
import { scopesIn } from '../../../oauth/form.ts';
import { isSuccess } from '../../../engine/scenario-context.ts';
import type { Check } from '../../../engine/check.ts';
import { fact, judging, unless } from './subject.ts';

const scope = '$response.body#/scope';

export const oauthRefreshChecks: { readonly [id in keyof typeof rows]: Check } = {
  'oauth/refresh-scope-widening': judging(
    ['refresh-widen'],
    (observation) => {
      const [, used] = observation.probes;
      if (used && isSuccess(used)) {
        return [{ reason: 'the new token opens more', where: '$statusCode', expected: 'a refusal', actual: `${replyOf(used).status} of ${used.operation}` }]; // prettier-ignore
      }
      const expected = `at most ${String(fact(observation, 'before'))}`;
      return unless(fact(observation, 'wider') !== true || used !== undefined, { reason: 'more was granted', where: scope, expected, actual: String(fact(observation, 'after')) }); // prettier-ignore
    },
    { control: 'required' },
  ),
  'oauth/refresh-scope-narrowing': judging(['refresh-narrow'], (observation) => {
    const [wanted, told] = [String(fact(observation, 'wanted')), String(fact(observation, 'told'))];
    if (fact(observation, 'served') !== true) {
      const actual = errorOf(observation.probes[0]!) ?? String(replyOf(observation.probes[0]).status);
      return [{ reason: 'a narrower refresh is refused', where: '$response.body#/error', expected: `a token for ${wanted}`, actual }];
    }
    const right = scopesIn(told).length === 1 && scopesIn(told)[0] === wanted;
    return unless(right, { reason: 'the new token is not narrower', where: scope, expected: wanted, actual: told });
  }),
  'oauth/refresh-token-client-binding': judging(
    ['refresh-other-client'],
    ({ probes: [probe] }) => expectTokenError(probe!, ['invalid_grant', 'invalid_client', 'unauthorized_client']),
    { control: 'required' },
  ),
  'oauth/refresh-token-reuse': judging(['refresh-replay'], ({ probes: [probe] }) => expectNoTokens(probe!), {
    control: 'required',
  }),
  'oauth/public-refresh-token-rotation': judging(
    ['public-refresh-replay'],
    (observation) => {
      const given = expectNoTokens(observation.probes[0]!);
      if (given.length > 0) return [{ ...given[0]!, reason: 'the old refresh token gave tokens again' }];
      return unless(fact(observation, 'rotated') === true, { reason: 'no new refresh token came', where: '$response.body#/refresh_token', expected: 'another refresh token', actual: 'none' }); // prettier-ignore
    },
    { control: 'required' },
  ),
  'oauth/tokens-after-refresh-reuse': judging(['refresh-family'], ({ probes: [probe] }) => expectNoTokens(probe!), {
    control: 'required',
  }),
};
