import type { Contract } from '../../spec/contract.ts';
import type { Key } from './key.ts';
import type { Store } from './store.ts';

const suffix = /^(.+)\.([A-Za-z0-9_-]{1,64})$/s;

/** The key of a credential and the namespace from its suffix `.NAME`. No key if the credential is unknown. */
export function lookUp(store: Store, credential: string): { readonly key?: Key; readonly namespace: string } {
  const exact = store.key(credential);
  if (exact !== undefined) return { key: exact, namespace: '' };
  const [, secret = '', namespace = ''] = suffix.exec(credential) ?? [];
  const key = store.key(secret);
  return key === undefined ? { namespace: '' } : { key, namespace };
}

/**
 * The key that an unknown credential of one of these schemes counts as, if any credential is accepted: the active one with the most scopes, of an
 * account with as many schemes as possible. Where an operation needs several credentials, they are then of one account.
 */
export function substituteFor(store: Store, { implies }: Pick<Contract, 'implies'>, schemes: ReadonlySet<string>): Key | undefined {
  const active = store.keys().filter(({ state, from, expendable }) => state === 'active' && from === undefined && !expendable);
  const breadth = ({ scopes }: Key) => new Set(scopes.flatMap((scope) => [scope, ...(implies[scope] ?? [])])).size;
  const accounts = [...new Set(active.map(({ account }) => account))].map((name) => {
    const own = active.filter(({ account }) => account === name);
    return { own, schemes: new Set(own.map(({ scheme }) => scheme)).size, scopes: Math.max(...own.map(breadth)) };
  });
  return accounts
    .toSorted((one, other) => other.schemes - one.schemes || other.scopes - one.scopes)
    .flatMap(({ own }) => own.toSorted((one, other) => breadth(other) - breadth(one)))
    .find(({ scheme }) => schemes.has(scheme));
}
