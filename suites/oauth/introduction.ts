/**
 * Whether the OAuth clients of a configuration are who they claim to be: each asks with a code that nobody gave.
 *
 * @module
 */
import { authorizationServers } from '../../spec/authorization.ts';
import { member, text } from '../../spec/json/json.ts';
import type { PreflightSender } from '../preflight/sender.ts';
import { passed, warning } from '../preflight/line.ts';
import { jsonOf } from '../expectations/quota.ts';
import type { PreflightResult } from '../result/result.ts';
import type { OAuthClient, Settings } from '../engine/settings.ts';
import type { Sent, Target } from '../http/target.ts';
import { basicCredentials } from './dialogue.ts';
import { inventedCode } from './flow.ts';
import { encoded, type Parameters } from './form.ts';
import { mayUse } from './parties.ts';
import { registrationLines } from './registration.ts';

/** Asks once for each client with a secret, and once more by Basic where that is not known. */
export async function introduceClients(desk: PreflightSender): Promise<readonly PreflightResult[]> {
  const { contract, settings, target } = desk;
  const path = authorizationServers(contract).find(({ paths }) => paths.token !== undefined)?.paths.token;
  const lines: PreflightResult[] = [];
  for (const client of settings.clients) {
    if (client.from !== undefined || !mayUse(contract, client)) continue;
    if (path !== undefined && client.clientSecret !== undefined) {
      const first = await present(target, settings, path, client, false);
      const sent = isUnknown(first) ? await present(target, settings, path, client, true) : first;
      const line = told(client, desk, sent);
      lines.push(line);
      if (line.outcome !== 'pass') continue;
    }
    if (desk.thorough) lines.push(...(await registrationLines(desk, client)));
  }
  return lines;
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
      ...(byBasic ? ['Authorization', basicCredentials(clientId, clientSecret)] : []),
    ],
    body: encoded(asked, '+'),
    channel: 'oauth',
    level: 'client',
  });
}

const errorOf = ({ reply }: Sent) => reply && text(member(jsonOf(reply), 'error'));
const isUnknown = (sent: Sent) => errorOf(sent) === 'invalid_client' || sent.reply?.status === 401;

/** Nothing here makes a run unusable: the API itself can be judged without any client. */
function told({ name }: OAuthClient, { settings: { oauthTarget }, sourceOf }: PreflightSender, sent: Sent): PreflightResult {
  const id = `clients/${name}`;
  const warned = (says: string, configuration: string, fix: string) => warning(id, { message: `${name}: ${says}`, configuration, fix });
  if (sent.trouble) return warned(`${oauthTarget} does not answer: ${sent.trouble.says}`, 'oauthTarget', 'name the origin of the authorization server'); // prettier-ignore
  if (isUnknown(sent)) {
    const key = `clients.${name}.clientSecret`;
    const fix = `is ${sourceOf(key)} the secret of this clientId, whole, live and of this environment?`;
    return warned('the token endpoint does not know it, neither by its body nor by Basic', key, fix);
  }
  const { status } = sent.reply!;
  if (status === 404 || status >= 500) {
    return warned(`the token endpoint answers ${status}`, 'oauthTarget', 'check that the authorization server runs at this origin');
  }
  return passed(id, `${name}: the token endpoint knows it`);
}
