/**
 * What a scenario did with a mock and what came back, and whether another mock answers the same.
 *
 * @module
 */
import { isDeepStrictEqual } from 'node:util';
import type { Capabilities, Sent, Target } from '../../suites/http/target.ts';

/** Something begins, or its outcome is there. Other things may begin in between. */
type Move =
  | { readonly does: (target: Target) => Promise<unknown>; readonly index: number }
  | { readonly ends: number; readonly outcome: unknown };

/** Every move of a scenario, in order. */
export type Transcript = readonly Move[];

/** A target that keeps a transcript. */
export interface Transcribed {
  readonly target: Target;
  /** Begins a new transcript: what is done from now on is added to it. */
  begin(): Transcript;
}

/** Keeps transcripts of what is done with a target. */
export function transcribed(target: Target): Transcribed {
  let moves: Move[] = [];
  const noted = async <Outcome>(does: (target: Target) => Promise<Outcome>): Promise<Outcome> => {
    const [noting, index] = [moves, moves.length];
    noting.push({ does, index });
    const outcome = await does(target);
    noting.push({ ends: index, outcome });
    return outcome;
  };
  const { advance, reset, deny, mint } = target.capabilities;
  const capabilities: Capabilities = {
    ...(advance && { advance: (seconds) => noted((it) => it.capabilities.advance!(seconds)) }),
    ...(reset && { reset: (credential) => noted((it) => it.capabilities.reset!(credential)) }),
    ...(deny && { deny: (clientId) => noted((it) => it.capabilities.deny!(clientId)) }),
    ...(mint && { mint: (shape) => noted((it) => it.capabilities.mint!(shape)) }),
  };
  return {
    begin: () => (moves = []),
    target: {
      ...target,
      capabilities,
      send: (call) => noted((it) => it.send(call)),
      wait: (milliseconds) => noted((it) => it.wait(milliseconds)),
    },
  };
}

/** Does everything again with another target, up to the first outcome that is another one. Returns whether there was none. */
export async function getsTheSame(transcript: Transcript, target: Target): Promise<boolean> {
  const pending = new Map<number, Promise<unknown>>();
  for (const move of transcript) {
    if ('does' in move) {
      pending.set(
        move.index,
        move.does(target).catch((error: unknown) => error),
      );
      continue;
    }
    const outcome = await pending.get(move.ends);
    pending.delete(move.ends);
    if (isSameOutcome(outcome, move.outcome)) continue;
    await Promise.all(pending.values());
    return false;
  }
  return true;
}

const isSent = (outcome: unknown): outcome is Sent => typeof outcome === 'object' && outcome !== null && 'startedAt' in outcome;

/** Responses are compared member by member, since there are millions of them. */
function isSameOutcome(one: unknown, other: unknown): boolean {
  if (!isSent(one) || !isSent(other)) return isDeepStrictEqual(one, other);
  const [reply, usual] = [one.reply, other.reply];
  return (
    one.startedAt === other.startedAt &&
    one.milliseconds === other.milliseconds &&
    one.trouble?.kind === other.trouble?.kind &&
    reply?.status === usual?.status &&
    reply?.body === usual?.body &&
    reply?.headers.length === usual?.headers.length &&
    (reply === undefined || reply.headers.every((part, index) => part === usual!.headers[index]))
  );
}
