import { createHash } from 'node:crypto';
import type { Target } from '../../suites/http/target.ts';

/** A target, and what is remembered of its answers. */
export interface Recorded {
  readonly target: Target;
  /** How many calls there were. */
  count(): number;
  /** Equal for equal answers in an equal order: status, header lines and body. */
  digest(): string;
}

/** Takes down what a target answers, call by call. */
export function recorded(target: Target): Recorded {
  const hash = createHash('sha256');
  let calls = 0;
  return {
    target: {
      ...target,
      async send(call) {
        const sent = await target.send(call);
        calls += 1;
        hash.update(JSON.stringify([sent.reply?.status, sent.reply?.headers, sent.reply?.body, sent.trouble?.kind]));
        return sent;
      },
    },
    count: () => calls,
    digest: () => hash.copy().digest('base64'),
  };
}
