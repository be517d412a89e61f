/**
 * Metadata of the authorization server and of the API.
 *
 * @module
 */
import type { JsonObject } from '../../../spec/contract.ts';
import { isList } from '../../../spec/json/json.ts';
import { issuerOf, endpointOrigin, type EndpointContext, type Step } from '../endpoint-context.ts';
import { declaredTypes } from '../token/grant-type.ts';
import { method } from '../method.ts';
import { issuersOf, resourceOrigin } from '../realm.ts';
import { jsonReply } from '../reply.ts';

const unique = (texts: readonly string[]) => [...new Set(texts)];

/** Metadata without empty lists. @see RFC 8414 §3.2 */
export function withoutEmptyLists(metadata: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => !isList(value) || value.length > 0));
}

/** @see RFC 8414 §2, RFC 9207 §3 */
export function serverMetadata(exchange: EndpointContext): JsonObject {
  const { endpoint, environment } = exchange;
  const { flows, paths } = endpoint.realm;
  const has = (wanted: string) => flows.some(({ kind }) => kind === wanted);
  const at = (path: string | undefined, name: string) => (path === undefined ? {} : { [name]: endpointOrigin(exchange) + path });
  const open = [...environment.register.clients.values()].some((client) => client.public);
  const methods = ['client_secret_basic', 'client_secret_post'];
  return withoutEmptyLists({
    issuer: issuerOf(exchange),
    ...at(paths.authorize, 'authorization_endpoint'),
    ...at(paths.token, 'token_endpoint'),
    ...at(paths.device, 'device_authorization_endpoint'),
    ...at(paths.revoke, 'revocation_endpoint'),
    ...at(paths.introspect, 'introspection_endpoint'),
    scopes_supported: unique(flows.flatMap(({ scopes }) => scopes)),
    response_types_supported: [...(has('authorizationCode') ? ['code'] : []), ...(has('implicit') ? ['token'] : [])],
    response_modes_supported: [...(has('authorizationCode') ? ['query'] : []), ...(has('implicit') ? ['fragment'] : [])],
    grant_types_supported: [...declaredTypes(flows), ...(has('implicit') ? ['implicit'] : [])],
    token_endpoint_auth_methods_supported: open ? [...methods, 'none'] : methods,
    revocation_endpoint_auth_methods_supported: open ? [...methods, 'none'] : methods,
    introspection_endpoint_auth_methods_supported: methods,
    ...(has('authorizationCode') && { code_challenge_methods_supported: ['S256'] }),
    ...(paths.authorize !== undefined && { authorization_response_iss_parameter_supported: true }),
  });
}

/** @see RFC 9728 §2 */
function resourceMetadata(exchange: EndpointContext): JsonObject {
  const { contract } = exchange.environment.compiled;
  const { realms } = exchange.environment;
  const origin = resourceOrigin(exchange.endpoint.realm, contract, exchange.request);
  const issuers = endpointOrigin(exchange) === exchange.endpoint.realm.origin ? issuersOf(realms) : [issuerOf(exchange)];
  return withoutEmptyLists({
    resource: origin + contract.basePath,
    authorization_servers: issuers,
    scopes_supported: contract.scopes,
    bearer_methods_supported: ['header'],
    resource_name: contract.title,
  });
}

export const metadataReply = (build: (exchange: EndpointContext) => JsonObject): Step => ({
  name: 'metadata',
  pass: (exchange) => jsonReply(exchange, 200, build(exchange), { outcome: 'served', cause: { code: 'metadata' } }),
});

/** The steps of the authorization server's metadata. */
export const metadata: readonly Step[] = [method('GET', 'HEAD'), metadataReply(serverMetadata)];

/** The steps of the API's own metadata. */
export const resource: readonly Step[] = [method('GET', 'HEAD'), metadataReply(resourceMetadata)];
