/**
 * Sends again what got no response, or a server error: networks lose requests, and gateways stumble.
 *
 * @module
 */
import type { Evidence, Role } from './evidence.ts';
import type { Call, Sent, Target, Trouble } from '../http/target.ts';

/** How often a request is sent in all. */
const most = 3;

/** Trouble that may be gone at the next attempt. A certificate that is not trusted counts at once. */
const passing: ReadonlySet<Trouble['kind']> = new Set(['closed', 'unreachable', 'timeout']);

/** Whether a status says that a gateway, not the API, responded. It does not depend on the request. @see RFC 9110 §15.6.3 to §15.6.5 */
export const isGatewayError = (status: number | undefined): boolean => status === 502 || status === 503 || status === 504;

/** Whether a request may be sent again after a server error. @see RFC 9110 §9.2.1 */
export const isRepeatable = ({ method }: Pick<Call, 'method'>): boolean => method === 'GET' || method === 'HEAD' || method === 'OPTIONS';

/**
 * Sends again if there was no response, or if a request that may be repeated got a server error, up to three times in all. Returns every
 * attempt. A server error that was gone at a later attempt is `unsteady`.
 */
export async function untilHeard(attempt: () => Promise<Sent>, repeatable = false): Promise<readonly Sent[]> {
  const made = [await attempt()];
  const goesOn = ({ reply, trouble }: Sent) => (trouble ? passing.has(trouble.kind) : repeatable && reply!.status >= 500);
  while (goesOn(made.at(-1)!) && made.length < most) made.push(await attempt());
  const later = made.at(-1)!.reply?.status;
  return later === undefined ? made : made.map((sent) => (isServerError(sent) && later < 500 ? unsteady(sent, later) : sent));
}

const isServerError = ({ reply }: Pick<Sent, 'reply'>) => reply !== undefined && reply.status >= 500;

const unsteady = <One extends Pick<Sent, 'reply' | 'trouble'>>(one: One, later: number): One & { readonly trouble: Trouble } => {
  const first = one.trouble?.message ?? `the first attempt got ${one.reply?.status}`;
  return { ...one, trouble: { kind: 'unsteady', message: `${first}, and a later attempt got ${later}`, later } };
};

/**
 * The result of several attempts. If they end alike, it is the first. The response to a later attempt is the result of requests that prepare or
 * compare. A probe is undecided then: repeating a request until the response is right proves nothing.
 */
export function settled(made: readonly Evidence[], role: Role = 'probe'): Evidence {
  const [first, ...others] = made;
  if (others.length === 0) return first!;
  const heard = others.findLast(({ reply }) => reply);
  const named = (evidence: Evidence): Evidence => ({ ...evidence, attempts: made.filter((one) => one !== evidence).map(({ id }) => id) });
  if (!heard || heard.reply!.status === first!.reply?.status) return named(first!);
  if (role !== 'probe') return named(heard);
  const whole = named(first!);
  return whole.trouble?.kind === 'unsteady' ? whole : unsteady(whole, heard.reply!.status);
}

/** A target that sends again: for what has to be known before a run. */
export function persistent(target: Target): Target {
  return { ...target, send: async (call) => (await untilHeard(() => target.send(call), isRepeatable(call))).at(-1)! };
}
