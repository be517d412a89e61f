import { parseRange } from '../../spec/address.ts';
import type { Contract } from '../../spec/contract.ts';
import { defined } from '../../spec/defined.ts';
import type { Principal, Settings } from '../../suites/engine/settings.ts';
import { proxyFor } from '../../suites/http/proxy.ts';
import { problemOfCertificate } from '../../suites/principals/certificates.ts';
import { defaultScheme } from '../../suites/principals/principals.ts';
import { variableOf } from '../../suites/redaction/redactor.ts';
import { reservedVariables } from '../environment.ts';
import { misconfigured } from '../failure.ts';
import { callingAddress } from '../run/origin.ts';
import { checkedBaseUrl } from './base-url.ts';
import { clients, freeAccount } from './clients.ts';
import type { ConfigurationFile } from './file.ts';
import { gatewayOf } from './gateway.ts';
import { checkName } from './name.ts';
import type { Secrets } from './reference.ts';
import { credentialFrom, type SourceContext } from './renewal.ts';
import { isDocumentedHost, placeOperations } from './servers.ts';

/** The parsed command line options of a run; each overrides the configuration file. */
export interface RunFlags {
  readonly target?: string;
  readonly profile?: Settings['profile'];
  readonly allow: readonly string[];
  readonly maxRequests?: number;
  readonly maxSeconds?: number;
  readonly pace?: NonNullable<Settings['pace']>;
  readonly otlp?: string;
  readonly slow: boolean;
  readonly sample?: boolean;
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
  const url = checkedBaseUrl('target', target, 'configuration/invalid');
  for (const one of [url, ...Object.values(values.servers ?? {}).map((server) => new URL(server))])
    guardProduction(one, contract, flags.ownTarget);
  const profile = flags.profile ?? 'standard';
  const requests = flags.maxRequests ?? values.budget?.requests ?? defaultBudget.requests;
  const allowed = (permission: 'writes' | 'burn' | 'destructive') =>
    flags.allow.includes(permission) || values.allow?.[permission] === true;
  const { httpTarget, hooks } = values;
  const usesTls = [target, values.oauthTarget, hooks?.url, ...Object.values(values.servers ?? {})].some((one) =>
    /^https:/i.test(one ?? ''),
  );
  const known = await clients(file, contract, secrets);
  const gateway = await gatewayOf(file, contract, secrets, process.env, usesTls);
  const origin = proxyFor(gateway.proxy, url.origin) === undefined ? await callingAddress(url) : undefined;
  return {
    target: target.replace(/\/+$/, ''),
    ...placeOperations(contract, target, file),
    httpTarget: (httpTarget ?? (url.protocol === 'http:' ? target : `http://${url.hostname}${url.pathname}`)).replace(/\/+$/, ''),
    httpTargetGiven: httpTarget !== undefined,
    oauthTarget: values.oauthTarget ?? url.origin,
    ...defined({ origin, shard: flags.shard, objects: values.objects, otlp: flags.otlp ?? values.otlp }),
    ...(hooks && { hooks: { url: hooks.url, token: await secrets.read(hooks.token, 'hooks.token') } }),
    ...gateway,
    ...(flags.pace && { pace: flags.pace }),
    principals: await principalsOf({ file, contract, secrets, clients: known }),
    variables: variablesOf(file),
    clients: known,
    allow: { writes: allowed('writes'), burn: allowed('burn'), destructive: allowed('destructive') },
    budget: budgetOf(profile, requests, flags.maxSeconds ?? values.budget?.seconds ?? defaultBudget.seconds),
    profile,
    slow: flags.slow,
    ...defined({ sample: flags.sample }),
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

/** Rejects the document's own servers as targets, because real users may depend on them. */
function guardProduction({ host, hostname }: URL, contract: Contract, owned: boolean): void {
  const isLoopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  if (owned || isLoopback || !isDocumentedHost(contract, host)) return;
  throw misconfigured(
    `target: the document lists ${host} as a server, so it is probably production: test a staging server, or add --i-own-this-target`,
  );
}

function principalsOf(context: SourceContext): Promise<readonly Principal[]> {
  const { file, contract } = context;
  const plans = contract.plans.map(({ name }) => name);
  const schemes = contract.schemes.map(({ name }) => name);
  const operations = contract.operations.map(({ id }) => id);
  const entries = Object.entries(file.values.principals ?? {});
  return Promise.all(
    entries.map(async ([name, { secret, plan, scheme, account, from, here, may, mayNot, ...rest }]): Promise<Principal> => {
      const key = `principals.${name}`;
      if (reservedVariables.includes(variableOf(name))) {
        throw misconfigured(
          `${file.where(key) ?? 'configuration'}: ${key}: its variable ${variableOf(name)} is reserved for an option: rename the principal`,
        );
      }
      checkName(file, `${key}.plan`, 'plan', plan, plans);
      checkName(file, `${key}.scheme`, 'scheme', scheme, schemes);
      for (const scope of rest.scopes) checkName(file, `${key}.scopes`, 'scope', scope, contract.scopes);
      for (const [list, ids] of Object.entries({ may, mayNot }))
        for (const id of ids ?? []) checkName(file, `${key}.${list}`, 'operation', id, operations);
      checkAddresses(file, key, from, here);
      const credential = await credentialFrom(`${key}.secret`, secret, { scheme, scopes: rest.scopes }, context);
      checkCertificate(context, key, scheme, credential.secret);
      return {
        name,
        ...credential,
        account: account ?? freeAccount(file, name),
        ...defined({ plan, scheme, from, here, may, mayNot }),
        ...rest,
      };
    }),
  );
}

/** Rejects what is no client certificate where the scheme requires one. A placeholder of an unset variable is left alone. */
function checkCertificate({ file, contract }: SourceContext, key: string, scheme: string | undefined, secret: string): void {
  const used = scheme ?? defaultScheme(contract);
  if (contract.schemes.find(({ name }) => name === used)?.kind !== 'certificate' || secret.startsWith('value-of-')) return;
  const problem = problemOfCertificate(secret);
  if (problem === undefined) return;
  throw misconfigured(
    `${file.where(`${key}.secret`) ?? 'configuration'}: ${key}.secret: expected a client certificate with its private key: ${problem}: use { cert: PATH, key: PATH }`,
  );
}

/** The variables that the configuration reads the secrets of principals and clients from, as far as a shell accepts their names. */
function variablesOf({ values: { principals = {}, clients: apps = {} } }: ConfigurationFile): { readonly [name: string]: string } {
  const references = [
    ...Object.entries(principals).map(([name, { secret }]) => [variableOf(name), secret] as const),
    ...Object.entries(apps).map(([name, { clientSecret }]) => [`${variableOf(name)}_CLIENT_SECRET`, clientSecret] as const),
  ];
  return Object.fromEntries(
    references.flatMap(([name, reference]) =>
      reference && 'env' in reference && /^[A-Za-z_]\w*$/.test(reference.env) ? [[name, reference.env]] : [],
    ),
  );
}

function checkAddresses(file: ConfigurationFile, key: string, from: readonly string[] = [], here?: boolean): void {
  const at = (member: string) => `${file.where(`${key}.${member}`) ?? 'configuration'}: ${key}.${member}`;
  const odd = from.find((range) => parseRange(range) === undefined);
  if (odd !== undefined) throw misconfigured(`${at('from')}: expected addresses and CIDR ranges such as 203.0.113.0/24, got "${odd}"`);
  if (here !== undefined && from.length === 0) throw misconfigured(`${at('here')}: needs the allowlist from, which is missing`);
}
