/**
 * Access tokens that a principal gets with the grant of an OAuth client.
 *
 * @module
 */
import { member, text } from '../../../spec/json/json.ts';
import type { OAuthClient, Settings, TokenRenewal } from '../../engine/settings.ts';
import { jsonOf } from '../../expectations/quota.ts';
import { wholeNumber } from '../../expectations/times.ts';
import type { Parameters } from '../../oauth/form.ts';
import { tokenRequest } from '../../preflight/token-request.ts';
import type { Reply, Target } from '../target.ts';

/** A new credential, or why there is none. */
export type Renewed =
  | { readonly value: string; /** How long it lives, in seconds. */ readonly lifetime?: number; readonly refreshToken?: string }
  | { readonly problem: string };

/** The renewal of a token ahead of its end: a tenth of its life, and at most half a minute. */
export const marginSeconds = (lifetime: number): number => Math.min(30, Math.ceil(lifetime / 10));

/**
 * Requests a token: with the refresh token if there is one, else with the client's own credentials; in the form, or by HTTP Basic if that is
 * rejected. @see RFC 6749 §4.4.2, §6
 */
export async function requestToken(
  target: Pick<Target, 'send'>,
  settings: Pick<Settings, 'userAgent' | 'headers'> & { readonly clients: readonly OAuthClient[] },
  { client: name, path, scopes, refreshToken }: TokenRenewal,
): Promise<Renewed> {
  const client = settings.clients.find((one) => one.name === name);
  if (!client) return { problem: `there is no client ${name}` };
  const grant: Parameters =
    refreshToken === undefined
      ? [['grant_type', 'client_credentials'], ...(scopes.length > 0 ? [['scope', scopes.join(' ')] as const] : [])]
      : [['grant_type', 'refresh_token'], ['refresh_token', refreshToken]]; // oxfmt-ignore
  const send = (byBasic: boolean) => target.send(tokenRequest(settings, path, client, grant, byBasic));
  const first = await send(false);
  const isUnknown = client.clientSecret !== undefined && (first.reply?.status === 401 || errorOf(first.reply) === 'invalid_client');
  const { reply, trouble } = isUnknown ? await send(true) : first;
  if (!reply) return { problem: `the token endpoint gave no response to ${name}: ${trouble?.message}` };
  const body = jsonOf(reply);
  const value = text(member(body, 'access_token'));
  if (value === undefined || reply.status >= 300) {
    const error = errorOf(reply);
    return { problem: `the token endpoint returned ${reply.status}${error === undefined ? '' : ` (${error})`} to ${name}` };
  }
  const lifetime = wholeNumber(member(body, 'expires_in'));
  const next = text(member(body, 'refresh_token')) ?? refreshToken;
  return { value, ...(lifetime !== undefined && { lifetime }), ...(next !== undefined && { refreshToken: next }) };
}

const errorOf = (reply: Reply | undefined) => reply && text(member(jsonOf(reply), 'error'));
