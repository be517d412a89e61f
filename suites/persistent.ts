import type { Sent, Target } from './target.ts';

/** How often a request is sent before the network is believed. */
const attempts = 3;

/** What may go better the next time; a certificate that is not trusted does not. */
const passing: ReadonlySet<string | undefined> = new Set(['closed', 'timeout', 'unreachable']);

/** A target that is asked again where nothing came back: for what has to be known before a run, and never for what is judged. */
export function persistent(target: Target): Target {
  return {
    ...target,
    async send(call) {
      let sent: Sent = await target.send(call);
      for (let attempt = 1; attempt < attempts && passing.has(sent.trouble?.kind); attempt += 1) sent = await target.send(call);
      return sent;
    },
  };
}
