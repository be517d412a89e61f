import { callWith, grantedBy, openedBy, takesNoToken } from '../../../oauth/api.ts';
import type { ObtainedCode } from '../../../oauth/codes.ts';
import type { Tokens } from '../../../oauth/dialogue.ts';
import { noRefreshToken, redeemCode, refreshTokens, type OAuthFlow, type OAuthStep } from '../../../oauth/flow.ts';
import type { OAuthClient } from '../../../engine/settings.ts';
import { grantableScopes } from '../../../oauth/parties.ts';

/** The usual lifetime of tokens: planning needs one before any is seen. */
const usualLifetimeSeconds = 3600;
/** Servers may allow for clocks that differ. */
const graceSeconds = 62;

/** A flow without a scope, of a public client if there is one. Its token is used until it has expired. */
export const noScope: OAuthStep = {
  cases: ({ contract }, { server, public: open }) => {
    const taking = openedBy(contract, server.scheme, contract.scopes);
    const grantable = grantableScopes(contract, server, 'authorizationCode');
    return [
      {
        kind: 'scope-omitted',
        cost: 2,
        spendsCode: true,
        ...(open && { client: open.name }),
        // A token response cannot name scopes that do not exist: the value of scope is never empty (RFC 6749 §3.3).
        ...(grantable.length === 0 && { absent: `the code flow of ${server.scheme} has no scopes` }),
      },
      {
        kind: 'expired-token',
        cost: 2,
        spendsCode: true,
        waits: usualLifetimeSeconds + graceSeconds,
        ...(open && { client: open.name }),
        ...(!taking && { absent: `no safe operation takes a token of ${server.scheme}` }),
      },
      {
        kind: 'public-refresh-replay',
        cost: 2,
        spendsCode: true,
        ...(open
          ? { client: open.name }
          : { blocked: { why: 'there is no public client', needs: { what: 'a client without a secret', key: 'clients' } } }),
      },
    ];
  },
  async play(flow) {
    if (!flow.first) return;
    const client = flow.parties.public ?? flow.main;
    const omitted = await flow.codes.obtain({ client, challenge: 'S256' });
    const rejected = omitted.code === undefined && (omitted.authorized?.returned.has('error') ?? false);
    if (rejected) {
      const authorization = omitted.authorized!.evidence;
      flow.undecided('scope-omitted', { outcome: 'not-applicable', cause: { code: 'scope-parameter-required' } }, { authorization });
    }
    const obtained = rejected ? await flow.codes.obtain({ client, challenge: 'S256', scope: client.scopes.join(' ') }) : omitted;
    if (obtained.code === undefined) return;
    const { tokens, evidence } = await redeemCode(flow, obtained);
    if (!rejected) flow.observe('scope-omitted', { controls: [], probes: { tokens: evidence } });
    if (!tokens) return;
    if (flow.wants('expired-token')) await expireToken(flow, obtained, tokens);
    if (!flow.wants('public-refresh-replay')) return;
    const refresh = tokens.refresh ?? (await offlineToken(flow, client));
    if (refresh === undefined) return flow.undecided('public-refresh-replay', noRefreshToken, { tokens: evidence });
    await replayRefresh(flow, client, refresh);
  },
};

async function expireToken(flow: OAuthFlow, obtained: ObtainedCode, tokens: Tokens): Promise<void> {
  const { context, server } = flow.dialogue;
  const granted = grantedBy(tokens, obtained.asked ?? obtained.client.scopes.join(' '));
  const operation = openedBy(context.contract, server.scheme, granted);
  if (!operation) {
    if (takesNoToken(context.contract))
      flow.undecided('expired-token', { outcome: 'not-applicable', cause: { code: 'no-operation-for-token' } });
    return;
  }
  const before = await callWith(flow, obtained.client, tokens.access, operation);
  if (tokens.lifetime === undefined)
    return flow.undecided('expired-token', { outcome: 'not-applicable', cause: { code: 'lifetime-unknown' } }, { before });
  await context.pass(tokens.lifetime + graceSeconds);
  const call = await callWith(flow, obtained.client, tokens.access, operation);
  flow.observe('expired-token', { controls: [before], probes: { call }, facts: { lifetime: tokens.lifetime } });
}

/** A refresh token of a server that issues one only for `offline_access`. @see OpenID Connect Core 1.0 §11 */
async function offlineToken(flow: OAuthFlow, client: OAuthClient): Promise<string | undefined> {
  if (!flow.codes.asksOffline()) return undefined;
  const obtained = await flow.codes.obtain({ client, challenge: 'S256', scope: client.scopes.join(' ') });
  return obtained.code === undefined ? undefined : (await redeemCode(flow, obtained)).tokens?.refresh;
}

async function replayRefresh(flow: OAuthFlow, client: OAuthClient, token: string): Promise<void> {
  const renewed = await refreshTokens(flow, client, token);
  const again = await refreshTokens(flow, client, token);
  flow.observe('public-refresh-replay', {
    controls: [renewed.evidence],
    probes: { tokens: again.evidence },
    facts: { rotated: renewed.tokens?.refresh !== undefined && renewed.tokens.refresh !== token },
  });
}
