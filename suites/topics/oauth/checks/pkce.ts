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
  'oauth/pkce': judging(['challenge'], (observation) =>
    unless(fact(observation, 'works') === true, {
      reason: 'a challenge with its verifier gives no token',
      where: '$statusCode',
      expected: 'tokens',
      actual: excerpt(`${replyOf(observation.probes.at(-1)).status} ${replyOf(observation.probes.at(-1)).body}`),
    }),
  ),
  'oauth/pkce-wrong-verifier': judging(['wrong-verifier', 'missing-verifier'], refused, { control: 'required' }),
  'oauth/pkce-downgrade': judging(['verifier-without-challenge'], refused, { control: 'required' }),
  'oauth/pkce-unknown-method': judging(['unknown-method'], noCode, { control: 'required' }),
  'oauth/pkce-plain-method': judging(['plain-method'], noCode, { control: 'required' }),
};
