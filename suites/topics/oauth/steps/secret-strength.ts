import { bitsOf, similarSecrets } from '../../../oauth/secrets.ts';
import type { OAuthStep } from '../../../oauth/flow.ts';

/** The secrets that all steps before were given. */
export const secretStrength: OAuthStep = {
  cases: () => [{ kind: 'unguessable', cost: 1 }],
  async play(flow) {
    if (!flow.first) return;
    const secrets = flow.dialogue.issued().filter(({ kind }) => kind !== 'user-code' && kind !== 'cookie');
    const bits = Math.min(...secrets.map(({ value }) => bitsOf(value)));
    const similar = similarSecrets(secrets);
    flow.observe('unguessable', {
      controls: [],
      probes: { tokens: flow.first.response.evidence },
      facts: { bits, ...(similar && { similar }) },
    });
  },
};
