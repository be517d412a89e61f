import { callWith, grantedBy, openedBy } from '../../../oauth/api.ts';
import type { ObtainedCode } from '../../../oauth/codes.ts';
import type { Tokens } from '../../../oauth/dialogue.ts';
import { redeemCode, refreshTokens, type OAuthFlow, type OAuthStep } from '../../../oauth/flow.ts';
import type { OAuthClient } from '../../../engine/settings.ts';

/** How long tokens usually live, in seconds: what a plan reckons with before any was seen. */
const usualLifetime = 3600;
/** Verifiers may allow for clocks that differ, in seconds. */
const grace = 62;

/** A flow that asks for no scope, of a public client where there is one; its token is used until it has expired. */
export const unscoped: OAuthStep = {
  cases: ({ contract }, { server, public: open }) => {
    const taking = openedBy(contract, server.scheme, contract.scopes);
    return [
      { variant: 'scope-omitted', cost: 2, spendsCode: true, ...(open && { client: open.name }) },
      {
        variant: 'expired-token',
        cost: 2,
        spendsCode: true,
        waits: usualLifetime + grace,
        ...(open && { client: open.name }),
        ...(!taking && { absent: `no safe operation takes a token of ${server.scheme}` }),
      },
      {
        variant: 'public-refresh-replay',
        cost: 2,
        spendsCode: true,
        ...(open ? { client: open.name } : { blocked: { why: 'there is no public client', needs: 'a client without a secret (clients)' } }),
      },
    ];
  },
  async play(flow) {
    if (!flow.first) return;
    const client = flow.parties.public ?? flow.main;
    const omitted = await flow.codes.obtain({ client, challenge: 'S256' });
    const refused = omitted.code === undefined && (omitted.authorized?.returned.has('error') ?? false);
    if (refused) {
      const undecided = { why: 'the server demands that a scope is named', outcome: 'not-applicable' } as const;
      flow.take('scope-omitted', { controls: [], probes: [omitted.authorized!.evidence], undecided });
    }
    const ticket = refused ? await flow.codes.obtain({ client, challenge: 'S256', scope: client.scopes.join(' ') }) : omitted;
    if (ticket.code === undefined) return;
    const granted = await redeemCode(flow, ticket);
    if (!refused) flow.take('scope-omitted', { controls: [], probes: [granted.evidence], facts: { told: granted.tokens?.scope ?? '' } });
    if (!granted.tokens) return;
    const { tokens } = granted;
    if (flow.wants('expired-token')) await expire(flow, ticket, tokens);
    if (tokens.refresh !== undefined && flow.wants('public-refresh-replay')) await replay(flow, client, tokens.refresh);
    if (tokens.refresh === undefined) {
      const undecided = { why: 'no refresh token came with the tokens', outcome: 'not-applicable' } as const;
      flow.take('public-refresh-replay', { controls: [], probes: [granted.evidence], undecided });
    }
  },
};

async function expire(flow: OAuthFlow, ticket: ObtainedCode, tokens: Tokens): Promise<void> {
  const { stage: context, server } = flow.dialogue;
  const granted = grantedBy(tokens, ticket.asked ?? ticket.client.scopes.join(' '));
  const operation = openedBy(context.contract, server.scheme, granted);
  if (!operation) return;
  const before = await callWith(flow, ticket.client, tokens.access, operation);
  if (tokens.lifetime === undefined) {
    const undecided = { why: 'the answer does not tell how long the token lives', outcome: 'not-applicable' } as const;
    return flow.take('expired-token', { controls: [before], probes: [], undecided });
  }
  await context.pass(tokens.lifetime + grace);
  const after = await callWith(flow, ticket.client, tokens.access, operation);
  flow.take('expired-token', { controls: [before], probes: [after], facts: { lifetime: tokens.lifetime } });
}

async function replay(flow: OAuthFlow, client: OAuthClient, token: string): Promise<void> {
  const renewed = await refreshTokens(flow, client, token);
  const again = await refreshTokens(flow, client, token);
  const facts = { rotated: renewed.tokens?.refresh !== undefined && renewed.tokens.refresh !== token };
  flow.take('public-refresh-replay', { controls: [renewed.evidence], probes: [again.evidence], facts });
}
