/**
 * The token endpoint.
 *
 * @module
 * @see RFC 6749 §3.2
 */
import { authorizationOf } from '../authorization/authorize.ts';
import { clientCredentials } from './client-credentials.ts';
import { clientPlan } from '../client.ts';
import { authorizationCode } from './code.ts';
import { device } from '../authorization/device.ts';
import { defined } from '../../../spec/defined.ts';
import type { JsonObject } from '../../../spec/contract.ts';
import { signedByProvider } from '../../state/jwt.ts';
import { issuerOf, type EndpointContext, type Step } from '../endpoint-context.ts';
import type { AuthorizationGrant } from '../grant.ts';
import { grantType } from './grant-type.ts';
import { password } from './password.ts';
import { authenticated } from './proof.ts';
import { refreshGrant } from './refresh.ts';
import { jsonReply } from '../reply.ts';
import { issueTokens, tokenLifetime } from '../tokens.ts';

/** The presented authorization, or a new one if the client or a user authenticated. */
function authorization(exchange: EndpointContext): AuthorizationGrant {
  const grant = exchange.presented?.grant;
  if (grant === undefined) return authorizationOf(exchange);
  const { client, namespace, account, scheme, scopes, refreshable, family } = grant;
  return { client, namespace, account, scheme, scopes, refreshable, family };
}

/** The ID token for a code with the scope `openid`. @see OpenID Connect Core 1.0 §3.1.3.3, §2 */
function idToken(exchange: EndpointContext): JsonObject {
  const { environment, endpoint, request, client, presented, account, scopes } = exchange;
  const { provider } = endpoint.realm;
  const grant = presented?.grant;
  if (provider === undefined || grant?.kind !== 'code' || !scopes.includes('openid') || client === undefined) return {};
  const at = Math.floor(request.at / 1000);
  const audience = exchange.namespace === '' ? client.clientId : `${client.clientId}.${exchange.namespace}`;
  const claims = { iss: issuerOf(exchange), sub: account, aud: audience, iat: at, exp: at + tokenLifetime };
  return { id_token: signedByProvider(provider, environment.seed, 'JWT', { ...claims, ...defined({ nonce: grant.nonce }) }) };
}

/** Issues the tokens. @see RFC 6749 §5.1 */
const issue: Step = {
  name: 'issue',
  pass(exchange) {
    const { environment, request, client, scopes } = exchange;
    const { accessToken, refreshToken } = issueTokens(environment, authorization(exchange), scopes, request.at);
    const body = {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: tokenLifetime,
      ...(refreshToken !== undefined && { refresh_token: refreshToken }),
      ...(scopes.length > 0 && { scope: scopes.join(' ') }),
      ...idToken(exchange),
    };
    return jsonReply(exchange, 200, body, { outcome: 'served', cause: { code: 'tokens-issued', client: client?.name ?? '' } });
  },
};

/** The steps of the token endpoint. */
export const token: readonly Step[] = [
  ...authenticated,
  clientPlan,
  grantType,
  ...authorizationCode,
  ...refreshGrant,
  ...clientCredentials,
  ...password,
  ...device,
  issue,
];
