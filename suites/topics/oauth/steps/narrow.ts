import { createTestResources } from '../../../principals/test-resources.ts';
import { callWith, closedTo, grantedBy, openedBy, opens } from '../../../oauth/api.ts';
import { redeemCode, refreshTokens, controlOf, type OAuthFlow, type OAuthStep } from '../../../oauth/flow.ts';
import type { ObtainedCode } from '../../../oauth/codes.ts';
import type { Tokens } from '../../../oauth/dialogue.ts';
import type { Contract } from '../../../../spec/contract.ts';
import type { OAuthClient } from '../../../engine/settings.ts';

/** The scope to ask for alone: one that opens something and leaves something closed that the client's others open. */
function loneScope(contract: Contract, scheme: string, { scopes }: OAuthClient): string | undefined {
  if (scopes.length < 2) return undefined;
  return scopes.find((scope) => openedBy(contract, scheme, [scope]) && closedTo(contract, scheme, [scope])) ?? scopes[0];
}

/** A flow for less than the client may have: its tokens stay that narrow, and with their client. */
export const narrow: OAuthStep = {
  cases: ({ contract }, { server, main, other }) => {
    const lone = main && loneScope(contract, server.scheme, main);
    const absent = main && lone === undefined ? { absent: 'the client has only one scope' } : {};
    const closed = lone === undefined ? undefined : closedTo(contract, server.scheme, [lone]);
    return [
      {
        variant: 'asked-less',
        cost: 4,
        spendsCode: true,
        ...absent,
        ...(closed && !closed.safe && { permissions: ['writes'] as const }),
        ...(main && lone !== undefined && !closed && { absent: `no operation is closed to a token with ${lone}` }),
      },
      { variant: 'refresh-widen', cost: 1, spendsCode: true, ...absent },
      {
        variant: 'refresh-other-client',
        cost: 1,
        spendsCode: true,
        ...(!other && { blocked: { why: 'there is no second client', needs: 'another confidential client (clients)' } }),
      },
    ];
  },
  async play(flow) {
    const { main, codes, dialogue } = flow;
    if (!flow.first) return;
    const lone = loneScope(dialogue.stage.contract, dialogue.server.scheme, main) ?? main.scopes[0];
    const ticket = await codes.obtain({ client: main, challenge: 'none', ...(lone !== undefined && { scope: lone }) });
    if (ticket.code === undefined) return;
    const { tokens } = await redeemCode(flow, ticket);
    if (!tokens) return;
    await callLess(flow, ticket, tokens);
    if (tokens.refresh === undefined) {
      const undecided = { why: 'no refresh token came with the tokens', outcome: 'not-applicable' } as const;
      for (const variant of ['refresh-widen', 'refresh-other-client']) flow.take(variant, { controls: [], probes: [], undecided });
      return;
    }
    const newest = await widen(flow, ticket, tokens, tokens.refresh);
    const { other } = flow.parties;
    if (other && flow.wants('refresh-other-client')) {
      const stolen = await refreshTokens(flow, other, newest);
      flow.take('refresh-other-client', { controls: controlOf(flow), probes: [stolen.evidence] });
    }
  },
};

async function callLess(flow: OAuthFlow, ticket: ObtainedCode, tokens: Tokens): Promise<void> {
  const { stage: context, server } = flow.dialogue;
  const { contract } = context;
  const scopes = grantedBy(tokens, ticket.asked);
  const open = openedBy(contract, server.scheme, scopes);
  const closed = closedTo(contract, server.scheme, scopes);
  if (!open || !closed || !flow.wants('asked-less')) return;
  const served = await callWith(flow, ticket.client, tokens.access, open);
  const things = createTestResources(context);
  const evidence = await callWith(flow, ticket.client, tokens.access, closed, things);
  const facts = { operation: closed.id, granted: scopes.join(' ') };
  flow.take('asked-less', { controls: [served], probes: [evidence], facts });
}

/** Asks for all that the client may have; what counts is what the tokens open after that. Answers the newest refresh token. */
async function widen(flow: OAuthFlow, ticket: ObtainedCode, tokens: Tokens, token: string): Promise<string> {
  if (!flow.wants('refresh-widen')) return token;
  const { stage, server } = flow.dialogue;
  const { contract } = stage;
  const before = grantedBy(tokens, ticket.asked);
  const wanted = [...new Set([...before, ...flow.main.scopes])];
  const widened = await refreshTokens(flow, flow.main, token, wanted.join(' '));
  const after = widened.tokens && grantedBy(widened.tokens, wanted.join(' '));
  const gained = contract.operations.find(
    (operation) =>
      operation.safe && opens(contract, server.scheme, wanted, operation) && !opens(contract, server.scheme, before, operation),
  );
  const probe = widened.tokens && gained ? [await callWith(flow, flow.main, widened.tokens.access, gained)] : [];
  const wider = after !== undefined && after.some((scope) => !before.includes(scope));
  flow.take('refresh-widen', {
    controls: controlOf(flow),
    probes: [widened.evidence, ...probe],
    facts: { wider, asked: wanted.join(' '), before: before.join(' '), after: after?.join(' ') ?? '' },
  });
  return widened.tokens?.refresh ?? token;
}
