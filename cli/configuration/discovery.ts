/**
 * The endpoints of OpenID Connect, which a document leaves to the discovery document of its provider.
 *
 * @module
 * @see OpenID Connect Discovery 1.0 §4
 */
import { processDiscoveryResponse, type AuthorizationServer } from 'oauth4webapi';
import type { Contract, Flow, Scheme } from '../../spec/contract.ts';
import { headerValue } from '../../spec/message.ts';
import { defined } from '../../spec/defined.ts';
import { requiredScopes } from '../../spec/compile/security/discovered-flows.ts';
import { member, parseJson, text } from '../../spec/json/json.ts';
import { openIdConfiguration } from '../../spec/schemes/provider.ts';
import { openTarget } from '../../suites/http/probe.ts';
import { withCommonHeaders } from '../../suites/http/request.ts';
import type { Reply } from '../../suites/http/target.ts';
import type { Tracing } from '../../suites/http/tracing.ts';
import type { Settings } from '../../suites/engine/settings.ts';
import type { PreparedRun } from '../run/prepare.ts';

/** What a discovery document says, as far as a run uses it. */
interface Discovered {
  readonly issuer: string;
  readonly flows: readonly Flow[];
  readonly clientAuthentication: Contract['clientAuthentication'];
}

/** The contract without the flows that only the mock offers. A run without clients has no use for the flows of a discovery document. */
export function withoutDiscoveredFlows(contract: Contract): Contract {
  return { ...contract, schemes: contract.schemes.map((scheme) => (scheme.discovered ? { ...scheme, flows: [] } : scheme)) };
}

/**
 * A prepared run whose contract has the flows that the discovery documents of the target name, in place of those that the mock offers. Without clients
 * nothing would use them, and nothing is requested. Where a discovery document cannot be used, the contract says so among what is not tested.
 */
export async function withDiscovery<Prepared extends Pick<PreparedRun, 'contract' | 'settings'>>(
  prepared: Prepared,
  tracing?: Tracing,
): Promise<Prepared> {
  const { contract, settings } = prepared;
  const schemes = contract.schemes.filter(({ discovered }) => discovered);
  if (schemes.length === 0) return prepared;
  if (settings.clients.length === 0) return { ...prepared, contract: withoutDiscoveredFlows(contract) };
  const target = await openTarget(settings, tracing);
  const found = new Map<string, Discovered>();
  const problems: string[] = [];
  try {
    for (const scheme of schemes) {
      const { pathname } = new URL(scheme.metadataUrl!, settings.oauthTarget);
      const headers = withCommonHeaders(settings, ['Accept', 'application/json']);
      const { reply, trouble } = await target.send({ method: 'GET', target: pathname, headers, channel: 'oauth', level: 'client' });
      const discovered = reply ? await discoveredIn(reply, contract, scheme, settings) : (trouble?.message ?? 'no response');
      if (typeof discovered === 'string')
        problems.push(`The endpoints of ${scheme.name}: its discovery document cannot be used: ${discovered}.`);
      else found.set(scheme.name, discovered);
    }
  } finally {
    await target.close();
  }
  const methods = [...found.values()].map(({ clientAuthentication }) => clientAuthentication).find(({ length }) => length > 0);
  const discovered: Contract = {
    ...contract,
    schemes: contract.schemes.map((scheme) =>
      scheme.discovered ? { ...scheme, flows: [], ...flowsAndIssuer(found.get(scheme.name)) } : scheme,
    ),
    clientAuthentication: contract.clientAuthentication.length > 0 ? contract.clientAuthentication : (methods ?? []),
    untested: [...contract.untested, ...problems],
  };
  return { ...prepared, contract: discovered };
}

const flowsAndIssuer = (discovered: Discovered | undefined) => discovered && { flows: discovered.flows, issuer: discovered.issuer };

/** The flows in a response, or why it cannot be used. A staging server may name the documented origin or its own. */
async function discoveredIn(reply: Reply, contract: Contract, scheme: Scheme, { oauthTarget }: Settings): Promise<Discovered | string> {
  const { origin, pathname } = new URL(scheme.metadataUrl!, oauthTarget);
  const path = pathname.slice(0, -openIdConfiguration.length);
  const origins = [origin, new URL(oauthTarget).origin];
  const issuer = issuerIn(reply) ?? origins[1]! + path;
  if (!origins.some((one) => one + path === issuer.replace(/\/$/, ''))) return `expected the issuer ${origins[1]}${path}, got ${issuer}`;
  const type = headerValue(reply.headers, 'content-type');
  const response = new Response(reply.body, { status: reply.status, headers: defined({ 'Content-Type': type }) });
  try {
    const provider = await processDiscoveryResponse(new URL(issuer), response);
    const elsewhere = endpointsOf(provider).find((url) => !URL.canParse(url) || !origins.includes(new URL(url).origin));
    if (elsewhere !== undefined) return `expected endpoints at ${origins[1]}, got ${elsewhere}`;
    return { issuer: provider.issuer, flows: flowsOf(contract, scheme, provider), clientAuthentication: authenticationOf(provider) };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function issuerIn({ body }: Reply): string | undefined {
  try {
    return text(member(parseJson(body), 'issuer'));
  } catch {
    return undefined;
  }
}

const endpointsOf = ({
  authorization_endpoint: authorize,
  token_endpoint: token,
  device_authorization_endpoint: device,
}: AuthorizationServer) => [authorize, token, device].filter((url) => url !== undefined);

/** The only method of both that a provider has for client secrets; none if it has both or neither. @see OpenID Connect Discovery 1.0 §3 */
function authenticationOf({ token_endpoint_auth_methods_supported: methods = ['client_secret_basic'] }: AuthorizationServer) {
  const known = (['client_secret_basic', 'client_secret_post'] as const).filter((method) => methods.includes(method));
  return known.length === 1 ? known : [];
}

/** The flows that a provider offers, with the scopes that operations require. @see OpenID Connect Discovery 1.0 §3 */
function flowsOf({ operations }: Contract, { name, place }: Scheme, provider: AuthorizationServer): readonly Flow[] {
  const grants = new Set(provider.grant_types_supported ?? ['authorization_code']);
  const {
    authorization_endpoint: authorizationUrl,
    token_endpoint: tokenUrl,
    device_authorization_endpoint: deviceAuthorizationUrl,
    response_types_supported: types = ['code'],
  } = provider;
  if (tokenUrl === undefined) return [];
  const refreshUrl = grants.has('refresh_token') ? tokenUrl : undefined;
  const common = { scopes: requiredScopes(operations, name), place, tokenUrl };
  const usual = { ...common, ...defined({ refreshUrl }) };
  return [
    ...(authorizationUrl !== undefined && grants.has('authorization_code') && types.includes('code')
      ? [{ ...usual, kind: 'authorizationCode' as const, authorizationUrl }]
      : []),
    ...(grants.has('client_credentials') ? [{ ...common, kind: 'clientCredentials' as const }] : []),
    ...(deviceAuthorizationUrl === undefined ? [] : [{ ...usual, kind: 'deviceAuthorization' as const, deviceAuthorizationUrl }]),
  ];
}
