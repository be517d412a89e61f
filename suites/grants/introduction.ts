/**
 * Whether the OAuth clients of a configuration are who they claim to be: each asks with a code that nobody gave.
 *
 * @module
 */
import { authorizationServers } from '../../spec/authorization.ts';
import type { Contract } from '../../spec/contract.ts';
import { member, text } from '../../spec/json.ts';
import { jsonOf } from '../quota.ts';
import type { PreflightResult } from '../result.ts';
import type { OAuthClient, Settings } from '../settings.ts';
import type { Sent, Target } from '../target.ts';
import { basic } from './dialogue.ts';
import { inventedCode } from './flow.ts';
import { encoded, type Parameters } from './form.ts';
import { mayUse } from './parties.ts';

/** Asks once for each client with a secret, and once more by Basic where that is not known. */
export async function introduceClients(
  contract: Contract,
  settings: Settings,
  target: Target,
): Promise<{ readonly lines: readonly PreflightResult[]; readonly requests: number }> {
  const path = authorizationServers(contract).find(({ paths }) => paths.token !== undefined)?.paths.token;
  if (path === undefined) return { lines: [], requests: 0 };
  const lines: PreflightResult[] = [];
  let requests = 0;
  const ask = (client: OAuthClient, byBasic: boolean) => {
    requests += 1;
    return present(target, settings, path, client, byBasic);
  };
  for (const client of settings.clients) {
    if (client.clientSecret === undefined || client.from !== undefined || !mayUse(contract, client)) continue;
    const first = await ask(client, false);
    lines.push(told(client, settings, isUnknown(first) ? await ask(client, true) : first));
  }
  return { lines, requests };
}

function present(target: Target, settings: Settings, path: string, client: OAuthClient, byBasic: boolean): Promise<Sent> {
  const { clientId, clientSecret = '', redirectUri } = client;
  const own: Parameters = byBasic ? [] : [['client_id', clientId], ['client_secret', clientSecret]]; // prettier-ignore
  const asked: Parameters = [['grant_type', 'authorization_code'], ['code', inventedCode], ['redirect_uri', redirectUri], ...own];
  return target.send({
    method: 'POST',
    target: path,
    headers: [
      'User-Agent',
      settings.userAgent,
      'Accept',
      'application/json',
      'Content-Type',
      'application/x-www-form-urlencoded',
      ...(byBasic ? ['Authorization', basic(clientId, clientSecret)] : []),
    ],
    body: encoded(asked, '+'),
    channel: 'oauth',
    level: 'client',
  });
}

const errorOf = ({ reply }: Sent) => reply && text(member(jsonOf(reply), 'error'));
const isUnknown = (sent: Sent) => errorOf(sent) === 'invalid_client' || sent.reply?.status === 401;

/** Nothing here makes a run unusable: the API itself can be judged without any client. */
function told({ name }: OAuthClient, { oauthTarget }: Settings, sent: Sent): PreflightResult {
  const id = `clients/${name}`;
  const warning = (says: string, configuration: string, fix: string): PreflightResult => ({
    id,
    outcome: 'warning',
    says: `${name}: ${says}`,
    configuration,
    fix,
  });
  if (sent.trouble) return warning(`${oauthTarget} does not answer: ${sent.trouble.says}`, 'oauthTarget', 'name the origin of the authorization server'); // prettier-ignore
  if (isUnknown(sent)) {
    const fix = 'check that id and secret are those of one client, whole and live';
    return warning('the token endpoint does not know it, neither by its body nor by Basic', `clients.${name}.clientSecret`, fix);
  }
  const { status } = sent.reply!;
  if (status === 404 || status >= 500) {
    return warning(`the token endpoint answers ${status}`, 'oauthTarget', 'check that the authorization server runs at this origin');
  }
  return { id, outcome: 'pass', says: `${name}: the token endpoint knows it` };
}
