/**
 * What an authorization server has registered of a client, as far as a request or two of its flows tell: redirect URI, scopes, consent.
 *
 * @module
 */
import { flowOf } from '../../spec/authorization.ts';
import { member, text } from '../../spec/json/json.ts';
import { headerValue } from '../../spec/message.ts';
import type { PreflightSender } from '../preflight/desk.ts';
import { passed, warning } from '../preflight/line.ts';
import { jsonOf } from '../expectations/quota.ts';
import type { PreflightResult } from '../result/result.ts';
import type { OAuthClient } from '../engine/settings.ts';
import type { Sent } from '../http/target.ts';
import { documentedRequest } from './codes.ts';
import { basicCredentials } from './dialogue.ts';
import { isBack } from './flow.ts';
import { encoded, scopesIn, withParameters, type Parameters } from './form.ts';
import { returnedBy } from './issued.ts';
import { isInsecure, serverWith } from './parties.ts';
import { pkceFor } from './pkce.ts';

/** Asks for a code and for tokens as the client, for the scopes that it is said to have; redeems nothing. */
export async function registrationLines(desk: PreflightSender, client: OAuthClient): Promise<readonly PreflightResult[]> {
  const authorized = await authorizationLines(desk, client);
  return [...authorized, ...(await grantLines(desk, client, 'clientCredentials')), ...(await grantLines(desk, client, 'password'))];
}

/** The authorization request of the code flow. @see RFC 6749 §4.1.1, §4.1.2.1 */
async function authorizationLines(desk: PreflightSender, client: OAuthClient): Promise<readonly PreflightResult[]> {
  const { contract, settings } = desk;
  const { name, redirectUri, consent, scopes } = client;
  const path = serverWith(contract, 'authorizationCode')?.paths.authorize;
  if (path === undefined || redirectUri === '' || isInsecure(client)) return [];
  const id = `clients/${name}/authorization`;
  const key = `clients.${name}`;
  const warned = (says: string, configuration: string, fix: string) => [warning(id, { says: `${name}: ${says}`, configuration, fix })];
  const sent = await authorize(desk, client, path);
  const { reply } = sent;
  if (!reply) return warned(`${settings.oauthTarget} does not answer: ${sent.trouble!.says}`, 'oauthTarget', 'name the origin of the authorization server'); // prettier-ignore
  const { location, error, code } = outcomeOf(sent);
  const asked = scopes.join(' ') || 'no scope';
  if (error === 'invalid_scope')
    return warned(`the authorization endpoint refuses the scopes ${asked}`, `${key}.scopes`, 'list the scopes that the client may ask for');
  if (error === 'unauthorized_client')
    return warned('the authorization endpoint does not let it use the code flow', `${key}.plan`, 'name the plan of its account, and use a client that is registered for the code flow'); // prettier-ignore
  if (error !== undefined)
    return warned(`the authorization endpoint answers ${error}`, key, 'is the client registered for the code flow, with these scopes?');
  if (reply.status === 404 || reply.status >= 500)
    return warned(`the authorization endpoint answers ${reply.status}`, 'oauthTarget', 'check that the authorization server runs at this origin'); // prettier-ignore
  if (reply.status >= 400) {
    const fix = 'is it registered letter by letter, and is the clientId that of this environment?';
    return warned(`the authorization endpoint answers ${reply.status}, and sends nobody back`, `${key}.redirectUri`, fix);
  }
  if (location !== undefined && isBack({ location }, redirectUri)) {
    const back = passed(id, `${name}: the authorization endpoint sends back a code for ${asked}`);
    return code === undefined || consent.kind !== 'automatic' ? [back] : [back, ...(await denial(desk, client, path))];
  }
  if (consent.kind !== 'automatic') return [passed(id, `${name}: the authorization endpoint asks a person`)];
  const fix = 'give { browser: ./login.ts }, a script that signs in and consents, or a client whose user has consented for good';
  return warned('the authorization endpoint asks a person to sign in or to consent', `${key}.consent`, fix);
}

/** The hook that denies, where there is one: the next request is said no to, and that is this one. */
async function denial(desk: PreflightSender, client: OAuthClient, path: string): Promise<readonly PreflightResult[]> {
  const { deny } = desk.target.capabilities;
  if (!deny) return [];
  const id = `clients/${client.name}/denial`;
  const warned = (says: string) => {
    const fix = 'put the hook deny right, or let the server leave it out of its capabilities';
    return [warning(id, { says: `${client.name}: ${says}`, configuration: 'hooks.url', fix })];
  };
  try {
    await deny(client.clientId);
  } catch (error) {
    return warned(error instanceof Error ? error.message : String(error));
  }
  const { error } = outcomeOf(await authorize(desk, client, path));
  return error === 'access_denied' ? [passed(id, `${client.name}: a consent can be denied`)] : warned('the hook deny had no effect on its next authorization request'); // prettier-ignore
}

