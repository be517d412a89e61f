import type { PlanningContext } from '../../../engine/scenario.ts';
import type { CodeRequest } from '../../../oauth/codes.ts';
import { controlOf, redeemCode, type OAuthFlow, type OAuthStep, type StepCase } from '../../../oauth/flow.ts';
import type { WrongRedemptionKind } from '../../../oauth/observations.ts';
import type { Parties } from '../../../oauth/parties.ts';
import { pkceFor } from '../../../oauth/pkce.ts';
import type { OAuthClient } from '../../../engine/settings.ts';

/** The longest lifetime of a code. @see RFC 6749 §4.1.2 */
const codeLifetimeSeconds = 600;

/** A code that is redeemed with one thing wrong. */
interface Mistake {
  readonly kind: WrongRedemptionKind;
  readonly challenge: CodeRequest['challenge'];
  readonly changes?: (client: OAuthClient) => { readonly [name: string]: string | undefined };
  /** Redeemed by the other client. */
  readonly stolen?: true;
  /** Seconds before it is redeemed. */
  readonly waits?: number;
}

const mistakes: readonly Mistake[] = [
  { kind: 'wrong-verifier', challenge: 'S256', changes: () => ({ code_verifier: pkceFor('another').verifier }) },
  { kind: 'missing-verifier', challenge: 'S256', changes: () => ({ code_verifier: undefined }) },
  { kind: 'verifier-without-challenge', challenge: 'never', changes: () => ({ code_verifier: pkceFor('another').verifier }) },
  { kind: 'other-client', challenge: 'none', stolen: true },
  { kind: 'other-redirect-uri', challenge: 'none', changes: ({ redirectUri }) => ({ redirect_uri: `${redirectUri}/elsewhere` }) },
  { kind: 'absent-redirect-uri', challenge: 'none', changes: () => ({ redirect_uri: undefined }) },
  { kind: 'late-code', challenge: 'none', waits: codeLifetimeSeconds + 2 },
];

export const wrongRedemptions: OAuthStep = {
  cases: (_: PlanningContext, { other }: Parties) =>
    mistakes.map(({ kind, waits, stolen }): StepCase => ({
      kind,
      cost: 2,
      spendsCode: true,
      ...(waits !== undefined && { waits }),
      ...(stolen &&
        !other && { blocked: { why: 'there is no second client', needs: { what: 'another confidential client', key: 'clients' } } }),
    })),
  async play(flow) {
    for (const mistake of mistakes) if (flow.first && flow.wants(mistake.kind)) await redeem(flow, mistake);
  },
};

async function redeem(flow: OAuthFlow, { kind, challenge, changes, stolen, waits }: Mistake): Promise<void> {
  const { main, parties, codes, dialogue } = flow;
  const scope = flow.first?.obtained.asked;
  if (challenge === 'never' && codes.demandsPkce())
    return flow.undecided(kind, { outcome: 'not-applicable', cause: { code: 'challenge-required' } });
  const obtained = await codes.obtain({ client: main, challenge, ...(scope !== undefined && { scope }) });
  if (obtained.code === undefined) return obtained.undecided && flow.undecided(kind, obtained.undecided);
  if (waits !== undefined) await dialogue.context.pass(waits);
  const by = stolen && parties.other ? { by: parties.other } : {};
  const { evidence } = await redeemCode(flow, obtained, changes?.(main) ?? {}, by);
  flow.observe(kind, { controls: controlOf(flow), probes: { tokens: evidence } });
}
