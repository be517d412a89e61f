/**
 * Retries without a response: networks lose requests and responses.
 *
 * @module
 */
import type { Evidence, Role } from './evidence.ts';
import type { Sent, Target, Trouble } from '../http/target.ts';

/** How often a request is sent until no response counts as the result. A certificate that is not trusted counts at once. */
const attempts: { readonly [kind in Trouble['kind']]?: number } = { closed: 3, unreachable: 3, timeout: 3 };

/** Sends again if there was no response, up to the number of attempts. Returns every attempt. */
export async function untilHeard(attempt: () => Promise<Sent>): Promise<readonly Sent[]> {
  const made = [await attempt()];
  for (let last = made[0]!; last.trouble && made.length < (attempts[last.trouble.kind] ?? 0);) {
    last = await attempt();
    made.push(last);
  }
  return made;
}

/**
 * The result of several attempts. If none got a response, the result is no response. A response to a later attempt is the result of requests
 * that prepare or compare. A probe is undecided then: repeating a request until the response is right proves nothing.
 */
export function settled(made: readonly Evidence[], role: Role = 'probe'): Evidence {
  const [first, ...others] = made;
  if (others.length === 0) return first!;
  const heard = others.find(({ reply }) => reply);
  const named = (evidence: Evidence): Evidence => ({ ...evidence, attempts: made.filter((one) => one !== evidence).map(({ id }) => id) });
  if (!heard) return named(first!);
  if (role !== 'probe') return named(heard);
  const message = `${first!.trouble!.message}, and a later attempt got ${heard.reply!.status}`;
  return { ...named(first!), trouble: { kind: 'unsteady', message } };
}

/** A target that sends again if there was no response: for what has to be known before a run. */
export function persistent(target: Target): Target {
  return { ...target, send: async (call) => (await untilHeard(() => target.send(call))).at(-1)! };
}
