import type { Account, Client, Plan, DocumentedPrincipal, Scheme } from '../../contract.ts';
import type { Extension } from '../../extension/schema.ts';
import { type FixtureInput, entriesOf, HOME } from '../fixture-input.ts';
import { generatedClients, statedClients } from './clients.ts';

/** The accounts, principals and clients of the mock. */
export interface Fixtures {
  readonly accounts: readonly Account[];
  readonly principals: readonly DocumentedPrincipal[];
  readonly clients: readonly Client[];
}

/** The accounts, principals and clients of the document; missing kinds are generated. */
export function compileFixtures(input: FixtureInput): Fixtures {
  const { extension } = input;
  const accounts = extension.accounts ? statedAccounts(extension.accounts) : generatedAccounts(input);
  const principals = extension.principals ? statedPrincipals(input, accounts) : generatedPrincipals(input, accounts);
  const clients = extension.clients ? statedClients(input, accounts) : generatedClients(input, accounts);
  return { accounts, principals, clients };
}

/** The supported schemes that operations require, those without issued tokens first. */
export function usableSchemes({ schemes, operations }: Pick<FixtureInput, 'schemes' | 'operations'>): readonly Scheme[] {
  const asked = new Set(
    operations.flatMap(({ security }) => security.flatMap(({ requirements }) => requirements.map(({ scheme }) => scheme))),
  );
  const usable = schemes.filter(({ name, kind }) => asked.has(name) && kind !== 'unsupported' && kind !== 'certificate');
  return [...usable.filter((scheme) => !issued(scheme)), ...usable.filter(issued)];
}

function issued({ type }: Scheme): boolean {
  return type === 'oauth2' || type === 'openIdConnect';
}

function statedAccounts(stated: NonNullable<Extension['accounts']>): readonly Account[] {
  return entriesOf(stated).map(({ name, plan }) => ({ name, ...(plan !== undefined && { plan }) }));
}

/** The plan with the most features, then with the largest first window. */
function widest(plans: readonly Plan[]): Plan | undefined {
  return [...plans].sort((left, right) => right.features.length - left.features.length || width(right) - width(left))[0];
}

function width({ windows: [first] }: Plan): number {
  return first ? first.limit / first.seconds : Number.POSITIVE_INFINITY;
}

function generatedAccounts(input: FixtureInput): readonly Account[] {
  if (usableSchemes(input).length === 0) return [];
  const home = widest(input.plans);
  if (home === undefined) return [HOME, 'other', 'burner'].map((name) => ({ name }));
  const others = input.plans.filter((plan) => plan !== home).map(({ name }) => ({ name, plan: name }));
  const burners = input.plans.map(({ name }) => ({ name: `burner-${name}`, plan: name }));
  return [{ name: HOME, plan: home.name }, { name: 'other', plan: home.name }, ...others, ...burners];
}

function statedPrincipals(input: FixtureInput, accounts: readonly Account[]): readonly DocumentedPrincipal[] {
  const scheme = usableSchemes(input)[0]?.name ?? input.schemes[0]?.name ?? '';
  return entriesOf(input.extension.principals ?? {}).map(({ name, account, scopes, state, from, expendable, ...rest }) => ({
    name,
    account: account ?? accounts[0]?.name ?? HOME,
    scheme: rest.scheme ?? scheme,
    scopes: scopes ?? [],
    state: state ?? 'active',
    ...(from && { from }),
    expendable: expendable ?? false,
  }));
}

/** Documentation networks and a part of loopback. @see RFC 5737 §3, RFC 3849 §2, RFC 1122 §3.2.1.3 */
const LISTED = ['203.0.113.0/24', '2001:db8::/32', '127.0.0.8/30', '127.0.0.2'];

/**
 * Generates principals. First account: one with all scopes (two if there are no scopes), one for each scope, a revoked one, an expired one, one
 * for each further scheme, and one with an allowlist if the plan has allowlists. Every other account: one with all scopes, expendable in burner
 * accounts.
 */
function generatedPrincipals(input: FixtureInput, accounts: readonly Account[]): readonly DocumentedPrincipal[] {
  const [scheme, ...further] = usableSchemes(input);
  const [home, ...others] = accounts;
  if (scheme === undefined || home === undefined) return [];
  const { scopes } = input;
  const listing = input.plans.some(({ name, features }) => name === home.plan && features.includes('ipAllowList'));
  const base = { account: home.name, scheme: scheme.name, scopes, state: 'active', expendable: false } as const;
  return distinct([
    { ...base, name: 'all' },
    ...(scopes.length === 0 ? [{ ...base, name: 'spare' }] : []),
    { ...base, name: 'revoked', state: 'revoked' },
    { ...base, name: 'expired', state: 'expired' },
    ...(listing ? [{ ...base, name: 'listed', from: LISTED }] : []),
    ...further.map(({ name }) => ({ ...base, name: `all-${plainName(name)}`, scheme: name })),
    ...others.map(({ name }) => ({ ...base, name: plainName(name), account: name, expendable: name.startsWith('burner') })),
    ...scopes.map((scope) => ({ ...base, name: plainName(scope), scopes: [scope] })),
  ]);
}

/** A name that can be part of a token: the path of a URL, with hyphens for special characters. */
function plainName(name: string): string {
  const path = /^[a-z]+:\/\//i.test(name) && URL.canParse(name) ? new URL(name).pathname : name;
  const plain = (/[A-Za-z0-9]/.test(path) ? path : name).replaceAll(/[^A-Za-z0-9_]+/g, '-').replaceAll(/^-+|-+$/g, '');
  return plain === '' ? 'scope' : plain;
}

/** The principals with unique names: duplicates get a number. */
function distinct(principals: readonly DocumentedPrincipal[]): readonly DocumentedPrincipal[] {
  return principals.map((principal, index) => {
    const before = principals.slice(0, index).filter(({ name }) => name === principal.name).length;
    return before === 0 ? principal : { ...principal, name: `${principal.name}-${before + 1}` };
  });
}
