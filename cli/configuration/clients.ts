import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Contract } from '../../spec/contract.ts';
import { defined } from '../../spec/defined.ts';
import type { ClientConsent, OAuthClient } from '../../suites/engine/settings.ts';
import { misconfigured } from '../failure.ts';
import type { ConfigurationFile } from './file.ts';
import { checkName } from './name.ts';
import type { Secrets } from './reference.ts';
import type { ClientEntry } from './schema.ts';

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
  const { clientId, clientSecret, redirectUri = '', account = `@${name}`, plan, scopes, from, consent, resourceOwner: owner } = entry;
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
    consent: await consentOf(consent, file, `${key}.consent`, secrets),
    ...(owner && {
      resourceOwner: { username: owner.username, password: await secrets.read(owner.password, `${key}.resourceOwner.password`) },
    }),
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
