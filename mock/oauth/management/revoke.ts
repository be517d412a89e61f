/**
 * Revocation of tokens.
 *
 * @module
 * @see RFC 7009
 */
import { requestParameter, type Step } from '../endpoint-context.ts';
import { authenticated } from '../token/proof.ts';
import { empty, reject } from '../reply.ts';
import { revokeFamily, revokeToken } from '../tokens.ts';

const named: Step = {
  name: 'token',
  pass: (exchange) =>
    requestParameter(exchange, 'token') === undefined ? reject(exchange, 'invalid_request', 'There is no token') : exchange,
};

/** A client may revoke only its own tokens. @see RFC 7009 §2.1 */
const ofClient: Step = {
  name: 'token-of-client',
  pass(exchange) {
    const { environment, client, namespace } = exchange;
    const grant = environment.store.grant(requestParameter(exchange, 'token') ?? '');
    if (grant?.kind !== 'access' && grant?.kind !== 'refresh') return exchange;
    if (grant.client === client?.name && grant.namespace === namespace) return exchange;
    return reject(exchange, 'invalid_grant', 'The token belongs to another client');
  },
};

/** Revokes an access token, or all tokens of the same authorization for a refresh token. An unknown token counts as revoked. */
const revocation: Step = {
  name: 'revocation',
  pass(exchange) {
    const { store } = exchange.environment;
    const grant = store.grant(requestParameter(exchange, 'token') ?? '');
    if (grant?.kind === 'access') revokeToken(store, grant.secret);
    if (grant?.kind === 'refresh') revokeFamily(store, grant.family);
    return empty(exchange, 200, { outcome: 'served', cause: { code: 'revocation', client: exchange.client?.name ?? '' } });
  },
};

/** The steps of the revocation endpoint. */
export const revoke: readonly Step[] = [...authenticated, named, ofClient, revocation];
