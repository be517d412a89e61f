/**
 * The principals that the checks of a document need.
 *
 * @module
 */
import type { Contract, Operation, Scheme } from '../../spec/contract.ts';
import { wanted, type Wanted } from '../../suites/principals/completion.ts';
import { defaultScheme } from '../../suites/principals/principals.ts';
import type { Principal } from '../../suites/engine/settings.ts';
import { createNaming, stagingVariable } from './naming.ts';
import type { ProposedRole } from './role.ts';

/** The account that most principals share. */
const home = 'main';
/** Documentation addresses, as an example of an allowlist. @see RFC 5737 §3 */
const elsewhere = ['203.0.113.0/24'];

/** The principals for a document; none if no scheme uses a secret. */
export function principalRoles(contract: Contract): readonly ProposedRole[] {
  const usable = contract.schemes.filter(({ kind }) => kind !== 'unsupported');
  if (usable.length === 0) return [];
  const naming = createNaming();
  const kinds = wanted(contract);
  const principals = kinds.map(principalLike);
  const whole = kinds.find(({ is }) => !principals.some((principal) => is(principal, principals)));
  const fallback = defaultScheme(contract);
  const scoped = [fallback, ...usable.map(({ name }) => name)].find((name) => requiresScopes(contract, name)) ?? fallback;
  const onScoped = (role: Shape): Shape => (scoped === fallback ? role : { ...role, entry: { ...role.entry, scheme: scoped } });
  const rest = usable.filter(({ name, type }) => name !== scoped && !/^(?:oauth2|openIdConnect)$/.test(type) && isAsked(contract, name));
  return [
    ...kinds.filter((one) => one !== whole).map((one) => onScoped(roleOf(withFewScopes(one, contract), naming))),
    ...(whole ? [everything(whole, naming), roleOf(whole, naming)].map(onScoped) : []),
    ...rest.map((scheme) => schemeRole(scheme, contract, kinds[0], naming)),
  ].map((role) =>
    withSecret(
      role,
      usable.find(({ name }) => name === (role.entry['scheme'] ?? fallback)),
    ),
  );
}

/** Whether an operation requires scopes of a scheme. */
const requiresScopes = ({ operations }: Contract, name: string) =>
  operations.some(({ security }) =>
    security.some(({ requirements }) => requirements.some(({ scheme, scopes }) => scheme === name && scopes.length > 0)),
  );

const isAsked = ({ operations }: Contract, scheme: string) =>
  operations.some(({ security }) => security.some(({ requirements }) => requirements.some((one) => one.scheme === scheme)));

function principalLike({ name, shape, expendable, athome }: Wanted): Principal {
  return { state: 'active', ...shape, name, secret: '', account: athome ? home : `@${name}`, expendable };
}

/**
 * The same principal with only the scopes that its purpose needs, so that no credential with all scopes has to be spent or revoked. A principal
 * with one scope keeps it, because the checks need that scope.
 */
function withFewScopes(one: Wanted, { operations, scopes: [first] }: Contract): Wanted {
  const { shape, expendable, athome } = one;
  const isHolder = athome && shape.state === undefined && shape.from === undefined && !expendable;
  const isArbitrary = shape.scopes.length === 1 && shape.scopes[0] === first;
  if (isHolder || !(isArbitrary || shape.from)) return one;
  const secured = operations.filter((operation) => !operation.public);
  const asked = [...new Set(secured.flatMap(scopesOf))];
  const plain = secured.find((operation) => operation.safe && !operation.path.includes('{') && scopesOf(operation).length > 0);
  const scopes = shape.from ? asked : plain && scopesOf(plain);
  return scopes && scopes.length > 0 ? { ...one, shape: { ...shape, scopes } } : one;
}

/** The scopes of an operation's first security alternative. */
const scopesOf = ({ security }: Operation) => (security[0]?.requirements ?? []).flatMap(({ scopes }) => scopes);

