/**
 * The discovery document and the keys of a provider of OpenID Connect.
 *
 * @module
 */
import { serversFor } from '../../../spec/servers.ts';
import type { JsonObject } from '../../../spec/contract.ts';
import { userInfoOperation, type OpenIdProvider } from '../../../spec/schemes/provider.ts';
import { openIdKey } from '../../state/jwt.ts';
import { endpointOrigin, type EndpointContext, type Step } from '../endpoint-context.ts';
import { method } from '../method.ts';
import { resourceOrigin } from '../realm.ts';
import { metadataReply, serverMetadata, withoutEmptyLists } from './metadata.ts';

/** The endpoints `openid` and `jwks` exist only where there is a provider. */
function providerOf({ endpoint }: EndpointContext): OpenIdProvider {
  const { provider } = endpoint.realm;
  if (provider === undefined) throw new Error('openid: there is no provider');
  return provider;
}

/** Where the claims of a user are: at an operation of the document, or at an endpoint of the mock. @see OpenID Connect Core 1.0 §5.3 */
function userInfo(exchange: EndpointContext, { scheme }: OpenIdProvider): JsonObject {
  const { contract } = exchange.environment.compiled;
  const operation = userInfoOperation(contract, scheme);
  const own = exchange.endpoint.realm.paths.userinfo;
  if (operation === undefined) return own === undefined ? {} : { userinfo_endpoint: endpointOrigin(exchange) + own };
  const basePath = serversFor(contract, operation)[0]?.basePath ?? '';
  return { userinfo_endpoint: resourceOrigin(exchange.endpoint.realm, contract, exchange.request) + basePath + operation.path };
}

/**
 * The issuer and the URLs are those of the requested host, since clients compare the issuer with the URL that they requested. A provider without
 * endpoints has the documented issuer, which the tokens of principals name. @see OpenID Connect Discovery 1.0 §3, §4.3
 */
function configuration(exchange: EndpointContext): JsonObject {
  const provider = providerOf(exchange);
  const { contract } = exchange.environment.compiled;
  const { flows } = exchange.endpoint.realm;
  return withoutEmptyLists({
    ...serverMetadata(exchange),
    ...(flows.length === 0 && { issuer: provider.issuer }),
    jwks_uri: endpointOrigin(exchange) + provider.keysPath,
    ...userInfo(exchange, provider),
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
    scopes_supported: [...new Set(['openid', ...contract.scopes, ...flows.flatMap(({ scopes }) => scopes)])],
  });
}

/** @see RFC 7517 §5, RFC 7518 §6.2 */
function keySet(exchange: EndpointContext): JsonObject {
  const { x, y, id } = openIdKey(providerOf(exchange), exchange.environment.seed);
  return { keys: [{ kty: 'EC', crv: 'P-256', x, y, use: 'sig', alg: 'ES256', kid: id }] };
}

const reading = (build: (exchange: EndpointContext) => JsonObject): readonly Step[] => [method('GET', 'HEAD'), metadataReply(build)];

/** The steps of the discovery document. */
export const openid = reading(configuration);

/** The steps of the key set. */
export const jwks = reading(keySet);
