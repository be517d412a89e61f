import { manage } from '../../../oauth/management.ts';
import { redeemCode, type OAuthStep } from '../../../oauth/flow.ts';
import { wrongSecret } from '../../../oauth/wrong-secret.ts';

/** Shots of what servers offer besides: introspection and revocation, each only where it is advertised or documented. */
const managing = {
  introspect: ['introspect-anonymous', 'introspect-wrong-secret', 'introspect-active', 'introspect-unknown', 'introspect-revoked'],
  revoke: ['revoke-anonymous', 'revoke-wrong-secret', 'revoke-other-client', 'revoke-unknown', 'revoke-token', 'revoke-refresh'],
} as const;

/** A code that is first presented with a wrong secret; then its tokens are looked up and revoked. */
export const secret: OAuthStep = {
  cases: () => [
    { variant: 'wrong-secret-first', cost: 3, spendsCode: true },
    ...[...managing.introspect, ...managing.revoke].map((variant) => ({ variant, cost: 2, spendsCode: true as const })),
  ],
  async play(flow) {
    const { main, codes } = flow;
    if (!flow.first) return;
    const scope = flow.first.ticket.asked;
    const ticket = await codes.obtain({ client: main, challenge: 'none', ...(scope !== undefined && { scope }) });
    if (ticket.code === undefined) return;
    const wrong = await redeemCode(flow, ticket, {}, { secret: wrongSecret(flow.dialogue.stage.redactor, main) });
    const right = wrong.tokens ? wrong : await redeemCode(flow, ticket);
    flow.take('wrong-secret-first', {
      controls: [],
      probes: [wrong.evidence, right.evidence],
      facts: { let: wrong.tokens !== undefined, kept: right.tokens !== undefined },
    });
    const again = right.tokens ? right : await redeemAnother(flow);
    if (again?.tokens) await manage(flow, again.tokens, managing);
  },
};

/** The code was spent by the wrong secret: the rest needs another. */
async function redeemAnother(flow: Parameters<OAuthStep['play']>[0]) {
  const scope = flow.first?.ticket.asked;
  const ticket = await flow.codes.obtain({ client: flow.main, challenge: 'none', ...(scope !== undefined && { scope }) });
  return ticket.code === undefined ? undefined : redeemCode(flow, ticket);
}
