/**
 * The parts of a secret that are credentials by themselves: a password, the claims and the signature of a JWT, the pieces of a compound key.
 *
 * @module
 */
import { isObject, members, readJson } from '../../spec/json/json.ts';
import type { Json } from '../../spec/contract.ts';

/** A part of a secret. `shell` makes it of the variable that holds the secret, as far as a shell can. */
export interface SecretPart {
  readonly name: string;
  readonly value: string;
  readonly shell?: (variable: string) => string;
}

/**
 * The parts of a secret. User names, e-mail addresses, scopes and the like are no credentials: a server may rightly show them.
 *
 * @see RFC 7617 §2, RFC 7519 §3
 */
export function partsOf(secret: string): readonly SecretPart[] {
  const jwt = jwtParts(secret);
  if (jwt) return jwt;
  // What stands before a password is a name, which is no secret.
  const password = passwordIn(secret);
  const pieces = piecesOf(password[0]?.value ?? secret).map((value) => ({ name: 'part', value }));
  return [...password, ...pieces];
}

function passwordIn(secret: string): readonly SecretPart[] {
  const password = /^[^:]+:(.+)$/s.exec(secret)?.[1];
  return password === undefined ? [] : [{ name: 'password', value: password, shell: (variable) => `\${${variable}#*:}` }];
}

/** The last piece after a separator as in `id.secret`, and every other one that is random. Keys such as `sk_live_…` begin with words. */
function piecesOf(secret: string): readonly string[] {
  const last = /[.:|;,~$!/]([^.:|;,~$!/]+)$/.exec(secret)?.[1];
  const random = secret.split(/[.:|;,~$!/_-]+/).filter((piece) => piece !== secret && isRandom(piece));
  return [...new Set(last === undefined ? random : [last, ...random])];
}

/** Whether a text is no word, no number and no word with a number: `reader2`. */
function isRandom(piece: string): boolean {
  const changes = piece.match(/\d(?=\D)|\D(?=\d)/g)?.length ?? 0;
  return changes > 1 || (changes > 0 && piece.length >= 12) || /[a-z].*[A-Z].*[a-z].*[A-Z]/.test(piece) || piece.length >= 20;
}

/** The encoded claims, the signature, the claims as text and those that are credentials; undefined if the secret is no JWT. */
function jwtParts(secret: string): readonly SecretPart[] | undefined {
  const [, payload = '', signature = ''] = /^eyJ[\w-]*\.([\w-]+)\.([\w-]*)$/.exec(secret) ?? [];
  if (payload === '') return undefined;
  const text = Buffer.from(payload, 'base64url').toString('utf8');
  return [
    { name: 'claims', value: payload, shell: (variable) => `$(printf %s "$${variable}" | cut -d. -f2)` },
    { name: 'signature', value: signature, shell: (variable) => `\${${variable}##*.}` },
    { name: 'claims', value: text },
    ...claimsIn(readJson(text)).map((value) => ({ name: 'claim', value })),
  ];
}

/** Names of claims that stand for the token, its session or another secret. */
const telling = /^(?:jti|sid|nonce|pin)$|token|secret|password|session|credential|(?:^|[^a-z])key|Key/;

function claimsIn(claims: Json | undefined): readonly string[] {
  if (Array.isArray(claims)) return claims.flatMap((claim: Json) => claimsIn(claim));
  if (!isObject(claims)) return [];
  return members(claims).flatMap(([name, value]) => (typeof value === 'string' && telling.test(name) ? [value] : claimsIn(value)));
}
