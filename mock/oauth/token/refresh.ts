/**
 * The refresh token grant.
 *
 * @module
 * @see RFC 6749 §6
 */
import { requestParameter, type Step } from '../endpoint-context.ts';
import { forType } from './grant-type.ts';
import { checkingPresented, ofItsClient } from './presented.ts';
import { reject } from '../reply.ts';
import { granted } from '../scope.ts';
import { revokeFamily, familyOf } from '../tokens.ts';

const found: Step = {
  name: 'refresh',
  pass(exchange) {
    const handle = requestParameter(exchange, 'refresh_token');
    if (handle === undefined) return reject(exchange, 'invalid_request', 'There is no refresh_token');
    const grant = exchange.environment.store.grant(handle);
    if (grant?.kind !== 'refresh') return reject(exchange, 'invalid_grant', 'The refresh token is not valid');
    return { ...exchange, presented: { handle, grant }, account: grant.account };
  },
};

/** A reused refresh token may be stolen, so the whole family is revoked. @see RFC 9700 §4.14.2 */
const unused = checkingPresented('refresh', 'refresh-unused', (exchange, { used, family }) => {
  if (!used) return exchange;
  revokeFamily(exchange.environment.store, family);
  return reject(exchange, 'invalid_grant', 'The refresh token was used before');
});

const alive = checkingPresented('refresh', 'refresh-alive', (exchange, { family }) =>
  familyOf(exchange.environment.store, family).ended ? reject(exchange, 'invalid_grant', 'The refresh token has been revoked') : exchange,
);

/** A refresh may narrow the scopes but not widen them. */
const narrowed = checkingPresented('refresh', 'refresh-scope', (exchange, { scopes }) => granted(exchange, scopes));

const spent = checkingPresented('refresh', 'refresh-spent', (exchange, grant, handle) => {
  exchange.environment.store.putGrant(handle, { ...grant, used: true });
  return exchange;
});

/** The steps of `grant_type=refresh_token`. */
export const refreshGrant: readonly Step[] = forType('refresh_token', [
  found,
  ofItsClient('refresh', 'The refresh token is not valid'),
  unused,
  alive,
  narrowed,
  spent,
]);
