/**
 * Whether a client is registered as configured: its redirect URI, scopes and consent. A request or two of its flows show it.
 *
 * @module
 */
import { flowOf } from '../../spec/authorization.ts';
import { member, text } from '../../spec/json/json.ts';
import { headerValue } from '../../spec/message.ts';
import type { PreflightSender } from './sender.ts';
import { passed, warning } from './line.ts';
import { jsonOf } from '../expectations/quota.ts';
import type { PreflightResult } from '../result/result.ts';
import type { OAuthClient } from '../engine/settings.ts';
import { withCommonHeaders } from '../http/request.ts';
import type { Sent } from '../http/target.ts';
import { documentedRequest } from '../oauth/codes.ts';
import { demandIn, isFree, type DemandedParameter } from '../oauth/demands.ts';
import { isBack } from '../oauth/flow.ts';
import { encoded, scopesIn, withParameters, type Parameters } from '../oauth/form.ts';
import { returnedBy } from '../oauth/issued.ts';
import { isInsecure, serverWith, withScopesOf } from '../oauth/parties.ts';
import { tokenRequest } from './token-request.ts';
import { pkceFor } from '../oauth/pkce.ts';

/** Asks for a code and for tokens with the configured scopes; redeems nothing. */
export async function registrationLines(sender: PreflightSender, client: OAuthClient): Promise<readonly PreflightResult[]> {
  const server = serverWith(sender.contract, 'authorizationCode');
  const authorized = server ? await authorizationLines(sender, withScopesOf(sender.contract, server, client)) : [];
  return [...authorized, ...(await grantLines(sender, client, 'clientCredentials')), ...(await grantLines(sender, client, 'password'))];
}

/** The authorization request of the code flow. @see RFC 6749 §4.1.1, §4.1.2.1 */
async function authorizationLines(sender: PreflightSender, client: OAuthClient): Promise<readonly PreflightResult[]> {
  const { contract, settings } = sender;
  const { name, redirectUri, consent, scopes } = client;
  const path = serverWith(contract, 'authorizationCode')?.paths.authorize;
  if (path === undefined || redirectUri === '' || isInsecure(client)) return [];
  const id = `clients/${name}/authorization`;
  const key = `clients.${name}`;
  const warned = (message: string, configuration: string, fix: string) => [
    warning(id, { message: `${name}: ${message}`, configuration, fix }),
  ];
  const { sent, needed } = await authorize(sender, client, path);
  const { reply } = sent;
  if (!reply) return warned(`${settings.oauthTarget} does not answer: ${sent.trouble!.message}`, 'oauthTarget', 'set it to the origin of the authorization server'); // oxfmt-ignore
  const { location, error, code } = outcomeOf(sent);
  const asked = scopes.join(' ') || 'no scope';
  const demand = error === undefined ? undefined : demandIn(reply);
  if (demand !== undefined && !isFree(demand)) return warned(`the authorization endpoint demands the parameter ${demand}`, ...parameterAdvice(key, demand)); // oxfmt-ignore
  if (error === 'invalid_scope')
    return warned(`the authorization endpoint rejects the scopes ${asked}`, `${key}.scopes`, 'list the scopes that the client may ask for');
  if (error === 'unauthorized_client')
    return warned('the authorization endpoint does not allow it the code flow', `${key}.plan`, 'set the plan of its account, and use a client that is registered for the code flow'); // oxfmt-ignore
  if (error !== undefined)
    return warned(
      `the authorization endpoint returns ${error}`,
      key,
      'check that the client is registered for the code flow, with these scopes',
    );
  if (reply.status === 404 || reply.status >= 500)
    return warned(`the authorization endpoint returns ${reply.status}`, 'oauthTarget', 'check that the authorization server runs at this origin'); // oxfmt-ignore
  if (reply.status >= 400) {
    const fix = 'check that it is registered exactly like this, and that the clientId is the one of this environment';
    return warned(`the authorization endpoint returns ${reply.status} and does not redirect back`, `${key}.redirectUri`, fix);
  }
  if (location !== undefined && isBack({ location }, redirectUri)) {
    const back = passed(
      id,
      `${name}: the authorization endpoint redirects back with a code for ${asked}${needed.length > 0 ? `; the request needs ${needed.join(' and ')}` : ''}`,
    );
    return code === undefined || consent.kind !== 'automatic' ? [back] : [back, ...(await denial(sender, client, path))];
  }
  if (consent.kind !== 'automatic') return [passed(id, `${name}: the authorization endpoint asks a user`)];
  const fix = 'set { browser: ./login.ts }, a script that signs in and consents, or use a client whose user has consented permanently';
  return warned('the authorization endpoint asks a user to sign in or to consent', `${key}.consent`, fix);
}

/** Checks the hook deny, if there is one: the next authorization request must be denied. */
async function denial(sender: PreflightSender, client: OAuthClient, path: string): Promise<readonly PreflightResult[]> {
  const { deny } = sender.target.capabilities;
  if (!deny) return [];
  const id = `clients/${client.name}/denial`;
  const warned = (message: string) => {
    const fix = 'fix the hook deny, or remove it from the capabilities of the server';
    return [warning(id, { message: `${client.name}: ${message}`, configuration: 'hooks.url', fix })];
  };
  try {
    await deny(client.clientId);
  } catch (error) {
    return warned(error instanceof Error ? error.message : String(error));
  }
  const { sent } = await authorize(sender, client, path);
  const { error } = outcomeOf(sent);
  return error === 'access_denied' ? [passed(id, `${client.name}: a consent can be denied`)] : warned('the hook deny had no effect on the next authorization request'); // oxfmt-ignore
}

