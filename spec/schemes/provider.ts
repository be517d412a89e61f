/**
 * Providers of OpenID Connect: who signs the tokens of a scheme, and where it says so.
 *
 * @module
 */
import type { AuthorizationServer } from '../authorization.ts';
import type { Contract, Operation, Scheme } from '../contract.ts';

export interface OpenIdProvider {
  readonly scheme: string;
  /** The documented origin; empty if the document has only relative URLs. */
  readonly origin: string;
  /** The path of the issuer: empty, or such as `/realms/one`. */
  readonly basePath: string;
  /** @see OpenID Connect Discovery 1.0 §4 */
  readonly issuer: string;
  readonly configurationPath: string;
  readonly keysPath: string;
}

/** The operation that returns the claims of a user, as its path says. @see OpenID Connect Core 1.0 §5.3 */
export function userInfoOperation({ operations }: Pick<Contract, 'operations'>, scheme: string): Operation | undefined {
  return operations.find(
    ({ method, path, security }) =>
      method === 'GET' &&
      /\/user-?_?info$/i.test(path) &&
      security.some(({ requirements }) => requirements.some((one) => one.scheme === scheme)),
  );
}

/** The scope that asks for a refresh token. @see OpenID Connect Core 1.0 §11 */
export const offlineScope = 'offline_access';

/** What the URL of a discovery document ends with. @see OpenID Connect Discovery 1.0 §4 */
export const openIdConfiguration = '/.well-known/openid-configuration';

/** The provider of a scheme; undefined if it is of another type, or names no discovery document. */
export function openIdProvider(
  { servers }: Pick<Contract, 'servers'>,
  { name, type, metadataUrl }: Pick<Scheme, 'name' | 'type' | 'metadataUrl'>,
): OpenIdProvider | undefined {
  if (type !== 'openIdConnect' || metadataUrl === undefined) return undefined;
  const first = servers.map(({ url }) => url).find((url) => URL.canParse(url));
  const { pathname } = new URL(metadataUrl, 'https://mock.invalid');
  const absolute = [metadataUrl, first].find((url) => url !== undefined && URL.canParse(url));
  const origin = absolute === undefined ? '' : new URL(absolute).origin;
  const basePath = pathname.endsWith(openIdConfiguration) ? pathname.slice(0, -openIdConfiguration.length) : '';
  const issuer = (origin === '' ? 'https://mock.invalid' : origin) + basePath;
  return { scheme: name, origin, basePath, issuer, configurationPath: pathname, keysPath: `${basePath}/.well-known/jwks.json` };
}

/** The provider that a scheme's authorization server is: its own, or the first one at its origin. */
export function providerOf(
  contract: Pick<Contract, 'servers' | 'schemes'>,
  { scheme, issuer }: Pick<AuthorizationServer, 'scheme' | 'issuer'>,
): OpenIdProvider | undefined {
  const providers = contract.schemes.flatMap((one) => openIdProvider(contract, one) ?? []);
  return providers.find((one) => one.scheme === scheme) ?? providers.find(({ origin }) => origin === issuer);
}
