/**
 * JWTs that the mock did not issue but that are signed with its secret, such as those of a client's tests.
 *
 * @module
 */
import type { Contract, Scheme } from '../../spec/contract.ts';
import { schemeMethods } from '../../spec/schemes/schemes.ts';
import type { MockRequest } from '../engine/request.ts';
import { lookUp } from './credential.ts';
import { isJwt, decodeJwt, signingOf, type Signing } from './jwt.ts';
import { keyOf, type Key } from './key.ts';
import type { Store } from './store.ts';

/** Adds a valid token of a request to the store; undefined if there is none to verify. */
export type Verify = (request: MockRequest) => Promise<void> | undefined;

/** Verifies tokens of the first JWT scheme; undefined if there is none. jose is loaded with the first unknown token. */
export function createVerifier(contract: Contract, seed: string, store: Store): Verify | undefined {
  const scheme = contract.schemes.find(isJwt);
  if (scheme === undefined) return undefined;
  const signing = signingOf(contract, seed);
  const verify = async (token: string, at: number): Promise<void> => {
    const claims = await claimsOf(token, signing, at);
    const key = claims && keyFor({ contract, scheme, seed, store }, token, claims);
    if (key) store.addKey(key);
  };
  return (request) => {
    const token = unknownJwtIn(request, scheme, store);
    return token === undefined ? undefined : verify(token, request.at);
  };
}

/** A JWT that the store does not know. */
function unknownJwtIn(request: MockRequest, scheme: Scheme, store: Store): string | undefined {
  const taken = schemeMethods[scheme.kind].take(scheme, request);
  if (taken.found !== 'credential' || lookUp(store, taken.credential).key !== undefined) return undefined;
  return decodeJwt(taken.credential) === undefined ? undefined : taken.credential;
}

interface Claims {
  readonly sub?: string | undefined;
  readonly jti?: string | undefined;
  readonly exp?: number | undefined;
  readonly scope?: unknown;
}

/** The claims of a token with a valid signature, issuer, audience and lifetime. */
async function claimsOf(token: string, { algorithm, secret, issuer, audience }: Signing, at: number): Promise<Claims | undefined> {
  const { jwtVerify } = await import('jose');
  try {
    const demands = { algorithms: [algorithm], issuer, audience, currentDate: new Date(at), requiredClaims: ['sub', 'exp'] };
    return (await jwtVerify(token, new TextEncoder().encode(secret), demands)).payload;
  } catch {
    return undefined;
  }
}

interface KeySource {
  readonly contract: Contract;
  readonly scheme: Scheme;
  readonly seed: string;
  readonly store: Store;
}

/** The key for the claims: the principal with the same token id, otherwise the account with the scopes in the claims. */
function keyFor({ contract, scheme, seed, store }: KeySource, token: string, { sub, jti, exp = 0, scope }: Claims): Key | undefined {
  const known = store.keys();
  const same = jti === undefined ? undefined : known.find(({ secret }) => decodeJwt(secret)?.claims['jti'] === jti);
  if (same !== undefined) return { ...same, secret: token, expiresAt: exp * 1000 };
  const sibling = known.find(({ account }) => account === sub);
  if (sibling === undefined) return undefined;
  const scopes = typeof scope === 'string' ? scope.split(' ').filter((name) => contract.scopes.includes(name)) : [];
  const plan = sibling.plan === undefined ? {} : { plan: sibling.plan };
  const shape = { name: `jwt-${store.next('jwt')}`, account: sibling.account, ...plan, scheme: scheme.name, scopes };
  return { ...keyOf(contract, { ...shape, state: 'active', expendable: true }, seed), secret: token, expiresAt: exp * 1000 };
}