const parameterAdvice = (key: string, demand: DemandedParameter) =>
  [`${key}.parameters`, `set its value: parameters: { ${demand}: … }`] as const;

interface Authorization {
  readonly sent: Sent;
  /** The parameters that the server demanded besides the documented ones. */
  readonly needed: readonly DemandedParameter[];
}

/** The documented request, and again with a state and a challenge as far as the server demands them; both if the error does not say. */
async function authorize({ target, settings }: PreflightSender, client: OAuthClient, path: string): Promise<Authorization> {
  const pkce = pkceFor('preflight');
  const scope = client.scopes.length > 0 ? client.scopes.join(' ') : undefined;
  const send = (needed: readonly DemandedParameter[]) => {
    const parameters = withParameters(documentedRequest(client, scope), {
      ...(needed.includes('state') && { state: 'preflight-of-auth-conformance' }),
      ...(needed.includes('code_challenge') && { code_challenge: pkce.challenge, code_challenge_method: 'S256' }),
    });
    return target.send({
      method: 'GET',
      target: `${path}${path.includes('?') ? '&' : '?'}${encoded(parameters)}`,
      headers: withCommonHeaders(settings, ['Accept', 'text/html']),
      channel: 'oauth',
      level: 'client',
    });
  };
  let found: Authorization = { sent: await send([]), needed: [] };
  while (found.needed.length < 2) {
    const { error } = outcomeOf(found.sent);
    const demand = error === undefined ? undefined : (demandIn(found.sent.reply) ?? (error === 'invalid_request' ? 'any' : undefined));
    if (demand === undefined || (demand !== 'any' && (!isFree(demand) || found.needed.includes(demand)))) return found;
    const needed: readonly DemandedParameter[] = demand === 'any' ? ['state', 'code_challenge'] : [...found.needed, demand];
    found = { sent: await send(needed), needed };
  }
  return found;
}

function outcomeOf({ reply }: Sent): { readonly location?: string; readonly error?: string; readonly code?: string } {
  const location = reply && reply.status >= 300 && reply.status < 400 ? headerValue(reply.headers, 'location') : undefined;
  const returned = returnedBy(location ?? '');
  const error = returned.get('error') ?? (reply && reply.status >= 400 ? text(member(jsonOf(reply), 'error')) : undefined);
  const code = returned.get('code');
  return {
    ...(location !== undefined && { location }),
    ...(error !== undefined && { error }),
    ...(code !== null && { code }),
  };
}

/** A flow that gives tokens without a browser. @see RFC 6749 §4.3, §4.4 */
async function grantLines(
  sender: PreflightSender,
  client: OAuthClient,
  kind: 'clientCredentials' | 'password',
): Promise<readonly PreflightResult[]> {
  const { contract, target, settings } = sender;
  const server = serverWith(contract, kind);
  const path = server?.paths.token;
  const { name, clientSecret, scopes, resourceOwner } = client;
  const owner: Parameters | undefined = kind === 'clientCredentials' ? [['grant_type', 'client_credentials']] : resourceOwner && [['grant_type', 'password'], ['username', resourceOwner.username], ['password', resourceOwner.password]]; // oxfmt-ignore
  if (path === undefined || !owner || (kind === 'clientCredentials' && clientSecret === undefined)) return [];
  const offered = flowOf(server!, kind)!.scopes;
  const asked = scopes.filter((scope) => offered.length === 0 || offered.includes(scope));
  const byBasic = clientSecret !== undefined && contract.clientAuthentication[0] === 'client_secret_basic';
  const form = withParameters(owner, { scope: asked.length > 0 ? asked.join(' ') : undefined });
  const sent = await target.send(tokenRequest(settings, path, client, form, byBasic));
  const body = sent.reply && jsonOf(sent.reply);
  const id = `clients/${name}/${kind}`;
  const key = `clients.${name}`;
  const words = kind === 'password' ? 'password' : 'client credentials';
  const error = text(member(body, 'error'));
  const warned = (message: string, configuration: string, fix: string) => [
    warning(id, { message: `${name}: ${message}`, configuration, fix }),
  ];
  if (error === 'invalid_scope')
    return warned(`the ${words} flow rejects ${asked.length > 0 ? `the scopes ${asked.join(' ')}` : 'a request without a scope'}`, `${key}.scopes`, 'list the scopes that the client may ask for'); // oxfmt-ignore
  if (error === 'invalid_grant' && kind === 'password')
    return warned('the password flow rejects its resource owner', `${key}.resourceOwner`, `check that the user name and ${sender.sourceOf(`${key}.resourceOwner.password`)} belong to one user of this environment`); // oxfmt-ignore
  const demand = demandIn(sent.reply);
  if (error !== undefined && demand !== undefined && !isFree(demand))
    return warned(`the ${words} flow demands the parameter ${demand}`, ...parameterAdvice(key, demand));
  // A client need not be registered for every flow. The run reports which flow it lacks.
  if (text(member(body, 'access_token')) === undefined) return [];
  const granted = scopesIn(text(member(body, 'scope')) ?? asked.join(' '));
  const missing = asked.filter((scope) => !granted.includes(scope));
  return missing.length === 0
    ? [passed(id, `${name}: the ${words} flow gives a token for ${asked.join(' ') || 'no scope'}`)]
    : warned(`the ${words} flow gives a token without ${missing.join(', ')}`, `${key}.scopes`, 'list the scopes that the client may have');
}
