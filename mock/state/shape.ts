import { parseRange } from '../../spec/address.ts';
import { usableSchemes } from '../../spec/compile/security/fixtures.ts';
import type { Contract } from '../../spec/contract.ts';
import type { PrincipalState } from '../../spec/principals.ts';
import type { Json } from '../../spec/contract.ts';
import { isList, isObject } from '../../spec/json/json.ts';
import type { KeyShape } from './key-shape.ts';

/** The properties of a minted credential. Every member has a default. */
export interface MintShape {
  readonly scopes?: readonly string[];
  readonly plan?: string;
  readonly state?: PrincipalState;
  readonly account?: string;
  readonly scheme?: string;
  readonly from?: readonly string[];
  /** A credential of your own in place of a generated one. */
  readonly credential?: string;
}

const states = ['active', 'revoked', 'expired'] as const;
const known = ['scopes', 'plan', 'state', 'account', 'scheme', 'from', 'credential'] as const;

function strings(value: Json | undefined, name: string): readonly string[] | undefined {
  if (value === undefined) return undefined;
  if (isList(value) && value.every((item) => typeof item === 'string')) return value;
  throw new RangeError(`${name}: expected a list of strings, got ${JSON.stringify(value)}`);
}

function oneOf<Value extends string>(value: Json | undefined, name: string, values: readonly Value[]): Value | undefined {
  if (value === undefined) return undefined;
  const match = values.find((candidate) => candidate === value);
  if (match !== undefined) return match;
  throw new RangeError(
    `${name}: expected ${values.length > 0 ? `one of ${values.join(', ')}` : 'none, as the document has none'}, got ${JSON.stringify(value)}`,
  );
}

/**
 * Parses a mint shape and checks it against the contract and the existing accounts (plan by name).
 *
 * @throws RangeError that names the member and what is accepted.
 */
export function readShape(value: Json, contract: Contract, accounts: ReadonlyMap<string, string | undefined>): MintShape {
  if (!isObject(value)) throw new RangeError(`mint: expected an object, got ${JSON.stringify(value)}`);
  const unknown = Object.keys(value).find((name) => !known.some((candidate) => candidate === name));
  if (unknown !== undefined) throw new RangeError(`${unknown}: unknown; expected ${known.join(', ')}`);
  const scopes = strings(value.scopes, 'scopes');
  scopes?.forEach((scope, index) => oneOf(scope, `scopes[${index}]`, contract.scopes));
  const plans = contract.plans.map(({ name }) => name);
  const schemes = contract.schemes.map(({ name }) => name);
  const plan = oneOf(value.plan, 'plan', plans);
  const state = oneOf(value.state, 'state', states);
  const account = value.account === undefined ? undefined : oneOf(value.account, 'account', [...accounts.keys()]);
  const scheme = oneOf(value.scheme, 'scheme', schemes);
  const from = strings(value.from, 'from');
  const invalid = from?.find((range) => parseRange(range) === undefined);
  if (invalid !== undefined)
    throw new RangeError(`from: expected addresses and CIDR ranges such as 203.0.113.0/24, got ${JSON.stringify(invalid)}`);
  if (from?.length === 0) throw new RangeError('from: expected at least one address or range; leave it out to allow all');
  const { credential } = value;
  if (credential !== undefined && typeof credential !== 'string') {
    throw new RangeError(`credential: expected a string, got ${JSON.stringify(credential)}`);
  }
  const own = account === undefined ? undefined : accounts.get(account);
  if (account !== undefined && plan !== undefined && plan !== own) {
    throw new RangeError(`plan: expected ${own ?? 'none'}, the plan of account ${account}, got ${plan}; leave it out`);
  }
  const paid = contract.plans.find(({ name }) => name === (account === undefined ? plan : own));
  if (from && paid && !paid.features.includes('ipAllowList')) {
    throw new RangeError(`from: expected none, because the plan ${paid.name} lacks the feature ipAllowList; leave it out`);
  }
  return {
    ...(scopes && { scopes }),
    ...(plan !== undefined && { plan }),
    ...(state && { state }),
    ...(account !== undefined && { account }),
    ...(scheme !== undefined && { scheme }),
    ...(from && { from }),
    ...(credential !== undefined && { credential }),
  };
}

/** The scheme of a credential without one: the first that operations require. */
export function usualScheme(contract: Contract): string {
  return (usableSchemes(contract)[0] ?? contract.schemes[0])?.name ?? '';
}

/** A shape with defaults: a new account on the plan of the document's first principal. */
export function mintedShape(
  shape: MintShape,
  number: number,
  contract: Contract,
  accounts: ReadonlyMap<string, string | undefined>,
): KeyShape {
  const name = `minted-${number}`;
  const account = shape.account ?? name;
  const usual = accounts.get(contract.principals[0]?.account ?? '') ?? contract.plans[0]?.name;
  const plan = shape.account === undefined ? (shape.plan ?? usual) : accounts.get(shape.account);
  return {
    name,
    account,
    ...(plan !== undefined && { plan }),
    scheme: shape.scheme ?? usualScheme(contract),
    scopes: shape.scopes ?? [],
    state: shape.state ?? 'active',
    ...(shape.from && { from: shape.from }),
    expendable: true,
    ...(shape.credential !== undefined && { credential: shape.credential }),
  };
}
