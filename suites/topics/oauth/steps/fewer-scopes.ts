import type { Contract } from '../../../../spec/contract.ts';
import { callWith, closedTo, grantedBy, openedBy, opens } from '../../../oauth/api.ts';
import type { ObtainedCode } from '../../../oauth/codes.ts';
import type { Tokens } from '../../../oauth/dialogue.ts';
import { controlOf, noRefreshToken, redeemCode, refreshTokens, type OAuthFlow, type OAuthStep } from '../../../oauth/flow.ts';
import { createTestResources } from '../../../principals/test-resources.ts';
import type { OAuthClient } from '../../../engine/settings.ts';

/** The scope to ask for alone: one that allows some operations and not all. */
function loneScope(contract: Contract, scheme: string, { scopes }: OAuthClient): string | undefined {
  if (scopes.length < 2) return undefined;
  return scopes.find((scope) => openedBy(contract, scheme, [scope]) && closedTo(contract, scheme, [scope])) ?? scopes[0];
}

/** A flow for fewer scopes than the client may have. Its tokens must keep to these scopes and to their client. */
export const fewerScopes: OAuthStep = {
  cases: ({ contract }, { server, main, other }) => {
    const lone = main && loneScope(contract, server.scheme, main);
    const absent = main && lone === undefined ? { absent: 'the client has only one scope' } : {};
    const closed = lone === undefined ? undefined : closedTo(contract, server.scheme, [lone]);
    return [
      {
        kind: 'asked-less',
        cost: 4,
        spendsCode: true,
        ...absent,
        ...(closed && !closed.safe && { permissions: ['writes'] as const }),
        ...(main &&
          lone !== undefined &&
          !openedBy(contract, server.scheme, [lone]) && { absent: `${lone} alone allows no safe operation` }),
        ...(main && lone !== undefined && !closed && { absent: `a token with ${lone} may call every operation` }),
      },
      { kind: 'refresh-widen', cost: 1, spendsCode: true, ...absent },
      {
        kind: 'refresh-other-client',
        cost: 1,
        spendsCode: true,
        ...(!other && { blocked: { why: 'there is no second client', needs: { what: 'another confidential client', key: 'clients' } } }),
      },
    ];
  },
  async play(flow) {
    const { main, codes, dialogue } = flow;
    if (!flow.first) return;
    const lone = loneScope(dialogue.context.contract, dialogue.server.scheme, main) ?? main.scopes[0];
    const obtained = await codes.obtain({ client: main, challenge: 'none', ...(lone !== undefined && { scope: lone }) });
    if (obtained.code === undefined) return;
    const { tokens } = await redeemCode(flow, obtained);
    if (!tokens) return;
    await callClosed(flow, obtained, tokens);
    if (tokens.refresh === undefined) {
      for (const kind of ['refresh-widen', 'refresh-other-client'] as const) flow.undecided(kind, noRefreshToken);
      return;
    }
    const newest = await refreshWider(flow, obtained, tokens, tokens.refresh);
    const { other } = flow.parties;
    if (other && flow.wants('refresh-other-client')) {
      const stolen = await refreshTokens(flow, other, newest);
      flow.observe('refresh-other-client', { controls: controlOf(flow), probes: { tokens: stolen.evidence } });
    }
  },
};

async function callClosed(flow: OAuthFlow, obtained: ObtainedCode, tokens: Tokens): Promise<void> {
  const { context, server } = flow.dialogue;
  const { contract } = context;
  const scopes = grantedBy(tokens, obtained.asked);
  const open = openedBy(contract, server.scheme, scopes);
  const closed = closedTo(contract, server.scheme, scopes);
  if (!open || !closed || !flow.wants('asked-less')) return;
  const served = await callWith(flow, obtained.client, tokens.access, open);
  const call = await callWith(flow, obtained.client, tokens.access, closed, createTestResources(context));
  flow.observe('asked-less', { controls: [served], probes: { call } });
}

/** Asks for all scopes of the client; what counts is what the new token may call. Returns the newest refresh token. */
async function refreshWider(flow: OAuthFlow, obtained: ObtainedCode, tokens: Tokens, token: string): Promise<string> {
  if (!flow.wants('refresh-widen')) return token;
  const { context, server } = flow.dialogue;
  const before = grantedBy(tokens, obtained.asked);
  const wanted = [...new Set([...before, ...flow.main.scopes])];
  const widened = await refreshTokens(flow, flow.main, token, wanted.join(' '));
  const after = widened.tokens ? grantedBy(widened.tokens, wanted.join(' ')) : [];
  const gained = context.contract.operations.find(
    (operation) =>
      operation.safe &&
      opens(context.contract, server.scheme, wanted, operation) &&
      !opens(context.contract, server.scheme, before, operation),
  );
  const call = widened.tokens && gained && (await callWith(flow, flow.main, widened.tokens.access, gained));
  flow.observe('refresh-widen', {
    controls: controlOf(flow),
    probes: { tokens: widened.evidence, ...(call && { call }) },
    facts: { wider: after.some((scope) => !before.includes(scope)), before, after },
  });
  return widened.tokens?.refresh ?? token;
}
