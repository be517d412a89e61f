import type { Evidence } from '../../../engine/evidence.ts';
import { callWith, grantedBy, openedBy, takesNoToken } from '../../../oauth/api.ts';
import { finishWithLibrary } from '../../../oauth/certified-client.ts';
import type { CodeRequest, ObtainedCode } from '../../../oauth/codes.ts';
import { isBack, redeemCode, type OAuthFlow, type OAuthStep } from '../../../oauth/flow.ts';
import { scopesIn } from '../../../oauth/form.ts';

/** Every visible character that a state may have and that must be encoded. @see RFC 6749 §A.5 */
const state = `${'~!*\'()&=+%#?/:;,@$[]{}|^`<>"\\-._'.repeat(4)}auth-conformance`;

type Addition = 'state' | 'unknown-parameter' | 'plus' | 'challenge';

/** Additions of a careful client to the documented request. */
const additions: readonly { readonly kind: Addition; readonly part: Partial<CodeRequest> }[] = [
  { kind: 'state', part: { also: { state } } },
  { kind: 'unknown-parameter', part: { also: { x_auth_conformance: 'unknown' } } },
  { kind: 'plus', part: { space: '+' } },
  { kind: 'challenge', part: { challenge: 'S256' } },
];

/** The flow with a certified client library: with state, challenge, an unknown parameter, and `+` between scopes. */
export const certifiedClient: OAuthStep = {
  cases: (_, { main }) =>
    [...additions.map(({ kind }) => kind), 'certified' as const, 'replay-tokens' as const].map((kind) => ({
      kind,
      cost: kind === 'certified' ? 2 : 1,
      spendsCode: true,
      ...(kind === 'plus' && main && main.scopes.length < 2 && { absent: 'there is only one scope to ask for' }),
    })),
  async play(flow) {
    if (!flow.first) return;
    const obtained = (await obtainWithAll(flow)) ?? (await obtainWithEach(flow));
    if (obtained?.code === undefined) return;
    const { objection, response } = await finishWithLibrary(flow, obtained, state);
    flow.observe('certified', {
      controls: [],
      probes: { authorization: obtained.authorized!.evidence, ...(response && { tokens: response.evidence }) },
      facts: { ...(objection !== undefined && { objection }) },
    });
    observeTokens(flow, 'challenge', obtained, response?.evidence, response?.tokens !== undefined);
    const granted = response?.tokens && grantedBy(response.tokens, obtained.asked);
    observeTokens(flow, 'plus', obtained, response?.evidence, granted !== undefined && isSame(granted, scopesIn(obtained.asked ?? '')));
    if (response?.tokens) await replayCode(flow, obtained, response.tokens.access);
  },
};

const isSame = (scopes: readonly string[], others: readonly string[]) =>
  scopes.length === others.length && scopes.every((scope) => others.includes(scope));

/** With all additions at once; undefined if that gives no code. */
async function obtainWithAll(flow: OAuthFlow): Promise<ObtainedCode | undefined> {
  const obtained = await flow.codes.obtain(requestWith(flow, additions.map(({ part }) => part))); // oxfmt-ignore
  if (obtained.code === undefined) return undefined;
  observeAuthorization(flow, 'state', obtained);
  observeAuthorization(flow, 'unknown-parameter', obtained);
  return obtained;
}

/** With one addition at a time, to see which is rejected; then with all that are not. */
async function obtainWithEach(flow: OAuthFlow): Promise<ObtainedCode | undefined> {
  const accepted: Partial<CodeRequest>[] = [];
  for (const { kind, part } of additions) {
    const obtained = await flow.codes.obtain(requestWith(flow, [part]));
    if (obtained.code !== undefined) accepted.push(part);
    if (kind === 'state' || kind === 'unknown-parameter') observeAuthorization(flow, kind, obtained);
    else if (obtained.code === undefined) observeRejected(flow, kind, obtained);
  }
  return accepted.length === 0 ? undefined : flow.codes.obtain(requestWith(flow, accepted));
}

function requestWith(flow: OAuthFlow, parts: readonly Partial<CodeRequest>[]): CodeRequest {
  const { asked } = flow.first!.obtained;
  const also = Object.assign({}, ...parts.map((part) => part.also ?? {}));
  return { client: flow.main, challenge: 'none', ...(asked !== undefined && { scope: asked }), ...Object.assign({}, ...parts), also };
}

function observeAuthorization(flow: OAuthFlow, kind: 'state' | 'unknown-parameter', { authorized, code }: ObtainedCode): void {
  if (!authorized) return;
  flow.observe(kind, {
    controls: [],
    probes: { authorization: authorized.evidence },
    facts: {
      works: code !== undefined && isBack(authorized, flow.main.redirectUri),
      sentState: state,
      returnedState: authorized.returned.get('state') ?? '',
    },
  });
}

/** The addition got no code. */
function observeRejected(flow: OAuthFlow, kind: 'plus' | 'challenge', { authorized }: ObtainedCode): void {
  if (authorized) flow.observe(kind, { controls: [], probes: { authorization: authorized.evidence }, facts: { works: false } });
}

function observeTokens(
  flow: OAuthFlow,
  kind: 'plus' | 'challenge',
  { authorized }: ObtainedCode,
  tokens: Evidence | undefined,
  works: boolean,
): void {
  if (!tokens || !authorized) return;
  flow.observe(kind, { controls: [], probes: { authorization: authorized.evidence, tokens }, facts: { works } });
}

/** Using a code again must end its tokens. */
async function replayCode(flow: OAuthFlow, obtained: ObtainedCode, token: string): Promise<void> {
  const { context, server } = flow.dialogue;
  const operation = openedBy(context.contract, server.scheme, grantedBy({ access: token }, obtained.asked));
  if (!flow.wants('replay-tokens')) return;
  if (!operation) {
    if (takesNoToken(context.contract))
      flow.undecided('replay-tokens', { outcome: 'not-applicable', cause: { code: 'no-operation-for-token' } });
    return;
  }
  const before = await callWith(flow, flow.main, token, operation);
  const again = await redeemCode(flow, obtained);
  const call = await callWith(flow, flow.main, token, operation);
  flow.observe('replay-tokens', {
    controls: [before],
    probes: { tokens: again.evidence, call },
    facts: { granted: again.tokens !== undefined },
  });
}
