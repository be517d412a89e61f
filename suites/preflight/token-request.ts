import { basicCredentials } from '../oauth/dialogue.ts';
import { encoded, type Parameters } from '../oauth/form.ts';
import type { OAuthClient, Settings } from '../engine/settings.ts';
import { withCommonHeaders } from '../http/request.ts';
import type { Call } from '../http/target.ts';

/** A request to the token endpoint, with the client's credentials by HTTP Basic or in the form. @see RFC 6749 §2.3.1 */
export function tokenRequest(
  settings: Pick<Settings, 'userAgent' | 'headers'>,
  path: string,
  { clientId, clientSecret, parameters: configured }: OAuthClient,
  parameters: Parameters,
  byBasic: boolean,
): Call {
  const secret: Parameters = clientSecret === undefined ? [] : [['client_secret', clientSecret]];
  const own: Parameters = byBasic ? [] : [['client_id', clientId], ...secret];
  const { scope: _, ...added } = configured?.token ?? {};
  return {
    method: 'POST',
    target: path,
    headers: withCommonHeaders(settings, [
      'Accept',
      'application/json',
      'Content-Type',
      'application/x-www-form-urlencoded',
      ...(byBasic ? ['Authorization', basicCredentials(clientId, clientSecret ?? '')] : []),
    ]),
    body: encoded([...parameters, ...Object.entries(added), ...own], '+'),
    channel: 'oauth',
    level: 'client',
  };
}
