/**
 * JWTs for schemes with `bearerFormat: JWT` and of OpenID Connect. Signed synchronously, so that a new mock has its credentials at once.
 *
 * @module
 * @see RFC 7519, RFC 7515 §7.1
 */
import type { Contract, JsonObject, Scheme } from '../../spec/contract.ts';
import { isObject, parseJson } from '../../spec/json/json.ts';
import type { OpenIdProvider } from '../../spec/schemes/provider.ts';
import { digest } from './digest.ts';
import { hmacSha256 } from '../oauth/sha256.ts';
import type { KeyShape } from './key-shape.ts';
import { signatureOf, signingKeyOf, type SigningKey } from './es256.ts';

/** The signing key and claims of a mock's JWTs. */
export interface Signing {
  readonly algorithm: 'HS256';
  readonly secret: string;
  /** The claims `iss` and `aud`: origin and URL of the document's first server. */
  readonly issuer: string;
  readonly audience: string;
}

/** Fixed dates in seconds since the epoch (2020, 2021, 2100), so that the same seed gives the same tokens. */
const dates = { begin: 1_577_836_800, past: 1_609_459_200, end: 4_102_444_800 } as const;

/** Whether the credentials of a scheme are JWTs. */
export function isJwt(scheme: Pick<Scheme, 'kind' | 'bearerFormat'> | undefined): boolean {
  return scheme?.kind === 'bearer' && /^(?:at\+)?jwt$/i.test(scheme.bearerFormat ?? '');
}

/** The signing of a mock with this seed. */
export function signingOf({ servers }: Pick<Contract, 'servers'>, seed: string): Signing {
  const url = servers[0]?.url ?? '';
  const audience = URL.canParse(url) ? url : 'https://mock.invalid';
  const secret = `mock_jwt_${digest(`${seed}/jwt/1`)}${digest(`${seed}/jwt/2`)}`;
  return { algorithm: 'HS256', secret, issuer: new URL(audience).origin, audience };
}

/** The token of a principal. An expired one has a past `exp`. */
export function jwtOf(signing: Signing, id: string, shape: KeyShape): string {
  return signed(claimsOf(signing, id, shape), signing.secret);
}

function claimsOf(signing: Pick<Signing, 'issuer' | 'audience'>, id: string, { account, scopes, state }: KeyShape): JsonObject {
  return {
    iss: signing.issuer,
    aud: signing.audience,
    sub: account,
    scope: scopes.join(' '),
    jti: id,
    iat: dates.begin,
    exp: state === 'expired' ? dates.past : dates.end,
  };
}

/** The keys of providers by seed: computing one takes some milliseconds. */
const openIdKeys = new Map<string, SigningKey>();

/** The signing key of a provider in a mock with this seed. */
export function openIdKey({ issuer }: OpenIdProvider, seed: string): SigningKey & { readonly id: string } {
  const name = `${seed}/${issuer}`;
  const key = openIdKeys.get(name) ?? signingKeyOf(name);
  openIdKeys.set(name, key);
  return { ...key, id: digest(`${name}/key`).slice(0, 16) };
}

/** The access token of a principal, signed by its provider. @see RFC 9068 §2 */
export function openIdTokenOf(contract: Contract, provider: OpenIdProvider, seed: string, id: string, shape: KeyShape): string {
  const { audience } = signingOf(contract, seed);
  return signedByProvider(provider, seed, 'at+jwt', claimsOf({ issuer: provider.issuer, audience }, id, shape));
}

/** A token with these claims and this `typ`, signed with the key of a provider. */
export function signedByProvider(provider: OpenIdProvider, seed: string, typ: string, claims: JsonObject): string {
  const key = openIdKey(provider, seed);
  const text = unsigned({ alg: 'ES256', typ, kid: key.id }, claims);
  return `${text}.${signatureOf(key, text)}`;
}

const unsigned = (header: JsonObject, claims: JsonObject) =>
  [header, claims].map((part) => encoded(new TextEncoder().encode(JSON.stringify(part)))).join('.');

/** A signed token with these claims. */
export function signed(claims: JsonObject, secret: string): string {
  const text = unsigned({ alg: 'HS256', typ: 'JWT' }, claims);
  return `${text}.${encoded(hmacSha256(secret, text))}`;
}

/** A decoded token, not verified. */
export interface DecodedJwt {
  readonly header: JsonObject;
  readonly claims: JsonObject;
  readonly signature: string;
}

/** Decodes a token; undefined if it is not a JWT. Without the third part the signature is empty. */
export function decodeJwt(token: string): DecodedJwt | undefined {
  const [header, claims, signature = '', ...more] = token.split('.');
  if (header === undefined || claims === undefined || more.length > 0) return undefined;
  const [one, other] = [decoded(header), decoded(claims)];
  return one && other && { header: one, claims: other, signature };
}

function encoded(bytes: Uint8Array): string {
  return btoa(String.fromCodePoint(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

function decoded(part: string): JsonObject | undefined {
  try {
    const bytes = Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.codePointAt(0)!);
    const value = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
