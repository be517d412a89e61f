/**
 * The authorization code grant.
 *
 * @module
 * @see RFC 6749 §4.1.3
 */
import { requestParameter, type Step } from '../endpoint-context.ts';
import { forType } from './grant-type.ts';
import { checkingPresented, ofItsClient } from './presented.ts';
import { reject } from '../reply.ts';
import { challengeOf } from '../sha256.ts';
import { revokeFamily } from '../tokens.ts';

const found: Step = {
  name: 'code',
  pass(exchange) {
    const handle = requestParameter(exchange, 'code');
    if (handle === undefined) return reject(exchange, 'invalid_request', 'There is no code');
    const grant = exchange.environment.store.grant(handle);
    if (grant?.kind !== 'code') return reject(exchange, 'invalid_grant', 'The code is not valid');
    return { ...exchange, presented: { handle, grant }, account: grant.account, scopes: grant.scopes };
  },
};

/** A reused code may be stolen, so its tokens are revoked. @see RFC 6749 §4.1.2 */
const unused = checkingPresented('code', 'code-unused', (exchange, { used, family }) => {
  if (!used) return exchange;
  revokeFamily(exchange.environment.store, family);
  return reject(exchange, 'invalid_grant', 'The code was used before');
});

const unexpired = checkingPresented('code', 'code-unexpired', (exchange, { expiresAt }) =>
  exchange.request.at < expiresAt ? exchange : reject(exchange, 'invalid_grant', 'The code has expired'),
);

/** @see RFC 6749 §4.1.3, §10.6 */
const ofRedirectUri = checkingPresented('code', 'code-of-redirect-uri', (exchange, { redirectUri, redirectUriStated }) => {
  const uri = requestParameter(exchange, 'redirect_uri');
  const same = uri === redirectUri || (uri === undefined && !redirectUriStated);
  return same ? exchange : reject(exchange, 'invalid_grant', 'The redirect_uri is not that of the authorization request');
});

/** @see RFC 7636 §4.6, RFC 9700 §2.1.1 */
const verifier = checkingPresented('code', 'code-verifier', (exchange, { challenge }) => {
  const sent = requestParameter(exchange, 'code_verifier');
  const met = challenge === undefined ? sent === undefined : sent !== undefined && challengeOf(sent) === challenge;
  return met ? exchange : reject(exchange, 'invalid_grant', 'The code_verifier is not that of the authorization request');
});

const spent = checkingPresented('code', 'code-spent', (exchange, grant, handle) => {
  exchange.environment.store.putGrant(handle, { ...grant, used: true });
  return exchange;
});

/** The steps of `grant_type=authorization_code`. */
export const authorizationCode: readonly Step[] = forType('authorization_code', [
  found,
  ofItsClient('code', 'The code is not valid'),
  unused,
  unexpired,
  ofRedirectUri,
  verifier,
  spent,
]);
