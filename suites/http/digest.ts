/**
 * Answers to Digest challenges.
 *
 * @module
 * @see RFC 7616 §3.4
 */
import { createHash, randomBytes } from 'node:crypto';
import { challengesNamed, parameterOf, type Challenge } from '../expectations/challenge.ts';
import type { Call, Reply, Target } from './target.ts';

/** A challenge of an origin, and how often its nonce was used. */
interface HeldChallenge {
  readonly challenge: Challenge;
  count: number;
}

const hashes: { readonly [algorithm: string]: string } = { 'SHA-256': 'sha256', MD5: 'md5' };

const algorithmOf = (challenge: Challenge) => (parameterOf(challenge, 'algorithm') ?? 'MD5').toUpperCase();

/** The first challenge that can be answered: a server lists them by preference. @see RFC 7616 §3.7 */
const answerable = (reply: Reply): Challenge | undefined =>
  challengesNamed(reply, 'Digest').find(
    (challenge) => hashes[algorithmOf(challenge)] !== undefined && parameterOf(challenge, 'nonce') !== undefined,
  );

const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;

/** The header of a request that answers a challenge. */
function answerTo(challenge: Challenge, { method, target }: Call, credential: string, count: number, cnonce: string): string {
  const algorithm = algorithmOf(challenge);
  const hash = (...parts: readonly string[]) => createHash(hashes[algorithm]!).update(parts.join(':')).digest('hex');
  const of = (name: string) => parameterOf(challenge, name);
  const [realm, nonce] = [of('realm') ?? '', of('nonce') ?? ''];
  const colon = credential.indexOf(':');
  const [user, password] = colon === -1 ? [credential, ''] : [credential.slice(0, colon), credential.slice(colon + 1)];
  const [one, two] = [hash(user, realm, password), hash(method, target)];
  const counted = of('qop') !== undefined;
  const nc = count.toString(16).padStart(8, '0');
  const response = counted ? hash(one, nonce, nc, cnonce, 'auth', two) : hash(one, nonce, two);
  const opaque = of('opaque');
  const parameters = [
    `username=${quoted(user)}`,
    `realm=${quoted(realm)}`,
    `uri=${quoted(target)}`,
    ...(of('algorithm') === undefined ? [] : [`algorithm=${algorithm}`]),
    `nonce=${quoted(nonce)}`,
    ...(counted ? ['qop=auth', `nc=${nc}`, `cnonce=${quoted(cnonce)}`] : []),
    `response="${response}"`,
    ...(opaque === undefined ? [] : [`opaque=${quoted(opaque)}`]),
  ];
  return `Digest ${parameters.join(', ')}`;
}

/**
 * The target, with the challenges of calls that have a Digest credential answered: that of an earlier response as long as its nonce is accepted, and
 * otherwise that of the response to the same request.
 */
export function withDigestAnswers(target: Target, newCnonce = () => randomBytes(12).toString('hex')): Target {
  const held = new Map<string, HeldChallenge>();
  const answered = (call: Call, credential: string, known: HeldChallenge) => {
    known.count += 1;
    const value = answerTo(known.challenge, call, credential, known.count, newCnonce());
    return target.send({ ...call, headers: [...call.headers, 'Authorization', value] });
  };
  return {
    ...target,
    async send({ digest, ...call }) {
      if (digest === undefined) return target.send(call);
      const place = `${call.channel} ${call.origin ?? ''}`;
      const known = held.get(place);
      const first = await (known ? answered(call, digest, known) : target.send(call));
      const challenge = first.reply?.status === 401 ? answerable(first.reply) : undefined;
      if (!challenge) return first;
      const next = { challenge, count: 0 };
      held.set(place, next);
      return answered(call, digest, next);
    },
  };
}
