import { usesTls } from './https-only.ts';
import type { Case, NamedProbes } from '../../engine/evidence.ts';
import type { Scenario } from '../../engine/scenario.ts';
import type { Trouble } from '../../http/target.ts';

interface HandshakeCase extends Case {
  /** The only version that it offers. */
  readonly version?: 'TLSv1' | 'TLSv1.1';
}

/** The result of a handshake. */
type HandshakeFacts =
  | { readonly agreed: true; readonly protocol: string }
  | { readonly agreed: false; readonly message: string; readonly trouble: Trouble['kind'] };

export const tlsHandshake: Scenario<HandshakeCase, NamedProbes, HandshakeFacts> = {
  name: 'tls-handshake',
  description: 'Negotiates TLS as a verifying client does, and with versions that are no longer allowed.',
  cases: ({ contract, settings }) =>
    usesTls(contract, settings) === true
      ? [
          { label: 'verified', words: 'with verification, as an ordinary client', cost: 1 },
          { label: 'TLSv1', words: 'offering only TLS 1.0', version: 'TLSv1', cost: 1 },
          { label: 'TLSv1.1', words: 'offering only TLS 1.1', version: 'TLSv1.1', cost: 1 },
        ]
      : [],
  async play(context, cases) {
    const { handshake } = context.target;
    for (const testCase of cases) {
      if (!handshake) {
        context.undecided(testCase, { outcome: 'not-applicable', cause: { code: 'no-tls' } });
        continue;
      }
      const outcome = await handshake(testCase.version);
      const facts: HandshakeFacts = outcome.agreed
        ? { agreed: true, protocol: outcome.protocol }
        : { agreed: false, message: outcome.trouble.message, trouble: outcome.trouble.kind };
      context.observe(testCase, { controls: [], probes: {}, facts });
    }
  },
};
