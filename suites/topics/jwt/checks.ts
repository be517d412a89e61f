import type { jwtRequirements as rows } from '../../../spec/catalogue/jwt.ts';
import type { Contract } from '../../../spec/contract.ts';
import { expectStatus, replyOf } from '../../expectations/answer.ts';
import { timeAt } from '../../expectations/rate-fields.ts';
import { mayBeJwt } from './forged-jwts.ts';
import { notApplicable, type Check } from '../../engine/check.ts';
import { forgedJwts } from './forged-jwts.ts';

const declared = ({ schemes }: Contract): true | string => schemes.some(mayBeJwt) || 'no scheme of the document declares JWTs';

/** What is accepted of a clock that runs behind, in seconds. */
const grace = 300;

/** Refused although, and only because, the token is forged in one of these ways. */
const refused = (...variants: readonly string[]): Check => ({
  scenario: forgedJwts,
  applies: declared,
  of: ({ variant }) => variants.includes(variant ?? ''),
  control: 'required',
  judge: ({ probes: [probe] }) => expectStatus(probe!, [401, 400]),
});

export const jwtChecks: { readonly [id in keyof typeof rows]: Check } = {
  'jwt/unsigned': refused('none', 'none-in-other-letters', 'empty-signature', 'no-signature'),
  'jwt/tampered': refused('added-claim', 'other-audience', 'later-end', 'changed-signature'),
  'jwt/foreign-key': refused('guessable-key', 'embedded-key'),
  'jwt/expired': {
    ...refused('expired'),
    judge: ({ probes: [probe], facts }) => {
      const end = facts?.['end'];
      if (typeof end !== 'number') return notApplicable('the token does not say when it ends');
      if (end + grace > timeAt(probe!)) return notApplicable('the token says that it has yet to end');
      const { status } = replyOf(probe);
      return status === 400 ? [] : expectStatus(probe!, [401]);
    },
  },
};
