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
