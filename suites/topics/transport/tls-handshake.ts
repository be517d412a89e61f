import type { Scene } from '../../engine/scenario.ts';

/** Each variant with the only version that it offers. */
const versions: { readonly [variant: string]: 'TLSv1' | 'TLSv1.1' } = { TLSv1: 'TLSv1', 'TLSv1.1': 'TLSv1.1' };

/** Facts: `agreed` (boolean), `protocol` or `says`, and `trouble` (the kind). */
export const handshakes: Scene = {
  name: 'tls-handshake',
  says: 'Negotiates TLS as a verifying client does, and with versions that are no longer allowed.',
  shots: () => [{ variant: 'verified', cost: 1 }, ...Object.keys(versions).map((variant) => ({ variant, cost: 1 }))],
  async play(stage, shots) {
    const { handshake } = stage.target;
    for (const shot of shots) {
      if (!handshake) {
        stage.take(shot, {
          controls: [],
          probes: [],
          undecided: { why: 'there is no TLS between this target and the harness', outcome: 'not-applicable' },
        });
        continue;
      }
      const outcome = await handshake(versions[shot.variant ?? '']);
      const facts = outcome.agreed
        ? { agreed: true, protocol: outcome.protocol }
        : { agreed: false, says: outcome.trouble.says, trouble: outcome.trouble.kind };
      stage.take(shot, { controls: [], probes: [], facts });
    }
  },
};
