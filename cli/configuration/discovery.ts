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
import { member, parseJson, text } from '../../spec/json/json.ts';
import { openTarget } from '../../suites/http/probe.ts';
import { withCommonHeaders } from '../../suites/http/request.ts';
import type { Reply } from '../../suites/http/target.ts';
import type { Settings } from '../../suites/engine/settings.ts';
import type { PreparedRun } from '../run/prepare.ts';

const suffix = '/.well-known/openid-configuration';

/** The schemes whose endpoints only a discovery document names. */
const undiscovered = ({ schemes }: Contract) =>
  schemes.filter(
    ({ type, flows, metadataUrl }) => type === 'openIdConnect' && flows.length === 0 && metadataUrl?.endsWith(suffix) === true,
  );

/**
 * A prepared run whose contract has the flows that the discovery documents of the target name. Without clients nothing would use them, and the
 * mock's clients are those of the declared flows: then nothing is requested. Where a discovery document cannot be read, the contract says so among what is not tested.
 */
export async function withDiscovery<Prepared extends Pick<PreparedRun, 'contract' | 'settings' | 'served'>>(
  prepared: Prepared,
): Promise<Prepared> {
  const { contract, settings } = prepared;
  const schemes = settings.clients.length === 0 || prepared.served ? [] : undiscovered(contract);
  if (schemes.length === 0) return prepared;
  const target = await openTarget(settings);
  const found = new Map<string, Scheme>();
  const problems: string[] = [];
  try {
    for (const scheme of schemes) {
      const { pathname } = new URL(scheme.metadataUrl!, settings.oauthTarget);
      const headers = withCommonHeaders(settings, ['Accept', 'application/json']);
      const { reply, trouble } = await target.send({ method: 'GET', target: pathname, headers, channel: 'oauth', level: 'client' });
      const provider = reply ? await providerIn(reply, scheme, settings) : (trouble?.message ?? 'no response');
      if (typeof provider === 'string')
        problems.push(`The endpoints of ${scheme.name}: its discovery document cannot be used: ${provider}.`);
      else found.set(scheme.name, { ...scheme, flows: flowsOf(contract, scheme, provider) });
    }
  } finally {
    await target.close();
  }
  const discovered: Contract = {
    ...contract,
    schemes: contract.schemes.map((scheme) => found.get(scheme.name) ?? scheme),
    untested: [...contract.untested, ...problems],
  };
  return { ...prepared, contract: discovered };
}

/** The metadata in a response, validated; or what is wrong. A staging server may name the documented issuer or its own. */
async function providerIn(reply: Reply, { metadataUrl }: Scheme, { oauthTarget }: Settings): Promise<AuthorizationServer | string> {
  const { origin, pathname } = new URL(metadataUrl!, oauthTarget);
  const path = pathname.slice(0, -suffix.length);
  const own = new URL(oauthTarget).origin + path;
  const issuer = issuerIn(reply) ?? own;
  if (![origin + path, own].includes(issuer.replace(/\/$/, ''))) return `expected the issuer ${own}, got ${issuer}`;
  const type = headerValue(reply.headers, 'content-type');
  const response = new Response(reply.body, { status: reply.status, headers: defined({ 'Content-Type': type }) });
  return processDiscoveryResponse(new URL(issuer), response).catch((error: unknown) =>
    error instanceof Error ? error.message : String(error),
  );
}

function issuerIn({ body }: Reply): string | undefined {
  try {
    return text(member(parseJson(body), 'issuer'));
  } catch {
    return undefined;
  }
}

/** The flows that a provider offers, with the scopes that operations require. @see OpenID Connect Discovery 1.0 §3 */
function flowsOf({ operations }: Contract, { name, place }: Scheme, provider: AuthorizationServer): readonly Flow[] {
  const requirements = operations.flatMap(({ security }) => security.flatMap((alternative) => alternative.requirements));
  const scopes = [...new Set(requirements.filter(({ scheme }) => scheme === name).flatMap((requirement) => requirement.scopes))];
  const grants = new Set(provider.grant_types_supported ?? ['authorization_code']);
  const {
    authorization_endpoint: authorizationUrl,
    token_endpoint: tokenUrl,
    device_authorization_endpoint: deviceAuthorizationUrl,
  } = provider;
  if (tokenUrl === undefined) return [];
  const refreshUrl = grants.has('refresh_token') ? tokenUrl : undefined;
  const usual = { scopes, place, tokenUrl, ...defined({ refreshUrl }) };
  return [
    ...(authorizationUrl !== undefined && grants.has('authorization_code')
      ? [{ ...usual, kind: 'authorizationCode' as const, authorizationUrl }]
      : []),
    ...(grants.has('client_credentials') ? [{ scopes, place, tokenUrl, kind: 'clientCredentials' as const }] : []),
    ...(deviceAuthorizationUrl === undefined ? [] : [{ ...usual, kind: 'deviceAuthorization' as const, deviceAuthorizationUrl }]),
  ];
}
