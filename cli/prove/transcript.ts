import { createHash } from 'node:crypto';
import type { Target } from '../../suites/http/target.ts';

/** A target that records its responses. */
export interface Recorded {
  readonly target: Target;
  /** The number of calls. */
  count(): number;
  /** A digest of all responses in order: status, headers and body. */
  digest(): string;
}

/** Records the responses of a target. */
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
