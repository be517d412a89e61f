import type { oauthPkceRequirements as rows } from '../../../../spec/catalogue/oauth/pkce.ts';
import { excerpt, replyOf } from '../../../expectations/answer.ts';
import { expectTokenError } from '../../../expectations/oauth.ts';
import { headerValue } from '../../../../spec/message.ts';
import type { Observation } from '../../../engine/evidence.ts';
import type { Check, Judgement } from '../../../engine/check.ts';
import { fact, judging, unless } from './subject.ts';

const refused: Check['judge'] = ({ probes: [probe] }) => expectTokenError(probe!, ['invalid_grant', 'invalid_request']);
const where = '$response.header.Location';
const told = ({ probes: [probe] }: Observation) =>
  excerpt(headerValue(replyOf(probe).headers, 'location') ?? '') || String(replyOf(probe).status);

const noCode = (observation: Observation): Judgement =>
  unless(fact(observation, 'code') !== true, { reason: 'a code was given', where, expected: 'invalid_request', actual: told(observation) });

export const oauthPkceChecks: { readonly [id in keyof typeof rows]: Check } = {
  'grants/pkce-is-supported': judging(['challenge'], (observation) =>
    unless(fact(observation, 'works') === true, {
      reason: 'a challenge with its verifier gives no token',
      where: '$statusCode',
      expected: 'tokens',
      actual: excerpt(`${replyOf(observation.probes.at(-1)).status} ${replyOf(observation.probes.at(-1)).body}`),
    }),
  ),
  'grants/wrong-verifier-is-refused': judging(['wrong-verifier', 'missing-verifier'], refused, { control: 'required' }),
  'grants/verifier-without-challenge-is-refused': judging(['verifier-without-challenge'], refused, { control: 'required' }),
  'grants/unknown-challenge-method-is-refused': judging(['unknown-method'], noCode, { control: 'required' }),
  'grants/plain-challenge-is-refused': judging(['plain-method'], noCode, { control: 'required' }),
};
