import { parseRange, type Range } from '../../spec/address.ts';
import type { Contract, Json, Scheme } from '../../spec/contract.ts';
import type { PrincipalState } from '../../spec/principals.ts';
import { defined } from '../../spec/defined.ts';
import { valueAt } from '../../spec/json/pointer.ts';
import { digest } from './digest.ts';
import { openIdProvider } from '../../spec/schemes/provider.ts';
import { isJwt, jwtOf, openIdTokenOf, signingOf } from './jwt.ts';
import type { KeyShape } from './key-shape.ts';
import type { OwnCredentials } from './own.ts';

/** A credential with its principal. */
export interface Key {
  /** The principal's name. */
  readonly name: string;
  readonly secret: string;
  readonly account: string;
  readonly plan?: string;
  /** The name of its scheme. */
  readonly scheme: string;
  /** The granted scopes, without implied ones. */
  readonly scopes: readonly string[];
  readonly state: PrincipalState;
  /** Milliseconds since the epoch; infinity if it does not expire. */
  readonly expiresAt: number;
  readonly from?: readonly string[];
  readonly ranges?: readonly Range[];
  readonly expendable: boolean;
  /** The user in whoami responses, as JSON text. */
  readonly user?: string;
  /** The granted scopes as JSON text. */
  readonly scopesText: string;
}

/** The credential of a principal: `mock_<name>_<24 hex digits>`, a user name with such a password for Basic and Digest, or a JWT with that id. */
function secretOf(contract: Contract, shape: KeyShape, scheme: Scheme | undefined, seed: string): string {
  const { name } = shape;
  const secret = `mock_${name.replace(/[^A-Za-z0-9_-]/g, '-')}_${digest(`${seed}/principal/${name}`).slice(0, 24)}`;
  const provider = scheme && openIdProvider(contract, scheme);
  if (provider !== undefined) return openIdTokenOf(contract, provider, seed, secret, shape);
  if (isJwt(scheme)) return jwtOf(signingOf(contract, seed), secret, shape);
  return scheme?.kind === 'basic' || scheme?.kind === 'digest' ? `${name.replaceAll(':', '-')}:${secret}` : secret;
}

/**
 * An identifier in the format of a documented one: a number, a UUID, or the documented prefix and twelve
 * hexadecimal digits.
 */
export function identifierLike(example: Json | undefined, text: string): Json {
  const digits = digest(text);
  if (typeof example === 'number') return Number.parseInt(digits.slice(0, 8), 16) + 1;
  if (typeof example !== 'string') return digits.slice(0, 12);
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(example)) {
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20)}`;
  }
  if (/^\d+$/.test(example)) return String(Number.parseInt(digits.slice(0, 8), 16) + 1);
  return `${/^[A-Za-z]+[_-]/.exec(example)?.[0] ?? ''}${digits.slice(0, 12)}`;
}

function userOf(contract: Contract, account: string, seed: string): string | undefined {
  const { whoami } = contract;
  if (whoami?.user?.pointer === undefined) return undefined;
  const operation = contract.operations.find(({ id }) => id === whoami.operation);
  const example = operation?.success.content.find((content) => content.example !== undefined)?.example;
  const documented = valueAt(example, whoami.user.pointer);
  const recognisable = typeof documented === 'string' || typeof documented === 'number';
  return recognisable ? JSON.stringify(identifierLike(documented, `${seed}/user/${account}`)) : undefined;
}

/** Creates the key of a shape. Address ranges that `parseRange` cannot parse match nothing. */
export function keyOf(contract: Contract, { credential, ...shape }: KeyShape, seed: string): Key {
  const scheme = contract.schemes.find(({ name }) => name === shape.scheme);
  const user = userOf(contract, shape.account, seed);
  return {
    ...shape,
    secret: credential ?? secretOf(contract, shape, scheme, seed),
    expiresAt: Number.POSITIVE_INFINITY,
    ...(shape.from && { ranges: shape.from.map(parseRange).filter((range) => range !== undefined) }),
    ...(user !== undefined && { user }),
    scopesText: JSON.stringify(shape.scopes),
  };
}

/** The keys of the contract's principals, with own credentials by name. */
export function contractKeys(contract: Contract, seed: string, own: OwnCredentials['credentials'] = {}): readonly Key[] {
  const plans = new Map(contract.accounts.map(({ name, plan }) => [name, plan]));
  return contract.principals.map((principal) => {
    const plan = plans.get(principal.account);
    const credential = Object.hasOwn(own, principal.name) ? own[principal.name] : undefined;
    return keyOf(contract, { ...principal, ...defined({ plan, credential }) }, seed);
  });
}
