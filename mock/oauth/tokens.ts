import { digest } from '../state/digest.ts';
import { keyOf } from '../state/key.ts';
import type { Store } from '../state/store.ts';
import type { MockEnvironment } from '../engine/environment.ts';
import { offlineScope } from '../../spec/schemes/provider.ts';
import type { Family, AuthorizationGrant } from './grant.ts';

/** Lifetime of access tokens in seconds. */
export const tokenLifetime = 3600;

/** The most access tokens of one authorization that are revoked together. Older ones have usually expired. */
const mostOfFamily = 1000;

/** A new unique handle: `mock_<kind>_<64 hex digits>`, derived from the seed and a counter. */
export function newHandle({ seed, store }: MockEnvironment, kind: string): string {
  const text = `${seed}/${kind}/${store.next('handle')}`;
  return `mock_${kind}_${digest(text)}${digest(`${text}/second half`)}`;
}

/** The family of a handle; empty if it is new. */
export function familyOf(store: Store, handle: string): Family {
  const found = store.grant(handle);
  return found?.kind === 'family' ? found : { kind: 'family', secrets: [], ended: false };
}

/** The tokens of one token response. */
export interface Issued {
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly scopes: readonly string[];
}

/** Issues an access token with these scopes, and a refresh token with all scopes of the authorization if it has one. */
export function issueTokens(
  environment: MockEnvironment,
  authorization: AuthorizationGrant,
  scopes: readonly string[],
  at: number,
): Issued {
  const { store, compiled, seed, register } = environment;
  const secret = newHandle(environment, 'token');
  const accessToken = authorization.namespace === '' ? secret : `${secret}.${authorization.namespace}`;
  const expiresAt = at + tokenLifetime * 1000;
  const plan = register.plans.get(authorization.account);
  const from = compiled.contract.clients.find(({ name }) => name === authorization.client)?.from;
  const shape = {
    name: `${authorization.client}-token-${store.next(`token of ${authorization.client}`)}`,
    account: authorization.account,
    ...(plan !== undefined && { plan }),
    ...(from && { from }),
    scheme: authorization.scheme,
    scopes: scopes.filter((scope) => scope !== offlineScope),
    state: 'active' as const,
    expendable: false,
  };
  store.addKey({ ...keyOf(compiled.contract, shape, seed), secret, expiresAt });
  store.putGrant(accessToken, { ...authorization, kind: 'access', scopes, secret, issuedAt: at, expiresAt });
  const family = familyOf(store, authorization.family);
  const { account } = authorization;
  store.putGrant(authorization.family, { ...family, account, secrets: [...family.secrets.slice(1 - mostOfFamily), secret] });
  if (!authorization.refreshable) return { accessToken, scopes };
  const refreshToken = newHandle(environment, 'refresh');
  store.putGrant(refreshToken, { ...authorization, kind: 'refresh', issuedAt: at, used: false });
  return { accessToken, refreshToken, scopes };
}

/** Revokes an access token. */
export function revokeToken(store: Store, secret: string): void {
  const key = store.key(secret);
  if (key !== undefined) store.addKey({ ...key, state: 'revoked' });
}

/** Revokes all tokens of one authorization. @see RFC 6749 §4.1.2, RFC 9700 §4.14.2 */
export function revokeFamily(store: Store, handle: string): void {
  const family = familyOf(store, handle);
  for (const secret of family.secrets) revokeToken(store, secret);
  store.putGrant(handle, { ...family, ended: true });
}
