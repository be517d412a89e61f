import { requestParameter, type Step } from '../endpoint-context.ts';
import type { RegisteredClient } from '../management/register.ts';
import { reject } from '../reply.ts';

/** A loopback URI without its port; undefined for other URIs. @see RFC 8252 §7.3 */
function portless(uri: string): string | undefined {
  const [, before, after] = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]))(?::\d{1,5})?((?:[/?].*)?)$/.exec(uri) ?? [];
  return before === undefined ? undefined : `${before} ${after}`;
}

/** Whether a URI is registered: an exact match, except for the port of a loopback URI. */
export function isRegistered(client: Pick<RegisteredClient, 'redirectUris' | 'public'>, uri: string): boolean {
  if (client.redirectUris.includes(uri)) return true;
  const loopback = client.public ? portless(uri) : undefined;
  return loopback !== undefined && client.redirectUris.some((registered) => portless(registered) === loopback);
}

const isPlain = (uri: string) => /^http:/i.test(uri) && !/^http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost)(?:[:/?]|$)/i.test(uri);

/** Finds the redirect URI. Without a registered one there is no redirect. @see RFC 9700 §4.1.3 */
export const redirectUri: Step = {
  name: 'redirect-uri',
  pass(exchange) {
    const { client, parameters } = exchange;
    const stated = requestParameter(exchange, 'redirect_uri');
    if (parameters.repeated.has('redirect_uri')) return reject(exchange, 'invalid_request', 'The redirect URI is repeated');
    const only = client?.redirectUris.length === 1 ? client.redirectUris[0] : undefined;
    const uri = stated ?? only;
    if (uri === undefined) return reject(exchange, 'invalid_request', 'There is no redirect URI');
    if (client === undefined || !isRegistered(client, uri)) {
      return reject(exchange, 'invalid_request', 'The redirect URI is not registered for this client');
    }
    const implicit = exchange.endpoint.realm.flows.some(({ kind }) => kind === 'implicit');
    const part = implicit && requestParameter(exchange, 'response_type') === 'token' ? 'fragment' : 'query';
    return { ...exchange, returnTo: { uri, stated: stated !== undefined, state: requestParameter(exchange, 'state'), part } };
  },
};

/** Rejects plain HTTP redirect URIs, even registered ones. @see RFC 9700 §2.6 */
export const redirectUriIsSafe: Step = {
  name: 'redirect-uri-is-safe',
  pass(exchange) {
    const { returnTo } = exchange;
    if (returnTo === undefined || !isPlain(returnTo.uri)) return exchange;
    return reject({ ...exchange, returnTo: undefined }, 'invalid_request', 'The redirect URI is plain HTTP');
  },
};