function authorize({ target, settings }: PreflightSender, client: OAuthClient, path: string): Promise<Sent> {
  const pkce = pkceFor('preflight');
  const scope = client.scopes.length > 0 ? client.scopes.join(' ') : undefined;
  const parameters = withParameters(documentedRequest(client, scope), {
    state: 'preflight-of-auth-conformance',
    code_challenge: pkce.challenge,
    code_challenge_method: 'S256',
  });
  return target.send({
    method: 'GET',
    target: `${path}${path.includes('?') ? '&' : '?'}${encoded(parameters)}`,
    headers: ['User-Agent', settings.userAgent, 'Accept', 'text/html'],
    channel: 'oauth',
    level: 'client',
  });
}

function outcomeOf({ reply }: Sent): { readonly location?: string; readonly error?: string; readonly code?: string } {
  const field = reply && reply.status >= 300 && reply.status < 400 ? headerValue(reply.headers, 'location') : undefined;
  const returned = returnedBy(field ?? '');
  const error = returned.get('error') ?? (reply && reply.status >= 400 ? text(member(jsonOf(reply), 'error')) : undefined);
  const code = returned.get('code');
  return {
    ...(field !== undefined && { location: field }),
    ...(error !== undefined && { error }),
    ...(code !== null && { code }),
  };
}

/** A flow that gives tokens without a browser. @see RFC 6749 §4.3, §4.4 */
async function grantLines(
  desk: PreflightSender,
  client: OAuthClient,
  kind: 'clientCredentials' | 'password',
): Promise<readonly PreflightResult[]> {
  const { contract, target, settings } = desk;
  const server = serverWith(contract, kind);
  const path = server?.paths.token;
  const { name, clientId, clientSecret, scopes, resourceOwner } = client;
  const owner: Parameters | undefined = kind === 'clientCredentials' ? [['grant_type', 'client_credentials']] : resourceOwner && [['grant_type', 'password'], ['username', resourceOwner.username], ['password', resourceOwner.password]]; // prettier-ignore
  if (path === undefined || !owner || (kind === 'clientCredentials' && clientSecret === undefined)) return [];
  const offered = flowOf(server!, kind)!.scopes;
  const asked = scopes.filter((scope) => offered.length === 0 || offered.includes(scope));
  const byBasic = clientSecret !== undefined && contract.clientAuthentication[0] === 'client_secret_basic';
  const own: Parameters = byBasic ? [] : [['client_id', clientId], ...(clientSecret === undefined ? [] : [['client_secret', clientSecret] as const])]; // prettier-ignore
  const sent = await target.send({
    method: 'POST',
    target: path,
    headers: [
      'User-Agent',
      settings.userAgent,
      'Accept',
      'application/json',
      'Content-Type',
      'application/x-www-form-urlencoded',
      ...(byBasic ? ['Authorization', basicCredentials(clientId, clientSecret)] : []),
    ],
    body: encoded(withParameters([...owner, ...own], { scope: asked.length > 0 ? asked.join(' ') : undefined }), '+'),
    channel: 'oauth',
    level: 'client',
  });
  const body = sent.reply && jsonOf(sent.reply);
  const id = `clients/${name}/${kind}`;
  const key = `clients.${name}`;
  const words = kind === 'password' ? 'password' : 'client credentials';
  const error = text(member(body, 'error'));
  const warned = (says: string, configuration: string, fix: string) => [warning(id, { says: `${name}: ${says}`, configuration, fix })];
  if (error === 'invalid_scope')
    return warned(`the ${words} flow refuses the scopes ${asked.join(' ') || 'that it gives unasked'}`, `${key}.scopes`, 'list the scopes that the client may ask for'); // prettier-ignore
  if (error === 'invalid_grant' && kind === 'password')
    return warned('the password flow does not accept its person', `${key}.resourceOwner`, `are the user name and ${desk.sourceOf(`${key}.resourceOwner.password`)} those of one person of this environment?`); // prettier-ignore
  // A client need not be registered for every flow: which one it lacks the run says.
  if (text(member(body, 'access_token')) === undefined) return [];
  const granted = scopesIn(text(member(body, 'scope')) ?? asked.join(' '));
  const missing = asked.filter((scope) => !granted.includes(scope));
  return missing.length === 0
    ? [passed(id, `${name}: the ${words} flow gives a token for ${asked.join(' ') || 'no scope'}`)]
    : warned(
        `the ${words} flow gives a token without ${missing.join(', ')}`,
        `${key}.scopes`,
        'list the scopes that the client was granted',
      );
}
