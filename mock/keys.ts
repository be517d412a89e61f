/**
 * Keys as a settings page has them: listed without their secrets, rotated, revoked.
 *
 * @module
 */
import type { Contract } from '../spec/contract.ts';
import type { PrincipalState } from '../spec/principals.ts';
import { digest } from './state/digest.ts';
import { keyOf, type Key } from './state/key.ts';
import type { Store } from './state/store.ts';

/** A key without its secret. */
export interface ListedKey {
  /** Names the key in `rotate` and `revoke`. */
  readonly id: string;
  /** The name of its principal. */
  readonly name: string;
  /** The last four characters of the secret; empty for secrets of fewer than 16 characters. */
  readonly ending: string;
  readonly account: string;
  readonly plan?: string;
  readonly scheme: string;
  readonly scopes: readonly string[];
  readonly state: PrincipalState;
  /** Milliseconds since the epoch; absent if it does not expire. */
  readonly expiresAt?: number;
  /** Addresses and ranges that may use it; absent if all may. */
  readonly from?: readonly string[];
}

const idOf = ({ secret }: Key) => `key_${digest(`id/${secret}`).slice(0, 12)}`;

/** The keys of a mock, without their secrets. */
export function listedKeys(store: Store): readonly ListedKey[] {
  return store.keys().map((key) => ({
    id: idOf(key),
    name: key.name,
    ending: key.secret.length < 16 ? '' : key.secret.slice(-4),
    account: key.account,
    ...(key.plan !== undefined && { plan: key.plan }),
    scheme: key.scheme,
    scopes: key.scopes,
    state: key.state,
    ...(Number.isFinite(key.expiresAt) && { expiresAt: key.expiresAt }),
    ...(key.from && { from: key.from }),
  }));
}

/** @throws RangeError if no key has this id or secret */
function keyNamed(store: Store, name: string): Key {
  const found = store.key(name) ?? store.keys().find((key) => idOf(key) === name);
  if (!found) throw new RangeError('key: this mock has no key with this id or secret');
  return found;
}

/** Revokes a key. @throws RangeError if there is none */
export function revokeKey(store: Store, name: string): void {
  store.addKey({ ...keyNamed(store, name), state: 'revoked' });
}

/**
 * Replaces a key by a new one of the same principal. The old one is accepted for the grace period.
 *
 * @throws RangeError if there is none, if it is not active, or if the grace period is negative
 */
export function rotateKey(
  { store, contract, seed, now }: { readonly store: Store; readonly contract: Contract; readonly seed: string; readonly now: number },
  name: string,
  graceSeconds: number,
): Key {
  if (!(graceSeconds >= 0 && graceSeconds <= 31_536_000)) throw new RangeError(`graceSeconds: expected 0 to 31536000, got ${graceSeconds}`);
  const old = keyNamed(store, name);
  if (old.state !== 'active') throw new RangeError(`key: expected an active key, got one that is ${old.state}`);
  const { scheme, scopes, account, plan, state, expendable, from } = old;
  const shape = { scheme, scopes, account, state, expendable, ...(plan !== undefined && { plan }), ...(from && { from }) };
  const fresh = keyOf(contract, { ...shape, name: `${old.name}-${store.next('rotated') + 1}` }, seed);
  store.addKey(graceSeconds === 0 ? { ...old, state: 'revoked' } : { ...old, expiresAt: now + graceSeconds * 1000 });
  store.addKey({ ...fresh, name: old.name });
  return fresh;
}
