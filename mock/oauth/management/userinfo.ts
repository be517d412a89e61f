/**
 * The claims of a user, for access tokens with the scope `openid`.
 *
 * @module
 * @see OpenID Connect Core 1.0 §5.3
 */
import { headerValues } from '../../../spec/message.ts';
import { realmText } from '../../compile/challenge.ts';
import type { Key } from '../../state/key.ts';
import type { EndpointContext, Step } from '../endpoint-context.ts';
import type { ErrorCode } from '../error-code.ts';
import { method } from '../method.ts';
import { jsonReply, reject } from '../reply.ts';

/** The bearer token of the header; undefined if there is none or more than one. @see RFC 6750 §2.1 */
function bearerToken({ request }: EndpointContext): string | undefined {
  const [only, ...more] = headerValues(request.headers, 'Authorization');
  return more.length > 0 ? undefined : /^Bearer +(\S+)$/i.exec(only ?? '')?.[1];
}

/** The key of an access token that is valid now. */
function keyOfToken({ environment: { store }, request }: EndpointContext, token: string): Key | undefined {
  const grant = store.grant(token);
  const key = store.key(grant?.kind === 'access' ? grant.secret : token);
  return key?.state === 'active' && request.at < key.expiresAt ? key : undefined;
}

/** @see RFC 6750 §3 */
function challenged(exchange: EndpointContext, status: 401 | 403, error: ErrorCode, description: string, named: boolean): EndpointContext {
  const realm = `realm="${realmText(exchange.environment.compiled.contract.title)}"`;
  const challenge = named ? `Bearer ${realm}, error="${error}"` : `Bearer ${realm}`;
  return reject(exchange, error, description, { status, lines: ['WWW-Authenticate', challenge] });
}

const claims: Step = {
  name: 'claims',
  pass(exchange) {
    const token = bearerToken(exchange);
    if (token === undefined) return challenged(exchange, 401, 'invalid_token', 'There is no access token', false);
    const key = keyOfToken(exchange, token);
    if (key === undefined || key.scheme !== exchange.endpoint.realm.provider?.scheme)
      return challenged(exchange, 401, 'invalid_token', 'The access token is not valid', true);
    if (!key.scopes.includes('openid')) return challenged(exchange, 403, 'insufficient_scope', 'The scope openid is missing', true);
    return jsonReply(exchange, 200, { sub: key.account }, { outcome: 'served', cause: { code: 'claims' } });
  },
};

/** The steps of the userinfo endpoint. */
export const userinfo: readonly Step[] = [method('GET', 'HEAD', 'POST'), claims];