type Shape = Omit<ProposedRole, 'variables'>;

function roleOf({ name, shape, expendable, athome }: Wanted, naming: (text: string) => string): Shape {
  const { scopes, plan, state = 'active', from } = shape;
  const called = name.replace(/^minted-/, '').replace(/^key$/, 'caller');
  const isReader = plan !== undefined && called === plan && !athome && !expendable;
  return {
    name: naming(isReader ? `plan-${called}` : called),
    description: sayingOf(called, { scopes, plan, state, from, expendable, isReader }),
    entry: {
      ...(athome && { account: home }),
      ...(plan !== undefined && { plan }),
      ...(scopes.length > 0 && { scopes }),
      ...(state !== 'active' && { state }),
      ...(from && { from: elsewhere }),
      ...(expendable && { expendable }),
    },
  };
}

interface Facts {
  readonly scopes: readonly string[];
  readonly plan: string | undefined;
  readonly state: string;
  readonly from: readonly string[] | undefined;
  readonly expendable: boolean;
  readonly isReader: boolean;
}

function sayingOf(called: string, { scopes, plan, state, from, expendable, isReader }: Facts): string {
  if (state === 'revoked') return 'A revoked credential. The server must reject it.';
  if (state === 'expired') return 'An expired credential. The server must reject it.';
  if (from)
    return 'A valid credential with an address allowlist that does not contain this machine. The server must reject it. Set from to the real list.';
  if (expendable)
    return `The run spends its whole quota, so use an account that nothing else needs. Used only with the permission burn. Plan ${plan}.`;
  if (called === 'neighbour') return 'A second account. It must not see objects of the first account or share its limits.';
  if (isReader) return `An account with the plan ${plan}.`;
  return scopes.length === 0 ? 'A valid credential.' : `Has only the scope ${scopes.join(', ')}.`;
}

/** A principal with every scope, whose objects the principal of the other account must not see. */
function everything({ shape }: Wanted, naming: (text: string) => string): Shape {
  const { scopes, plan } = shape;
  return {
    name: naming('everything'),
    description: 'Has every scope that an operation requires.',
    entry: { account: home, ...(plan !== undefined && { plan }), ...(scopes.length > 0 && { scopes }) },
  };
}

function schemeRole(scheme: Scheme, { operations }: Contract, first: Wanted | undefined, naming: (text: string) => string): Shape {
  const asked = operations.flatMap(({ security }) =>
    security.flatMap(({ requirements }) => requirements.filter((one) => one.scheme === scheme.name)),
  );
  const plan = first?.shape.plan;
  const scopes = [...new Set(asked.flatMap((one) => one.scopes))];
  return {
    name: naming(scheme.name),
    description: `For operations that accept ${scheme.name}.`,
    entry: {
      account: home,
      ...(plan !== undefined && { plan }),
      scheme: scheme.name,
      ...(scopes.length > 0 && { scopes }),
    },
  };
}

function withSecret({ name, description, entry }: Shape, scheme: Scheme | undefined): ProposedRole {
  if (scheme?.kind === 'certificate') {
    const secret = { cert: `./clients/${name}.pem`, key: `./clients/${name}.key` };
    return { name, description, entry: { secret, ...entry }, variables: [] };
  }
  const variable = stagingVariable(name, 'KEY');
  return {
    name,
    description,
    entry: { secret: { env: variable }, ...entry },
    variables: [{ name: variable, description: `${name}: ${wordFor(scheme)}. ${description}` }],
  };
}

/** The usual name for a credential of a scheme. */
function wordFor(scheme: Scheme | undefined): string {
  if (scheme?.kind === 'basic' || scheme?.kind === 'digest') return 'user:password';
  if (scheme?.type === 'oauth2' || scheme?.type === 'openIdConnect') return 'an access token';
  return scheme?.kind === 'cookie' ? 'the cookie’s value' : 'the key or token';
}
