/**
 * The discovery document and the keys of a provider of OpenID Connect.
 *
 * @module
 */
import { serversFor } from '../../../spec/servers.ts';
import type { JsonObject } from '../../../spec/contract.ts';
import { openIdKey, type OpenIdProvider } from '../../state/jwt.ts';
import { issuerOf, type EndpointContext, type Step } from '../endpoint-context.ts';
import { method } from '../method.ts';
import { resourceOrigin } from '../realm.ts';
import { metadataReply, serverMetadata, withoutEmptyLists } from './metadata.ts';

/** The endpoints `openid` and `jwks` exist only where there is a provider. */
function providerOf({ endpoint }: EndpointContext): OpenIdProvider {
  const { provider } = endpoint.realm;
  if (provider === undefined) throw new Error('openid: there is no provider');
  return provider;
}

/** The operation that returns the claims of a user, as its path says. @see OpenID Connect Core 1.0 §5.3 */
function userInfo(exchange: EndpointContext, { scheme }: OpenIdProvider): JsonObject {
  const { contract } = exchange.environment.compiled;
  const operation = contract.operations.find(
    ({ method: verb, path, security }) =>
      verb === 'GET' &&
      /\/user-?_?info$/i.test(path) &&
      security.some(({ requirements }) => requirements.some((one) => one.scheme === scheme)),
  );
  if (operation === undefined) return {};
  const basePath = serversFor(contract, operation)[0]?.basePath ?? '';
  return { userinfo_endpoint: resourceOrigin(exchange.endpoint.realm, contract, exchange.request) + basePath + operation.path };
}

/**
 * The issuer is the documented one, which every token names, also where the document is requested from another host; the URLs are those of the
 * requested host. Where flows of the document have endpoints at this origin, their responses name the issuer too, so it is theirs. @see OpenID Connect Discovery 1.0 §3
 */
function configuration(exchange: EndpointContext): JsonObject {
  const provider = providerOf(exchange);
  const { contract } = exchange.environment.compiled;
  return withoutEmptyLists({
    ...serverMetadata(exchange),
    ...(exchange.endpoint.realm.flows.length === 0 && { issuer: provider.issuer }),
    jwks_uri: issuerOf(exchange) + provider.keysPath,
    ...userInfo(exchange, provider),
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
    scopes_supported: [...new Set(['openid', ...contract.scopes])],
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
