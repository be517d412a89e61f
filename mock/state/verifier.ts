/**
 * JWTs that the mock did not hand out itself but that are signed with its secret, such as those which a client's own tests make.
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

/** Makes the store know the token of an arrival, where it is good; undefined where there is nothing to find out. */
export type Verify = (request: MockRequest) => Promise<void> | undefined;

/** Verifies tokens for the first scheme that has JWTs; undefined where none has. jose is loaded with the first token that nobody knows. */
export function createVerifier(contract: Contract, seed: string, store: Store): Verify | undefined {
  const scheme = contract.schemes.find(isJwt);
  if (scheme === undefined) return undefined;
  const signing = signingOf(contract, seed);
  const learn = async (token: string, at: number): Promise<void> => {
    const claims = await claimsOf(token, signing, at);
    const key = claims && keyFor({ contract, scheme, seed, store }, token, claims);
    if (key) store.addKey(key);
  };
  return (request) => {
    const token = strangerIn(request, scheme, store);
    return token === undefined ? undefined : learn(token, request.at);
  };
}

/** A credential of three parts that the store does not know. */
function strangerIn(request: MockRequest, scheme: Scheme, store: Store): string | undefined {
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

/** The claims of a token that is signed with the mock's secret, by its algorithm, for its audience, and now in force. */
async function claimsOf(token: string, { algorithm, secret, issuer, audience }: Signing, at: number): Promise<Claims | undefined> {
  const { jwtVerify } = await import('jose');
  try {
    const demands = { algorithms: [algorithm], issuer, audience, currentDate: new Date(at), requiredClaims: ['sub', 'exp'] };
    return (await jwtVerify(token, new TextEncoder().encode(secret), demands)).payload;
  } catch {
    return undefined;
  }
}

interface Around {
  readonly contract: Contract;
  readonly scheme: Scheme;
  readonly seed: string;
  readonly store: Store;
}

/** What the claims stand for: the principal whose token has the same id, or else the account with the scopes that they name. */
function keyFor({ contract, scheme, seed, store }: Around, token: string, { sub, jti, exp = 0, scope }: Claims): Key | undefined {
  const known = store.keys();
  const same = jti === undefined ? undefined : known.find(({ secret }) => decodeJwt(secret)?.claims['jti'] === jti);
  if (same !== undefined) return { ...same, secret: token, expiresAt: exp * 1000 };
  const mate = known.find(({ account }) => account === sub);
  if (mate === undefined) return undefined;
  const scopes = typeof scope === 'string' ? scope.split(' ').filter((name) => contract.scopes.includes(name)) : [];
  const plan = mate.plan === undefined ? {} : { plan: mate.plan };
  const shape = { name: `jwt-${store.next('jwt')}`, account: mate.account, ...plan, scheme: scheme.name, scopes };
  return { ...keyOf(contract, { ...shape, state: 'active', expendable: true }, seed), secret: token, expiresAt: exp * 1000 };
}
