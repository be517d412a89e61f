import type { Contract, Flow, Operation, Scheme, Server } from '../../contract.ts';
import { openIdConfiguration, openIdProvider, type OpenIdProvider } from '../../schemes/provider.ts';
import { serversFor } from '../../servers.ts';

type Documented = Pick<Contract, 'schemes' | 'servers' | 'operations'>;

/**
 * The schemes with the flows of each provider of OpenID Connect, whose endpoints a document leaves to its discovery document: the code flow and client
 * credentials, with the scopes that operations require. Its endpoints are those of other flows at its origin, otherwise they are next to the discovery document.
 *
 * @see OpenID Connect Discovery 1.0 §3
 */
export function withDiscoveredFlows({ schemes, servers, operations }: Documented): readonly Scheme[] {
  return schemes.map((scheme) => {
    const provider = openIdProvider({ servers }, scheme);
    const isKnown = scheme.flows.length > 0 || scheme.metadataUrl?.endsWith(openIdConfiguration) !== true;
    return provider === undefined || isKnown
      ? scheme
      : { ...scheme, discovered: true, flows: flowsOf(provider, scheme, { schemes, servers, operations }) };
  });
}

function flowsOf(provider: OpenIdProvider, { name, place }: Scheme, documented: Documented): readonly Flow[] {
  const others = documented.schemes.flatMap(({ flows }) => flows);
  const atOrigin = (member: 'authorizationUrl' | 'tokenUrl') =>
    others.map((flow) => flow[member]).find((url) => url !== undefined && URL.canParse(url) && new URL(url).origin === provider.origin);
  const base = provider.origin + provider.basePath + freePrefix(provider, documented);
  const tokenUrl = atOrigin('tokenUrl') ?? `${base}/token`;
  const shared = { tokenUrl, scopes: requiredScopes(documented.operations, name), place };
  return [
    { kind: 'authorizationCode', ...shared, authorizationUrl: atOrigin('authorizationUrl') ?? `${base}/authorize`, refreshUrl: tokenUrl },
    { kind: 'clientCredentials', ...shared },
  ];
}

const prefixes = ['', '/oauth2', '/openid-connect', '/authorization-server'];

/** The first prefix below which no operation of the document is an endpoint of the provider. */
function freePrefix({ origin, basePath }: OpenIdProvider, { servers, operations }: Pick<Documented, 'servers' | 'operations'>): string {
  const host = origin === '' ? '' : new URL(origin).host;
  const isThere = (server: Server) => server.host === '' || host === '' || server.host === host;
  const taken = new Set(
    operations.flatMap((operation) =>
      serversFor({ servers }, operation)
        .filter(isThere)
        .map((server) => server.basePath + operation.path),
    ),
  );
  const isFree = (prefix: string) =>
    ['authorize', 'token', 'revoke', 'introspect'].every((name) => !taken.has(`${basePath}${prefix}/${name}`));
  return prefixes.find(isFree) ?? prefixes.at(-1)!;
}

/** The scopes that operations require of a scheme. */
export function requiredScopes(operations: readonly Operation[], scheme: string): readonly string[] {
  const requirements = operations.flatMap(({ security }) => security.flatMap((alternative) => alternative.requirements));
  return [...new Set(requirements.filter((one) => one.scheme === scheme).flatMap(({ scopes }) => scopes))];
}
