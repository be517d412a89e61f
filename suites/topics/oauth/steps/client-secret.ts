import type { Responded } from '../../../oauth/dialogue.ts';
import { redeemCode, type OAuthFlow, type OAuthStep } from '../../../oauth/flow.ts';
import { introspections, manageTokens, revocations } from '../../../oauth/management.ts';
import { wrongSecret } from '../../../oauth/secrets.ts';

/** A code that is first redeemed with a wrong secret; then its tokens are introspected and revoked, if the server offers that. */
export const clientSecret: OAuthStep = {
  cases: () => [
    { kind: 'wrong-secret-first', cost: 3, spendsCode: true },
    ...[...introspections, ...revocations].map((kind) => ({ kind, cost: 2, spendsCode: true as const })),
  ],
  async play(flow) {
    if (!flow.first) return;
    const obtained = await obtain(flow);
    if (obtained.code === undefined) return;
    const wrong = await redeemCode(flow, obtained, {}, { secret: wrongSecret(flow.dialogue.context.redactor, flow.main) });
    const right = wrong.tokens ? wrong : await redeemCode(flow, obtained);
    flow.observe('wrong-secret-first', {
      controls: [],
      probes: { wrong: wrong.evidence, right: right.evidence },
      facts: { accepted: wrong.tokens !== undefined, kept: right.tokens !== undefined },
    });
    const last = right.tokens ? right : await redeemAnother(flow);
    if (last?.tokens) await manageTokens(flow, last.tokens);
  },
};

function obtain({ first, codes, main }: OAuthFlow) {
  const scope = first?.obtained.asked;
  return codes.obtain({ client: main, challenge: 'none', ...(scope !== undefined && { scope }) });
}

/** The wrong secret used up the code: the rest needs another one. */
async function redeemAnother(flow: OAuthFlow): Promise<Responded | undefined> {
  const obtained = await obtain(flow);
  return obtained.code === undefined ? undefined : redeemCode(flow, obtained);
}
