/**
 * The principals that the checks of a document would choose, one for each thing.
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
/** Addresses that no machine has, as an example of a list. @see RFC 5737 §3 */
const elsewhere = ['203.0.113.0/24'];

/** Nothing where the document declares no scheme that a secret could fill. */
export function principalRoles(contract: Contract): readonly ProposedRole[] {
  const usable = contract.schemes.filter(({ kind }) => kind !== 'unsupported' && kind !== 'certificate');
  if (usable.length === 0) return [];
  const naming = createNaming();
  const kinds = wanted(contract);
  const principals = kinds.map(actorLike);
  const whole = kinds.find(({ is }) => !principals.some((principal) => is(principal, principals)));
  const fallback = defaultScheme(contract);
  const rest = usable.filter(({ name, type }) => name !== fallback && !/^(?:oauth2|openIdConnect)$/.test(type) && isAsked(contract, name));
  return [
    ...kinds.filter((one) => one !== whole).map((one) => roleOf(modest(one, contract), naming)),
    ...(whole ? [everything(whole, naming), roleOf(whole, naming)] : []),
    ...rest.map((scheme) => schemeRole(scheme, contract, kinds[0], naming)),
  ].map((role) =>
    withSecret(
      role,
      usable.find(({ name }) => name === (role.entry['scheme'] ?? fallback)),
    ),
  );
}

const isAsked = ({ operations }: Contract, scheme: string) =>
  operations.some(({ security }) => security.some(({ requirements }) => requirements.some((one) => one.scheme === scheme)));

function actorLike({ name, shape, expendable, athome }: Wanted): Principal {
  return { state: 'active', ...shape, name, secret: '', account: athome ? home : `@${name}`, expendable };
}

/**
 * The same, with no more scopes than its purpose takes: nobody should have to spend, or to lose, a credential that may do everything. A
 * holder of one scope is there for that scope.
 */
function modest(one: Wanted, { operations, scopes: [first] }: Contract): Wanted {
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

/** What the first way to call an operation asks for. */
const scopesOf = ({ security }: Operation) => (security[0]?.requirements ?? []).flatMap(({ scopes }) => scopes);

type Shape = Omit<ProposedRole, 'variables'>;

function roleOf({ name, shape, expendable, athome }: Wanted, naming: (text: string) => string): Shape {
  const { scopes, plan, state = 'active', from } = shape;
  const called = name.replace(/^minted-/, '').replace(/^key$/, 'caller');
  const isReader = plan !== undefined && called === plan && !athome && !expendable;
  return {
    name: naming(isReader ? `plan-${called}` : called),
    says: sayingOf(called, { scopes, plan, state, from, expendable, isReader }),
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
  if (state === 'revoked') return 'Was good once, and was revoked: it must be refused.';
  if (state === 'expired') return 'Was good until it expired: it must be refused.';
  if (from) return 'Good, but its account lists addresses, and this machine is not among them: it must be refused. Put the list as it is.';
  if (expendable)
    return `Its quota is spent to the end, so nobody else should need its account. Used only where burn is allowed. Plan ${plan}.`;
  if (called === 'neighbour') return 'Of another account, which must not see what the first one makes, nor feel its limits.';
  if (isReader) return `Of an account on the plan ${plan}.`;
  return scopes.length === 0 ? 'A good credential.' : `Has the scope ${scopes.join(', ')}, and no other.`;
}

/** Beside whoever must not see its things: somebody with every scope that is asked for. */
function everything({ shape }: Wanted, naming: (text: string) => string): Shape {
  const { scopes, plan } = shape;
  return {
    name: naming('everything'),
    says: 'Has every scope that an operation asks for.',
    entry: { account: home, ...(plan !== undefined && { plan }), ...(scopes.length > 0 && { scopes }) },
  };
}

function schemeRole(scheme: Scheme, { operations }: Contract, first: Wanted | undefined, naming: (text: string) => string): Shape {
  const asked = operations.flatMap(({ security }) =>
    security.flatMap(({ requirements }) => requirements.filter((one) => one.scheme === scheme.name)),
  );
  const plan = first?.shape.plan;
  return {
    name: naming(scheme.name),
    says: `For the operations that ask for ${scheme.name}.`,
    entry: {
      account: home,
      ...(plan !== undefined && { plan }),
      scheme: scheme.name,
      scopes: [...new Set(asked.flatMap(({ scopes }) => scopes))],
    },
  };
}

function withSecret({ name, says, entry }: Shape, scheme: Scheme | undefined): ProposedRole {
  const variable = stagingVariable(name, 'KEY');
  return {
    name,
    says,
    entry: { secret: { env: variable }, ...entry },
    variables: [{ name: variable, says: `${name}: ${wordFor(scheme)}. ${says}` }],
  };
}

/** What the field calls a credential of a scheme. */
function wordFor(scheme: Scheme | undefined): string {
  if (scheme?.kind === 'basic') return 'user:password';
  if (scheme?.type === 'oauth2' || scheme?.type === 'openIdConnect') return 'an access token';
  return scheme?.kind === 'cookie' ? 'the cookie’s value' : 'the key or token';
}
