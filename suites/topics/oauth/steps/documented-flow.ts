import { flowOf } from '../../../../spec/authorization.ts';
import { isList, member } from '../../../../spec/json/json.ts';
import type { Undecided } from '../../../engine/check.ts';
import { callWith, closedTo, grantedBy, openedBy, scopesToAsk, withKey } from '../../../oauth/api.ts';
import { offlineScope } from '../../../../spec/schemes/provider.ts';
import type { ObtainedCode } from '../../../oauth/codes.ts';
import { demandIn, unmetIn } from '../../../oauth/demands.ts';
import type { Responded, Tokens } from '../../../oauth/dialogue.ts';
import { controlOf, isBack, noRefreshToken, redeemCode, refreshTokens, type OAuthFlow, type OAuthStep } from '../../../oauth/flow.ts';
import { scopesIn } from '../../../oauth/form.ts';
import { createTestResources } from '../../../principals/test-resources.ts';
import type { CodeFlowKind } from '../../../oauth/observations.ts';
import { consentWithoutCode } from '../../../oauth/needs.ts';

const refreshKinds = ['refresh', 'refresh-narrow', 'refresh-replay', 'refresh-family'] as const;

const kinds: readonly CodeFlowKind[] = [
  'authorization',
  'documented-only',
  'code-exchange',
  'api-allowed',
  'api-whoami',
  'api-rejected',
  ...refreshKinds,
  'code-replay',
];

/** The flow as documented, without state, challenge or anything else; then every use of its tokens. */
export const documentedFlow: OAuthStep = {
  cases: ({ contract }, { server, main }) => {
    const scopes = main ? scopesToAsk(contract, server.scheme, main) : [];
    const closed = closedTo(contract, server.scheme, scopes);
    const absent: { readonly [kind in CodeFlowKind]?: string | undefined } = {
      'api-allowed': openedBy(contract, server.scheme, scopes) ? undefined : `no safe operation takes a token of ${server.scheme}`,
      'api-whoami': contract.whoami?.scopes ? undefined : 'no operation shows the scopes of its caller',
      'api-rejected': closed ? undefined : `a token with ${scopes.join(' ') || 'no scope'} may call every operation`,
      'refresh-narrow': scopes.length > 1 ? undefined : 'there is only one scope to ask for',
    };
    return kinds.map((kind) => ({
      kind,
      cost: 2,
      ...(absent[kind] !== undefined && main && { absent: absent[kind] }),
      ...(kind === 'authorization' && main?.consent.kind === 'code' && { blocked: unseen(main.name) }),
      ...(kind === 'api-rejected' && closed && !closed.safe && { permissions: ['writes'] as const }),
    }));
  },
  async play(flow) {
    const { dialogue, main, codes } = flow;
    const scope = scopesToAsk(dialogue.context.contract, dialogue.server.scheme, main).join(' ');
    const request = { client: main, challenge: 'none', ...(scope !== '' && { scope }) } as const;
    let obtained = await codes.obtain(request);
    observeAuthorization(flow, obtained);
    if (obtained.code === undefined) return;
    let response = await redeemCode(flow, obtained);
    if (wantsOffline(flow, obtained, response)) {
      codes.askOffline();
      obtained = await codes.obtain(request);
      if (obtained.code === undefined) return;
      response = await redeemCode(flow, obtained);
    }
    const lacking = response.tokens ? undefined : unmetIn(response.reply, main);
    if (lacking) {
      for (const kind of kinds) if (kind !== 'authorization') flow.undecided(kind, lacking, { tokens: response.evidence });
      return;
    }
    const { tokens } = response;
    flow.observe('documented-only', {
      controls: [],
      probes: { ...(obtained.authorized && { authorization: obtained.authorized.evidence }), tokens: response.evidence },
      facts: { granted: tokens !== undefined, demandsPkce: false },
    });
    flow.observe('code-exchange', { controls: [], probes: { tokens: response.evidence } });
    if (!tokens) return;
    flow.first = { obtained, response, tokens };
    await callApi(flow, obtained, tokens);
    await refresh(flow, tokens);
    const replayed = await redeemCode(flow, obtained);
    flow.observe('code-replay', { controls: controlOf(flow), probes: { tokens: replayed.evidence } });
  },
};

/** Whether a refresh token was documented and not issued, by a server that issues one for `offline_access`. */
function wantsOffline({ dialogue, metadata }: OAuthFlow, { asked, client }: ObtainedCode, { tokens }: Responded): boolean {
  if (!tokens || tokens.refresh !== undefined || flowOf(dialogue.server, 'authorizationCode')?.refreshUrl === undefined) return false;
  const sent = scopesIn(`${asked ?? ''} ${client.parameters?.authorization['scope'] ?? ''}`);
  const offered = member(metadata.metadata, 'scopes_supported');
  return isList(offered) && offered.includes(offlineScope) && !sent.includes(offlineScope) && client.consent.kind !== 'code';
}

