import type { jwtRequirements as rows } from '../../../spec/catalogue/jwt.ts';
import type { Contract } from '../../../spec/contract.ts';
import { expectStatus, replyOf } from '../../expectations/response.ts';
import { timeAt } from '../../expectations/rate-fields.ts';
import { check, notApplicable, type AnyCheck } from '../../engine/check.ts';
import { forgedJwts, mayBeJwt, type JwtCase } from './forged-jwts.ts';

const declared = ({ schemes }: Contract): true | string => schemes.some(mayBeJwt) || 'no scheme of the document declares JWTs';

/** The tolerated clock difference. */
const toleranceSeconds = 300;

/** A token that is forged in one of these ways is rejected. */
const rejected = (...kinds: readonly JwtCase['kind'][]): AnyCheck =>
  check(forgedJwts, {
    applies: declared,
    of: ({ kind }) => kinds.includes(kind),
    control: 'required',
    judge: ({ probes: { call } }) => expectStatus(call, [401, 400]),
  });

export const jwtChecks: { readonly [id in keyof typeof rows]: AnyCheck } = {
  'jwt/unsigned': rejected('none', 'none-in-other-letters', 'empty-signature', 'no-signature'),
  'jwt/tampered': rejected('added-claim', 'other-audience', 'later-end', 'changed-signature'),
  'jwt/foreign-key': rejected('guessable-key', 'embedded-key'),
  'jwt/expired': check(forgedJwts, {
    applies: declared,
    of: ({ kind }) => kind === 'expired',
    control: 'required',
    judge: ({ probes: { call }, facts: { end } = {} }) => {
      if (end === undefined) return notApplicable({ code: 'no-token-expiry' });
      if (end + toleranceSeconds > timeAt(call)) return notApplicable({ code: 'token-not-expired' });
      return replyOf(call).status === 400 ? [] : expectStatus(call, [401]);
    },
  }),
};
