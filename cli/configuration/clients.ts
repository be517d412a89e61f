import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Contract } from '../../spec/contract.ts';
import { defined } from '../../spec/defined.ts';
import type { ClientConsent, ClientParameters, OAuthClient } from '../../suites/engine/settings.ts';
import { misconfigured } from '../failure.ts';
import type { ConfigurationFile } from './file.ts';
import { checkName } from './name.ts';
import type { Secrets } from './reference.ts';
import type { ClientEntry } from './schema.ts';

/** The account of a principal or client that names none. No account of a configuration can have its name by chance. */
export function freeAccount({ values }: ConfigurationFile, name: string): string {
  return values.accounts === 'shared' ? '@shared' : `@${name}`;
}

/**
 * Resolves the OAuth clients of a configuration and reads their secrets.
 *
 * @throws {CommandFailure} with exit code 2 if a client has a mistake or does not fit the document
 */
export function clients(file: ConfigurationFile, contract: Contract, secrets: Secrets): Promise<readonly OAuthClient[]> {
  return Promise.all(Object.entries(file.values.clients ?? {}).map(([name, entry]) => client(name, entry, file, contract, secrets)));
}

async function client(
  name: string,
  entry: ClientEntry,
  file: ConfigurationFile,
  contract: Contract,
  secrets: Secrets,
): Promise<OAuthClient> {
  const key = `clients.${name}`;
  const {
    clientId,
    clientSecret,
    redirectUri = '',
    account = freeAccount(file, name),
    plan,
    scopes,
    from,
    consent,
    resourceOwner: owner,
    parameters,
  } = entry;
  const plans = contract.plans.map((one) => one.name);
  checkName(file, `${key}.plan`, 'plan', plan, plans);
  for (const scope of scopes) checkName(file, `${key}.scopes`, 'scope', scope, contract.scopes);
  if (entry.public === true && clientSecret !== undefined) {
    throw misconfigured(
      `${file.where(`${key}.public`) ?? 'configuration'}: ${key}.public: a public client has no secret: remove clientSecret`,
    );
  }
  return {
    name,
    clientId: typeof clientId === 'string' ? clientId : await secrets.read(clientId, `${key}.clientId`),
    ...(clientSecret && { clientSecret: await secrets.read(clientSecret, `${key}.clientSecret`) }),
    redirectUri,
    account,
    scopes,
    public: entry.public ?? clientSecret === undefined,
    ...defined({ plan, from }),
    ...(parameters && { parameters: parametersOf(parameters, file, `${key}.parameters`) }),
    consent: await consentOf(consent, file, `${key}.consent`, secrets),
    ...(owner && {
      resourceOwner: { username: owner.username, password: await secrets.read(owner.password, `${key}.resourceOwner.password`) },
    }),
  };
}

/** The parameters that the requests of a flow have by themselves. */
const ownParameters = new Set(['client_id', 'client_secret', 'redirect_uri', 'response_type', 'grant_type', 'code', 'refresh_token']);

/** Parameters of both requests, and below `authorization` and `token` those of one of them. */
function parametersOf(values: NonNullable<ClientEntry['parameters']>, file: ConfigurationFile, key: string): ClientParameters {
  const refuse = (name: string, problem: string) =>
    misconfigured(`${file.where(`${key}.${name}`) ?? 'configuration'}: ${key}.${name}: ${problem}`);
  const both: [string, string][] = [];
  const own = new Map<string, [string, string][]>([['authorization', []], ['token', []]]); // oxfmt-ignore
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== 'object') both.push([name, String(value)]);
    else if (!own.has(name)) throw refuse(name, 'expected a value, or the key authorization or token for values of one kind of request');
    else own.get(name)!.push(...Object.entries(value).map(([inner, scalar]): [string, string] => [inner, String(scalar)]));
  }
  const found = [...both, ...own.get('authorization')!, ...own.get('token')!].find(([name]) => ownParameters.has(name));
  if (found) throw refuse(found[0], 'the flow sets this parameter itself');
  return {
    authorization: Object.fromEntries([...both, ...own.get('authorization')!]),
    token: Object.fromEntries([...both, ...own.get('token')!]),
  };
}

async function consentOf(consent: ClientEntry['consent'], file: ConfigurationFile, key: string, secrets: Secrets): Promise<ClientConsent> {
  if (consent === 'automatic') return { kind: 'automatic' };
  if ('code' in consent) return { kind: 'code', code: await secrets.read(consent.code, `${key}.code`) };
  const script = resolve(file.path === undefined ? '.' : dirname(file.path), consent.browser);
  const found = await stat(script).catch(() => undefined);
  if (found?.isFile() !== true) {
    throw misconfigured(`${file.where(`${key}.browser`) ?? 'configuration'}: ${key}.browser: cannot read the script ${consent.browser}`);
  }
  return { kind: 'browser', script };
}
