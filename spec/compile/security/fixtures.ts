import type { Operation, Scheme } from '../../contract.ts';
import type { Plan } from '../../quotas.ts';
import type { Account, Client, DocumentedPrincipal } from '../../principals.ts';
import type { Extension } from '../../extension/schema.ts';
import { type FixtureInput, entriesOf, HOME } from '../fixture-input.ts';
import { mayExpire } from '../../schemes/expiry.ts';
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
  const usable = schemes.filter(({ name, kind }) => asked.has(name) && kind !== 'unsupported');
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
 * Generates principals. First account: one with all scopes (two if no scope alone allows to read), one for each scope with a credential of a scheme that
 * has scopes, one without scopes where an operation allows all of these, a revoked one, an expired one if credentials may expire, also of the first scheme of JWTs, one for each
 * further scheme, and one with an allowlist if the plan has allowlists. Every other account: one with all scopes, expendable in burner accounts. The first of these accounts:
 * also one for each scheme of operations that do not take the first scheme.
 */
function generatedPrincipals(input: FixtureInput, accounts: readonly Account[]): readonly DocumentedPrincipal[] {
  const [scheme, ...further] = usableSchemes(input);
  const [home, ...others] = accounts;
  if (scheme === undefined || home === undefined) return [];
  const { scopes } = input;
  const scoped = [scheme, ...further].find(({ name }) => requiresScopes(input, name)) ?? scheme;
  const listing = input.plans.some(({ name, features }) => name === home.plan && features.includes('ipAllowList'));
  const base = { account: home.name, scheme: scheme.name, scopes, state: 'active', expendable: false } as const;
  return distinct([
    { ...base, name: 'all' },
    ...(needsSpare(input) ? [{ ...base, name: 'spare' }] : []),
    { ...base, name: 'revoked', state: 'revoked' },
    ...[scheme, ...further]
      .filter(mayExpire)
      .slice(0, 1)
      .map(({ name }) => ({ ...base, name: 'expired', scheme: name, state: 'expired' as const })),
    ...(isJwt(scheme) ? [] : further.filter(isJwt).slice(0, 1)).map(({ name }) => ({
      ...base,
      name: `expired-${plainName(name)}`,
      scheme: name,
      state: 'expired' as const,
    })),
    ...(listing ? [{ ...base, name: 'listed', from: LISTED }] : []),
    ...further.map(({ name }) => ({ ...base, name: `all-${plainName(name)}`, scheme: name })),
    ...others.map(({ name }) => ({ ...base, name: plainName(name), account: name, expendable: name.startsWith('burner') })),
    ...others
      .slice(0, 1)
      .flatMap(({ name }) =>
        without(input, scheme.name).map((each) => ({ ...base, name: plainName(`${name}-${each}`), account: name, scheme: each })),
      ),
    ...scopes.map((scope) => ({ ...base, scheme: scoped.name, name: plainName(scope), scopes: [scope] })),
    ...schemesWithoutScope(input, scoped.name).map((name) => ({ ...base, scheme: name, name: 'unscoped', scopes: [] })),
  ]);
}

/** Whether the credentials of a scheme are JWTs, as far as the document says. */
const isJwt = ({ kind, type, metadataUrl, bearerFormat = '' }: Scheme) =>
  kind === 'bearer' && (/^(?:at\+)?jwt$/i.test(bearerFormat) || (type === 'openIdConnect' && metadataUrl !== undefined));

/** The schemes that operations on objects need besides one, or in place of it: those of the first usable alternative of each. */
function without(input: FixtureInput, scheme: string): readonly string[] {
  const usable = new Set(usableSchemes(input).map(({ name }) => name));
  const operations = input.operations.filter(({ path }) => path.includes('{'));
  const needed = operations.flatMap(({ security }) => {
    const alternatives = security
      .map(({ requirements }) => requirements.map((each) => each.scheme))
      .filter((names) => names.length > 0 && names.every((name) => usable.has(name)));
    return alternatives.find((names) => names.includes(scheme)) ?? alternatives[0] ?? [];
  });
  return [...new Set(needed)].filter((name) => name !== scheme);
}

/**
 * The schemes that need a credential without scopes: that of the credentials with one scope each, if it is the only scope or one
 * operation takes each of them, and those of operations that take no such credential.
 */
function schemesWithoutScope(input: FixtureInput, scoped: string): readonly string[] {
  const { operations, scopes } = input;
  const open = operations
    .filter(
      ({ security }) => security.length > 0 && security.every(({ requirements }) => requirements.some((each) => each.scopes.length > 0)),
    )
    .filter((operation) => !schemesOf(operation).includes(scoped) || scopes.every((scope) => isEnough(operation, scope)))
    .map(schemesOf);
  const found = firstUsable(
    input,
    open.map((names) => names.toSorted((name) => (name === scoped ? -1 : 0))),
  );
  return scopes.length === 1 ? [...new Set([scoped, ...found])] : found;
}

/** Whether no credential with one scope may read what requires scopes, so that only one credential of its account may. */
function needsSpare({ operations, scopes }: FixtureInput): boolean {
  const readable = operations.filter(({ safe, security }) => safe && security.some(({ requirements }) => requirements.length > 0));
  return scopes.length === 0 || (readable.length > 0 && !readable.some((operation) => scopes.some((scope) => isEnough(operation, scope))));
}

/** Whether an alternative of an operation requires no other scope. */
const isEnough = ({ security }: Operation, scope: string) =>
  security.some(({ requirements }) => requirements.every(({ scopes }) => scopes.every((each) => each === scope)));

const schemesOf = ({ security }: Operation): readonly string[] => [
  ...new Set(security.flatMap(({ requirements }) => requirements.map(({ scheme }) => scheme))),
];

/** The first usable one of each list, each once. */
function firstUsable(input: FixtureInput, lists: readonly (readonly string[])[]): readonly string[] {
  const usable = new Set(usableSchemes(input).map(({ name }) => name));
  return [...new Set(lists.flatMap((names) => names.find((name) => usable.has(name)) ?? []))];
}

/** Whether an operation requires scopes of a scheme. */
function requiresScopes({ operations }: FixtureInput, scheme: string): boolean {
  return operations.some(({ security }) =>
    security.some(({ requirements }) => requirements.some((requirement) => requirement.scheme === scheme && requirement.scopes.length > 0)),
  );
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
