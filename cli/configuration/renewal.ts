import { authorizationServers } from '../../spec/authorization.ts';
import type { Contract } from '../../spec/contract.ts';
import type { OAuthClient, Principal } from '../../suites/engine/settings.ts';
import { misconfigured } from '../failure.ts';
import type { ConfigurationFile } from './file.ts';
import type { Secrets } from './reference.ts';
import type { CredentialSource } from './schema.ts';

/** What a principal's source is read with. */
export interface SourceContext {
  readonly file: ConfigurationFile;
  readonly contract: Contract;
  readonly secrets: Secrets;
  readonly clients: readonly OAuthClient[];
}

/** The entry of a principal, as far as its credential depends on it. */
interface PrincipalEntry {
  readonly scheme?: string | undefined;
  readonly scopes: readonly string[];
}

/**
 * Reads a credential from its source, and how it is renewed. The token of a client is obtained when the target is contacted; until then it is a
 * placeholder.
 *
 * @throws {CommandFailure} with exit code 2 if there is no secret, or the client cannot get a token
 */
export async function credentialFrom(
  key: string,
  source: CredentialSource,
  { scheme, scopes }: PrincipalEntry,
  { file, contract, secrets, clients }: SourceContext,
): Promise<Pick<Principal, 'secret' | 'renewal'>> {
  const readAt = Date.now();
  if ('cert' in source) return { secret: await certificateFrom(key, source, secrets) };
  if (!('client' in source)) {
    const secret = await secrets.read(source, key);
    if (!('command' in source)) return { secret };
    const { command } = source;
    const seconds = 'refreshSeconds' in source ? { seconds: source.refreshSeconds } : {};
    return { secret, renewal: { kind: 'command', command, folder: secrets.folder, readAt, ...seconds } };
  }
  const { client: name, refreshToken } = source;
  const wrong = (problem: string) => misconfigured(`${file.where(`${key}.client`) ?? 'configuration'}: ${key}.client: ${problem}`);
  const client = clients.find((one) => one.name === name);
  if (!client) throw wrong(`expected one of ${clients.map((one) => one.name).join(', ') || 'clients, which has no entry'}, got "${name}"`);
  if (refreshToken === undefined && client.clientSecret === undefined)
    throw wrong(`${name} has no clientSecret, so it gets no token by itself: add its clientSecret, or a refreshToken here`);
  const server = authorizationServers(contract)
    .filter(({ paths }) => paths.token !== undefined)
    .toSorted((one, other) => Number(other.scheme === scheme) - Number(one.scheme === scheme))[0];
  if (!server) throw wrong('the document declares no token endpoint: add a flow with a tokenUrl, or use env, file or command');
  const token = refreshToken && (await secrets.read(refreshToken, `${key}.refreshToken`));
  const path = (token !== undefined && server.paths.refresh) || server.paths.token!;
  const renewal = { kind: 'client', client: name, path, scopes, readAt, ...(token !== undefined && { refreshToken: token }) } as const;
  return { secret: `token-of-${key}`, renewal };
}

/** A client certificate with its key, as PEM. */
async function certificateFrom(
  key: string,
  source: { readonly cert: string; readonly key?: string | undefined },
  secrets: Secrets,
): Promise<string> {
  const certificate = await secrets.read({ file: source.cert }, `${key}.cert`);
  return source.key === undefined ? certificate : `${await secrets.read({ file: source.key }, `${key}.key`)}\n${certificate}`;
}
