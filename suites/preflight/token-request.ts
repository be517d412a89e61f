import { basicCredentials } from '../oauth/dialogue.ts';
import { encoded, type Parameters } from '../oauth/form.ts';
import type { OAuthClient, Settings } from '../engine/settings.ts';
import type { Call } from '../http/target.ts';

/** A request to the token endpoint, with the client's credentials by HTTP Basic or in the form. @see RFC 6749 §2.3.1 */
export function tokenRequest(
  { userAgent }: Pick<Settings, 'userAgent'>,
  path: string,
  { clientId, clientSecret }: OAuthClient,
  parameters: Parameters,
  byBasic: boolean,
): Call {
  const secret: Parameters = clientSecret === undefined ? [] : [['client_secret', clientSecret]];
  const own: Parameters = byBasic ? [] : [['client_id', clientId], ...secret];
  return {
    method: 'POST',
    target: path,
    headers: [
      'User-Agent',
      userAgent,
      'Accept',
      'application/json',
      'Content-Type',
      'application/x-www-form-urlencoded',
      ...(byBasic ? ['Authorization', basicCredentials(clientId, clientSecret ?? '')] : []),
    ],
    body: encoded([...parameters, ...own], '+'),
    channel: 'oauth',
    level: 'client',
  };
}
