/**
 * Silence, and what it is worth: networks drop what servers would have answered.
 *
 * @module
 */
import type { Evidence, Role } from './evidence.ts';
import type { Sent, Target, Trouble } from '../http/target.ts';

/** How often something is sent until silence is believed. A certificate that is not trusted is believed at once. */
const attempts: { readonly [kind in Trouble['kind']]?: number } = { closed: 3, unreachable: 3, timeout: 3 };

/** Sends again where nothing came back, as long as silence may yet end; answers every attempt. */
export async function untilHeard(attempt: () => Promise<Sent>): Promise<readonly Sent[]> {
  const made = [await attempt()];
  for (let last = made[0]!; last.trouble && made.length < (attempts[last.trouble.kind] ?? 0);) {
    last = await attempt();
    made.push(last);
  }
  return made;
}

/**
 * What attempts come to. Nothing but silence is silence. An answer after silence is the answer where it only prepares or compares; of a probe it
 * decides nothing: a request that is repeated until it is answered as it should be proves nothing.
 */
export function settled(made: readonly Evidence[], role: Role = 'probe'): Evidence {
  const [first, ...others] = made;
  if (others.length === 0) return first!;
  const heard = others.find(({ reply }) => reply);
  const named = (evidence: Evidence): Evidence => ({ ...evidence, attempts: made.filter((one) => one !== evidence).map(({ id }) => id) });
  if (!heard) return named(first!);
  if (role !== 'probe') return named(heard);
  const says = `${first!.trouble!.says}, and at another attempt it was answered with ${heard.reply!.status}`;
  return { ...named(first!), trouble: { kind: 'unsteady', says } };
}

/** A target that is asked again where nothing came back: for what has to be known before a run. */
export function persistent(target: Target): Target {
  return { ...target, send: async (call) => (await untilHeard(() => target.send(call))).at(-1)! };
}
