import type { Scenario } from '../../engine/scenario.ts';

/** Each variant with the only version that it offers. */
const versions: { readonly [variant: string]: 'TLSv1' | 'TLSv1.1' } = { TLSv1: 'TLSv1', 'TLSv1.1': 'TLSv1.1' };

/** Facts: `agreed` (boolean), `protocol` or `says`, and `trouble` (the kind). */
export const tlsHandshake: Scenario = {
  name: 'tls-handshake',
  description: 'Negotiates TLS as a verifying client does, and with versions that are no longer allowed.',
  cases: () => [{ variant: 'verified', cost: 1 }, ...Object.keys(versions).map((variant) => ({ variant, cost: 1 }))],
  async play(context, cases) {
    const { handshake } = context.target;
    for (const testCase of cases) {
      if (!handshake) {
        context.observe(testCase, {
          controls: [],
          probes: [],
          undecided: { why: 'there is no TLS between this target and the harness', outcome: 'not-applicable' },
        });
        continue;
      }
      const outcome = await handshake(versions[testCase.variant ?? '']);
      const facts = outcome.agreed
        ? { agreed: true, protocol: outcome.protocol }
        : { agreed: false, says: outcome.trouble.says, trouble: outcome.trouble.kind };
      context.observe(testCase, { controls: [], probes: [], facts });
    }
  },
};
