/**
 * The token endpoint.
 *
 * @module
 * @see RFC 6749 §3.2
 */
import { mandateOf } from '../authorization/authorize.ts';
import { clientCredentials } from './client-credentials.ts';
import { plan } from '../client.ts';
import { code } from './code.ts';
import { device } from '../authorization/device.ts';
import type { Exchange, Step } from '../exchange.ts';
import type { Mandate } from '../grant.ts';
import { grantType } from './grant-type.ts';
import { password } from './password.ts';
import { authenticated } from './proof.ts';
import { refresh } from './refresh.ts';
import { json } from '../reply.ts';
import { issueTokens, tokenLifetime } from '../tokens.ts';

/** The mandate that is exchanged, or a new one where the client or a person authenticated for it. */
function mandate(exchange: Exchange): Mandate {
  const grant = exchange.presented?.grant;
  if (grant === undefined) return mandateOf(exchange);
  const { client, namespace, account, scheme, scopes, refreshable, family } = grant;
  return { client, namespace, account, scheme, scopes, refreshable, family };
}

/** Gives the tokens. @see RFC 6749 §5.1 */
const issue: Step = {
  name: 'issue',
  pass(exchange) {
    const { around, arrival, client, scopes } = exchange;
    const { accessToken, refreshToken } = issueTokens(around, mandate(exchange), scopes, arrival.at);
    const body = {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: tokenLifetime,
      ...(refreshToken !== undefined && { refresh_token: refreshToken }),
      ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    };
    return json(exchange, 200, body, { outcome: 'served', why: `tokens for ${client?.name ?? ''}` });
  },
};

/** The steps of the token endpoint. */
export const token: readonly Step[] = [
  ...authenticated,
  plan,
  grantType,
  ...code,
  ...refresh,
  ...clientCredentials,
  ...password,
  ...device,
  issue,
];
