/**
 * Whether the server knows the OAuth clients of the configuration: each sends a code that was never issued.
 *
 * @module
 */
import { authorizationServers } from '../../spec/authorization.ts';
import { member, text } from '../../spec/json/json.ts';
import type { PreflightSender } from './sender.ts';
import { passed, warning } from './line.ts';
import { jsonOf } from '../expectations/quota.ts';
import type { PreflightResult } from '../result/result.ts';
import type { OAuthClient, Settings } from '../engine/settings.ts';
import type { Sent, Target } from '../http/target.ts';
import { inventedCode } from '../oauth/flow.ts';
import type { Parameters } from '../oauth/form.ts';
import { mayUse } from '../oauth/parties.ts';
import { registrationLines } from './registration.ts';
import { tokenRequest } from './token-request.ts';

/** Sends a request for each client with a secret, and another one by HTTP Basic if the first is rejected. */
export async function preflightClients(sender: PreflightSender): Promise<readonly PreflightResult[]> {
  const { contract, settings, target } = sender;
  const path = authorizationServers(contract).find(({ paths }) => paths.token !== undefined)?.paths.token;
  const lines: PreflightResult[] = [];
  for (const client of settings.clients) {
    if (client.from !== undefined || !mayUse(contract, client)) continue;
    if (path !== undefined && client.clientSecret !== undefined) {
      const first = await send(target, settings, path, client, false);
      const sent = isUnknown(first) ? await send(target, settings, path, client, true) : first;
      const line = lineFor(client, sender, sent);
      lines.push(line);
      if (line.outcome !== 'pass') continue;
    }
    if (sender.thorough) lines.push(...(await registrationLines(sender, client)));
  }
  return lines;
}

function send(target: Target, settings: Settings, path: string, client: OAuthClient, byBasic: boolean): Promise<Sent> {
  const form: Parameters = [['grant_type', 'authorization_code'], ['code', inventedCode], ['redirect_uri', client.redirectUri]]; // oxfmt-ignore
  return target.send(tokenRequest(settings, path, client, form, byBasic));
}

const errorOf = ({ reply }: Sent) => reply && text(member(jsonOf(reply), 'error'));
const isUnknown = (sent: Sent) => errorOf(sent) === 'invalid_client' || sent.reply?.status === 401;

/** Only warnings: the API itself can be checked without any client. */
function lineFor({ name }: OAuthClient, { settings: { oauthTarget }, sourceOf }: PreflightSender, sent: Sent): PreflightResult {
  const id = `clients/${name}`;
  const warned = (message: string, configuration: string, fix: string) =>
    warning(id, { message: `${name}: ${message}`, configuration, fix });
  if (sent.trouble) return warned(`${oauthTarget} does not answer: ${sent.trouble.message}`, 'oauthTarget', 'set it to the origin of the authorization server'); // oxfmt-ignore
  if (isUnknown(sent)) {
    const key = `clients.${name}.clientSecret`;
    const fix = `check that ${sourceOf(key)} is the complete, live secret of this clientId in this environment`;
    return warned('the token endpoint rejects it, both in the body and by HTTP Basic', key, fix);
  }
  const { status } = sent.reply!;
  if (status === 404 || status >= 500) {
    return warned(`the token endpoint returns ${status}`, 'oauthTarget', 'check that the authorization server runs at this origin');
  }
  return passed(id, `${name}: the token endpoint accepts it`);
}
