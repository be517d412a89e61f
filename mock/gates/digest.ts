/**
 * Responses to Digest challenges. A nonce lives five minutes; each of its counts is accepted once.
 *
 * @module
 * @see RFC 7616
 */
import { parsedChallenges } from '../compile/challenge.ts';
import type { RequestContext } from '../engine/request-context.ts';
import { headerValue } from '../../spec/message.ts';
import { schemeMethods } from '../../spec/schemes/schemes.ts';
import { digest } from '../state/digest.ts';
import { hexDigest, isDigestAlgorithm } from '../oauth/sha256.ts';
import type { Key } from '../state/key.ts';

const lifetimeMs = 300_000;

/** The parameters of a response: names in lower case, values without quotes. */
type DigestResponse = ReadonlyMap<string, string>;

const unquoted = (value: string) => (value.startsWith('"') ? value.slice(1, -1).replaceAll(/\\(.)/g, '$1') : value);

function responseIn(credential: string): DigestResponse {
  const [response] = parsedChallenges(`Digest ${credential}`);
  return new Map(
    (response?.parameters ?? []).map((parameter) => {
      const [, name = '', value = ''] = /^([^=\s]+)\s*=\s*(.*)$/s.exec(parameter) ?? [];
      return [name.toLowerCase(), unquoted(value.trim())];
    }),
  );
}

const tagOf = (seed: string, number: string, at: string) => digest(`${seed}/nonce/${number}/${at}`);

/** A new nonce: its number, its time, and a tag that only the mock can make. */
export function newNonce({ environment: { seed, store }, request }: RequestContext): string {
  const [number, at] = [store.next('nonce').toString(36), request.at.toString(36)];
  return `${number}-${at}-${tagOf(seed, number, at)}`;
}

/** Whether a nonce is one of the mock: still usable with this count, or too old or already used with it. */
function standingOf({ environment: { seed, store }, request }: RequestContext, response: DigestResponse): 'usable' | 'stale' | 'foreign' {
  const nonce = response.get('nonce') ?? '';
  const [number = '', at = '', tag] = nonce.split('-');
  if (tag !== tagOf(seed, number, at)) return 'foreign';
  const known = store.grant(nonce);
  const used = known?.kind === 'nonce' ? known.count : 0;
  const isOld = request.at >= Number.parseInt(at, 36) + lifetimeMs;
  return isOld || Number.parseInt(response.get('nc') ?? '', 16) <= used ? 'stale' : 'usable';
}

/** The expected response of a user; undefined if a parameter is missing or the algorithm is another. @see RFC 7616 §3.4.1 */
function expectedFor({ request }: RequestContext, response: DigestResponse, secret: string): string | undefined {
  const [nonce, uri, nc, cnonce, realm = ''] = ['nonce', 'uri', 'nc', 'cnonce', 'realm'].map((name) => response.get(name));
  const algorithm = (response.get('algorithm') ?? 'MD5').toUpperCase();
  if (!isDigestAlgorithm(algorithm) || response.get('qop') !== 'auth' || cnonce === undefined) return undefined;
  if (uri !== request.target || !/^[0-9a-f]{8}$/i.test(nc ?? '')) return undefined;
  const hash = (...parts: readonly (string | undefined)[]) => hexDigest(algorithm, parts.join(':'));
  const colon = secret.indexOf(':');
  const user = hash(secret.slice(0, colon), realm, secret.slice(colon + 1));
  return hash(user, nonce, nc, cnonce, 'auth', hash(request.method, uri));
}

/** The key whose password makes the response of a request; its count is used up. */
export function digestKeyFor(context: RequestContext, credential: string): Key | undefined {
  const response = responseIn(credential);
  const { store, compiled } = context.environment;
  const schemes = new Set(compiled.contract.schemes.filter(({ kind }) => kind === 'digest').map(({ name }) => name));
  const named = store.keys().filter(({ scheme, secret }) => schemes.has(scheme) && secret.startsWith(`${response.get('username')}:`));
  const key = named.find(({ secret }) => expectedFor(context, response, secret) === response.get('response')?.toLowerCase());
  if (key === undefined || standingOf(context, response) !== 'usable') return undefined;
  const nonce = response.get('nonce')!;
  store.putGrant(nonce, { kind: 'nonce', count: Number.parseInt(response.get('nc')!, 16), expiresAt: context.request.at + lifetimeMs });
  return key;
}

/** Whether a request responds to a challenge of the mock whose nonce it may not use any more. @see RFC 7616 §3.3 */
export function hasStaleNonce(context: RequestContext): boolean {
  if (headerValue(context.request.headers, 'Authorization') === undefined) return false;
  const scheme = context.environment.compiled.contract.schemes.find(({ kind }) => kind === 'digest');
  const taken = scheme && schemeMethods.digest.take(scheme, context.request);
  return taken?.found === 'credential' && standingOf(context, responseIn(taken.credential)) === 'stale';
}
