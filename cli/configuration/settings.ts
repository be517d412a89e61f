import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parseRange } from '../../spec/address.ts';
import type { Contract } from '../../spec/contract.ts';
import { defined } from '../../spec/defined.ts';
import type { Principal, Settings } from '../../suites/engine/settings.ts';
import { variableOf } from '../../suites/redaction/redactor.ts';
import { reservedVariables } from '../environment.ts';
import { misconfigured } from '../failure.ts';
import { callingAddress } from '../run/origin.ts';
import { clients } from './clients.ts';
import type { ConfigurationFile } from './file.ts';
import { checkName } from './name.ts';
import type { Secrets } from './reference.ts';

/** The parsed command line options of a run; each overrides the configuration file. */
export interface RunFlags {
  readonly target?: string;
  readonly profile?: Settings['profile'];
  readonly allow: readonly string[];
  readonly maxRequests?: number;
  readonly maxSeconds?: number;
  readonly slow: boolean;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly shard?: Settings['shard'];
  readonly ownTarget: boolean;
}

/** The time limit for one exchange, in milliseconds. */
const timeout = 10_000;

const defaultBudget = { requests: 10_000, seconds: 900 };
const safeRequests = 100;

/**
 * Resolves the settings of a run against a real target and reads the secrets.
 *
 * @throws {CommandFailure} with exit code 2 if a value is missing or does not fit the document
 */
export async function settingsFrom(
  file: ConfigurationFile,
  flags: RunFlags,
  contract: Contract,
  secrets: Secrets,
  userAgent: string,
): Promise<Settings> {
  const { values } = file;
  const target = flags.target ?? values.target;
  if (target === undefined) throw misconfigured('no target: give --target URL, or --target mock, or target: in auth-conformance.yaml');
  const url = parsedUrl(target);
  guardProduction(url, contract, flags.ownTarget);
  const profile = flags.profile ?? 'standard';
  const requests = flags.maxRequests ?? values.budget?.requests ?? defaultBudget.requests;
  const allowed = (permission: 'writes' | 'burn' | 'destructive') =>
    flags.allow.includes(permission) || values.allow?.[permission] === true;
  const { httpTarget, hooks } = values;
  const origin = await callingAddress(url);
  return {
    target: target.replace(/\/+$/, ''),
    httpTarget: (httpTarget ?? `http://${url.hostname}${url.pathname}`).replace(/\/+$/, ''),
    httpTargetGiven: httpTarget !== undefined,
    oauthTarget: values.oauthTarget ?? url.origin,
    ...defined({ origin, shard: flags.shard }),
    ...(hooks && { hooks: { url: hooks.url, token: await secrets.read(hooks.token, 'hooks.token') } }),
    tls: await trust(file),
    principals: await principalsOf(file, contract, secrets),
    clients: await clients(file, contract, secrets),
    allow: { writes: allowed('writes'), burn: allowed('burn'), destructive: allowed('destructive') },
    budget: budgetOf(profile, requests, flags.maxSeconds ?? values.budget?.seconds ?? defaultBudget.seconds),
    profile,
    slow: flags.slow,
    only: flags.only,
    skip: flags.skip,
    timeout,
    userAgent,
  };
}

/** The budget of a run; the profile `safe` has its own limit. */
export function budgetOf(profile: Settings['profile'], requests: number, seconds: number): Settings['budget'] {
  return { requests: profile === 'safe' ? Math.min(safeRequests, requests) : requests, seconds };
}

function parsedUrl(target: string): URL {
  const url = URL.canParse(target) ? new URL(target) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw misconfigured(`target: expected an http or https URL such as https://staging.example.com/v1, or mock, got "${target}"`);
}

/** Rejects the document's own servers as targets, because real users may depend on them. */
function guardProduction({ host, hostname }: URL, contract: Contract, owned: boolean): void {
  const isLoopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  if (owned || isLoopback || !contract.servers.some((server) => server.host === host)) return;
  throw misconfigured(
    `target: the document lists ${host} as a server, so it is probably production: test a staging server, or add --i-own-this-target`,
  );
}

async function trust({ path, values, where }: ConfigurationFile): Promise<Settings['tls']> {
  const insecure = values.tls?.insecure ?? false;
  if (values.tls?.ca === undefined) return { insecure };
  const caFile = resolve(path === undefined ? '.' : dirname(path), values.tls.ca);
  const ca = await readFile(caFile, 'utf8').catch(() => undefined);
  if (ca === undefined || !ca.includes('-----BEGIN CERTIFICATE-----')) {
    throw misconfigured(
      `${where('tls.ca')}: tls.ca: ${values.tls.ca} ${ca === undefined ? 'cannot be read' : 'contains no PEM certificate'}`,
    );
  }
  return { ca, caFile, insecure };
}

function principalsOf(file: ConfigurationFile, contract: Contract, secrets: Secrets): Promise<readonly Principal[]> {
  const plans = contract.plans.map(({ name }) => name);
  const schemes = contract.schemes.map(({ name }) => name);
  const entries = Object.entries(file.values.principals ?? {});
  return Promise.all(
    entries.map(async ([name, { secret, plan, scheme, account, from, here, ...rest }]): Promise<Principal> => {
      const key = `principals.${name}`;
      if (reservedVariables.includes(variableOf(name))) {
        throw misconfigured(
          `${file.where(key) ?? 'configuration'}: ${key}: its variable ${variableOf(name)} is reserved for an option: rename the principal`,
        );
      }
      checkName(file, `${key}.plan`, 'plan', plan, plans);
      checkName(file, `${key}.scheme`, 'scheme', scheme, schemes);
      for (const scope of rest.scopes) checkName(file, `${key}.scopes`, 'scope', scope, contract.scopes);
      checkAddresses(file, key, from, here);
      const value = await secrets.read(secret, `${key}.secret`);
      return { name, secret: value, account: account ?? `@${name}`, ...defined({ plan, scheme, from, here }), ...rest };
    }),
  );
}

function checkAddresses(file: ConfigurationFile, key: string, from: readonly string[] = [], here?: boolean): void {
  const at = (member: string) => `${file.where(`${key}.${member}`) ?? 'configuration'}: ${key}.${member}`;
  const odd = from.find((range) => parseRange(range) === undefined);
  if (odd !== undefined) throw misconfigured(`${at('from')}: expected addresses and CIDR ranges such as 203.0.113.0/24, got "${odd}"`);
  if (here !== undefined && from.length === 0) throw misconfigured(`${at('here')}: needs the allowlist from, which is missing`);
}
