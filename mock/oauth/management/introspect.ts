/**
 * Token introspection.
 *
 * @module
 * @see RFC 7662
 */
import type { JsonObject } from '../../../spec/contract.ts';
import { confidential } from '../token/authentication.ts';
import { requestParameter, issuerOf, type EndpointContext, type Step } from '../endpoint-context.ts';
import type { AccessGrant, RefreshGrant } from '../grant.ts';
import { authenticated } from '../token/proof.ts';
import { jsonReply, reject } from '../reply.ts';
import { familyOf } from '../tokens.ts';

const seconds = (at: number) => Math.floor(at / 1000);

/** The description of an active token; undefined if it is inactive. */
function activeFacts(exchange: EndpointContext, grant: AccessGrant | RefreshGrant): JsonObject | undefined {
  const { environment, request } = exchange;
  const key = grant.kind === 'access' ? environment.store.key(grant.secret) : undefined;
  const isActive =
    grant.kind === 'access'
      ? key?.state === 'active' && request.at < key.expiresAt
      : !grant.used && !familyOf(environment.store, grant.family).ended;
  if (!isActive) return undefined;
  const client = [...environment.register.clients.values()].find(({ name }) => name === grant.client);
  return {
    active: true,
    scope: grant.scopes.join(' '),
    client_id: client?.clientId ?? '',
    username: grant.account,
    sub: grant.account,
    iss: issuerOf(exchange),
    iat: seconds(grant.issuedAt),
    ...(grant.kind === 'access' && { token_type: 'Bearer', exp: seconds(grant.expiresAt) }),
  };
}

/** Describes only tokens of the caller's account. All other tokens are reported as inactive. @see RFC 7662 §2.2, §4 */
const facts: Step = {
  name: 'facts',
  pass(exchange) {
    const token = requestParameter(exchange, 'token');
    if (token === undefined) return reject(exchange, 'invalid_request', 'There is no token');
    const grant = exchange.environment.store.grant(token);
    const known = grant?.kind === 'access' || grant?.kind === 'refresh' ? grant : undefined;
    const shown = known?.account === exchange.client?.account ? known && activeFacts(exchange, known) : undefined;
    return jsonReply(exchange, 200, shown ?? { active: false }, {
      outcome: 'served',
      cause: { code: 'introspection', client: exchange.client?.name ?? '' },
    });
  },
};

/** The steps of the introspection endpoint. */
export const introspect: readonly Step[] = [...authenticated, confidential, facts];
