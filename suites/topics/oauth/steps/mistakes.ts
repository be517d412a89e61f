import type { PlanningContext } from '../../../engine/scenario.ts';
import type { Wish } from '../../../oauth/codes.ts';
import { controlOf, redeemCode, type OAuthFlow, type OAuthStep, type StepCase } from '../../../oauth/flow.ts';
import type { Parties } from '../../../oauth/parties.ts';
import { pkceFor } from '../../../oauth/pkce.ts';
import type { OAuthClient } from '../../../engine/settings.ts';

/** A code lives no longer than this, in seconds. @see RFC 6749 §4.1.2 */
const longestCode = 600;

/** One code each, redeemed with one thing wrong. */
interface Mistake {
  readonly variant: string;
  readonly challenge: Wish['challenge'];
  readonly changes?: (client: OAuthClient) => { readonly [name: string]: string | undefined };
  /** Presented by the other client, as itself. */
  readonly stolen?: true;
  /** Seconds that pass before. */
  readonly waits?: number;
}

const mistakes: readonly Mistake[] = [
  { variant: 'wrong-verifier', challenge: 'S256', changes: () => ({ code_verifier: pkceFor('another').verifier }) },
  { variant: 'missing-verifier', challenge: 'S256', changes: () => ({ code_verifier: undefined }) },
  { variant: 'verifier-without-challenge', challenge: 'never', changes: () => ({ code_verifier: pkceFor('another').verifier }) },
  { variant: 'other-client', challenge: 'none', stolen: true },
  { variant: 'other-redirect-uri', challenge: 'none', changes: ({ redirectUri }) => ({ redirect_uri: `${redirectUri}/elsewhere` }) },
  { variant: 'absent-redirect-uri', challenge: 'none', changes: () => ({ redirect_uri: undefined }) },
  { variant: 'late-code', challenge: 'none', waits: longestCode + 2 },
];

export const wrongRedemptions: OAuthStep = {
  cases: (_: PlanningContext, { other }: Parties) =>
    mistakes.map(({ variant, waits, stolen }): StepCase => ({
      variant,
      cost: 2,
      spendsCode: true,
      ...(waits !== undefined && { waits }),
      ...(stolen && !other && { blocked: { why: 'there is no second client', needs: 'another confidential client (clients)' } }),
    })),
  async play(flow) {
    for (const mistake of mistakes) if (flow.first && flow.wants(mistake.variant)) await make(flow, mistake);
  },
};

async function make(flow: OAuthFlow, { variant, challenge, changes, stolen, waits }: Mistake): Promise<void> {
  const { main, parties, codes, dialogue } = flow;
  const scope = flow.first?.ticket.asked;
  if (challenge === 'never' && codes.demandsPkce()) {
    const undecided = { why: 'the server gives no code without a challenge', outcome: 'not-applicable' } as const;
    return flow.take(variant, { controls: [], probes: [], undecided });
  }
  const ticket = await codes.obtain({ client: main, challenge, ...(scope !== undefined && { scope }) });
  if (ticket.code === undefined)
    return flow.take(variant, { controls: [], probes: [], ...(ticket.undecided && { undecided: ticket.undecided }) });
  if (waits !== undefined) await dialogue.stage.pass(waits);
  const by = stolen && parties.other ? { by: parties.other } : {};
  const answer = await redeemCode(flow, ticket, changes?.(main) ?? {}, by);
  flow.take(variant, { controls: controlOf(flow), probes: [answer.evidence] });
}