/** The authorization behind a given code was not observed. */
const unseen = (name: string) => ({
  why: 'the code was given: its authorization was not observed',
  needs: consentWithoutCode(name),
});

function observeAuthorization(flow: OAuthFlow, { authorized, undecided, client }: ObtainedCode): void {
  if (!authorized) return;
  const observation = {
    controls: [],
    probes: { authorization: authorized.evidence },
    ...(undecided?.outcome === 'blocked' && { undecided }),
  };
  const { returned } = authorized;
  const facts = { code: returned.has('code'), back: isBack(authorized, client.redirectUri), issuer: returned.get('iss') ?? '' };
  flow.observe('authorization', { ...observation, facts });
  if (undecided)
    flow.observe('documented-only', {
      ...observation,
      facts: { granted: false, demandsPkce: demandIn(authorized.reply) === 'code_challenge' },
    });
}

async function callApi(flow: OAuthFlow, obtained: ObtainedCode, tokens: Tokens): Promise<void> {
  const { context, server } = flow.dialogue;
  const { contract } = context;
  const scopes = grantedBy(tokens, obtained.asked);
  const open = openedBy(contract, server.scheme, scopes);
  const closed = closedTo(contract, server.scheme, scopes);
  const served = open && (await callWith(flow, obtained.client, tokens.access, open));
  if (open && served) {
    const controls = flow.wants('api-allowed') ? await withKey(flow, open) : [];
    flow.observe('api-allowed', { controls, probes: { call: served }, facts: { plan: obtained.client.plan ?? '' } });
  }
  const whoami = contract.operations.find(({ id }) => id === contract.whoami?.operation);
  if (whoami && flow.wants('api-whoami')) {
    const call = await callWith(flow, obtained.client, tokens.access, whoami);
    flow.observe('api-whoami', { controls: [], probes: { call }, facts: { granted: scopes } });
  }
  if (closed && served && flow.wants('api-rejected')) {
    const call = await callWith(flow, obtained.client, tokens.access, closed, createTestResources(context));
    flow.observe('api-rejected', { controls: [served], probes: { call } });
  }
}

async function refresh(flow: OAuthFlow, tokens: Tokens): Promise<void> {
  const { main } = flow;
  if (tokens.refresh === undefined) {
    for (const kind of refreshKinds) flow.undecided(kind, noRefreshToken);
    return;
  }
  const renewed = await refreshTokens(flow, main, tokens.refresh);
  const call = await callRefreshed(flow, renewed);
  flow.observe('refresh', { controls: [], probes: { tokens: renewed.evidence, ...(call && { call }) } });
  if (!renewed.tokens) return;
  const newest = renewed.tokens.refresh ?? tokens.refresh;
  const scopes = grantedBy(renewed.tokens, grantedBy(tokens, flow.first?.obtained.asked).join(' '));
  const narrowed = scopes.length > 1 ? await refreshTokens(flow, main, newest, scopes[0]) : undefined;
  if (narrowed) {
    const granted = narrowed.tokens && grantedBy(narrowed.tokens, scopes[0]);
    flow.observe('refresh-narrow', {
      controls: [],
      probes: { tokens: narrowed.evidence },
      facts: { wanted: scopes[0]!, ...(granted && { granted }) },
    });
  }
  await replayRefresh(flow, tokens.refresh, narrowed?.tokens?.refresh ?? newest);
}

/** Calls an operation that the new access token may call, if there is one. */
async function callRefreshed(flow: OAuthFlow, { tokens }: Responded) {
  const { context, server } = flow.dialogue;
  const operation = tokens && openedBy(context.contract, server.scheme, grantedBy(tokens, flow.first?.obtained.asked));
  return tokens && operation ? callWith(flow, flow.main, tokens.access, operation) : undefined;
}

const notRotated: Undecided = { outcome: 'not-applicable', cause: { code: 'refresh-token-not-rotated' } };
const stillAccepted: Undecided = { outcome: 'not-applicable', cause: { code: 'replaced-refresh-token-accepted' } };

async function replayRefresh(flow: OAuthFlow, old: string, newest: string): Promise<void> {
  if (newest === old) {
    for (const kind of ['refresh-replay', 'refresh-family'] as const) flow.undecided(kind, notRotated);
    return;
  }
  const again = await refreshTokens(flow, flow.main, old);
  flow.observe('refresh-replay', { controls: controlOf(flow), probes: { tokens: again.evidence } });
  if (again.tokens) return flow.undecided('refresh-family', stillAccepted);
  const last = await refreshTokens(flow, flow.main, newest);
  flow.observe('refresh-family', { controls: controlOf(flow), probes: { tokens: last.evidence } });
}
