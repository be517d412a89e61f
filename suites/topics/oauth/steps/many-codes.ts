import { alike } from '../../../oauth/alike.ts';
import { bitsOf } from '../../../oauth/entropy.ts';
import { controlOf, type OAuthStep } from '../../../oauth/flow.ts';

/** Everything that was handed out in all passages before. */
export const manyCodes: OAuthStep = {
  cases: () => [{ variant: 'unguessable', cost: 1 }],
  async play(flow) {
    if (!flow.first) return;
    const secrets = flow.dialogue.handedOut().filter(({ kind }) => kind !== 'user-code' && kind !== 'cookie');
    const bits = Math.min(...secrets.map(({ value }) => bitsOf(value)));
    flow.take('unguessable', { controls: [], probes: controlOf(flow), facts: { bits, alike: alike(secrets) ?? '' } });
  },
};
