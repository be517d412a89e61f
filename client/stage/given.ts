import { providerOf } from '../../spec/schemes/provider.ts';
import { isOAuthTask, type ClientScenario } from '../scenarios/scenario.ts';
import { grantedScopes, type Addresses, type ClientSetting } from './setting.ts';
import type { GivenSecrets } from './stage.ts';

/** What a client is given, by name; as environment variables the names begin with `AUTH_CONFORMANCE_`. */
export type ClientGiven = { readonly [name: string]: string };

/** The user name and password of a Basic credential. */
function pairOf(key: string): ClientGiven {
  const colon = key.indexOf(':');
  return { USER: key.slice(0, colon), PASSWORD: key.slice(colon + 1) };
}

/** What the client of a scenario is given. */
export function givenTo(scenario: ClientScenario, setting: ClientSetting, secrets: GivenSecrets, addresses: Addresses): ClientGiven {
  const { principal, oauth, redirectUri, contract } = setting;
  const { key, clientId, clientSecret } = secrets;
  const { url, httpUrl, issuer } = addresses;
  const paths = oauth?.server.paths;
  const at = (name: string, path: string | undefined): ClientGiven => (path === undefined ? {} : { [name]: issuer + path });
  const [authentication] = contract.clientAuthentication;
  return {
    SCENARIO: scenario.name,
    TASK: scenario.task,
    URL: scenario.plain === true ? httpUrl : url,
    HTTP_URL: httpUrl,
    ...(key !== undefined && { KEY: key, ...(principal?.scheme.kind === 'basic' && pairOf(key)) }),
    ...(isOAuthTask(scenario.task) &&
      oauth && {
        ...(clientId !== undefined && { CLIENT_ID: clientId }),
        ...(clientSecret !== undefined && { CLIENT_SECRET: clientSecret }),
        ...(authentication !== undefined && clientSecret !== undefined && { CLIENT_AUTHENTICATION: authentication }),
        REDIRECT_URI: redirectUri,
        SCOPE: grantedScopes(oauth).join(' '),
        ISSUER: issuer + (providerOf(contract, oauth.server)?.basePath ?? ''),
        ...at('AUTHORIZE_URL', paths?.authorize),
        ...at('TOKEN_URL', paths?.token),
        ...at('DEVICE_URL', paths?.device),
        ...at('METADATA_URL', paths?.metadata),
      }),
  };
}
