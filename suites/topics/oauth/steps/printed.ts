import type { Observation } from '../../../engine/evidence.ts';
import { createTestResources } from '../../../principals/test-resources.ts';
import { callWith, closedTo, grantedBy, openedBy, scopesToAsk, withKey } from '../../../oauth/api.ts';
import { wantsPkce, type ObtainedCode } from '../../../oauth/codes.ts';
import type { Answered, Tokens } from '../../../oauth/dialogue.ts';
import { controlOf, isBack, redeemCode, refreshTokens, type OAuthFlow, type OAuthStep } from '../../../oauth/flow.ts';

const variants = {
  asking: ['authorization', 'documented-only'],
  redeeming: ['code-exchange'],
  calling: ['api-allowed', 'api-whoami', 'api-refused'],
  refreshing: ['refresh', 'refresh-narrow', 'refresh-replay', 'refresh-family'],
  replaying: ['code-replay'],
} as const;

/** The flow as a document prints it: without state, challenge or anything else; then everything that its tokens are good for. */
export const documentedFlow: OAuthStep = {
  cases: ({ contract }, { server, main }) => {
    const scopes = main ? scopesToAsk(contract, server.scheme, main) : [];
    const closed = closedTo(contract, server.scheme, scopes);
    const absent: { readonly [variant: string]: string | undefined } = {
      'api-allowed': openedBy(contract, server.scheme, scopes) ? undefined : `no safe operation takes a token of ${server.scheme}`,
      'api-whoami': contract.whoami?.scopes ? undefined : 'no operation shows the scopes of its caller',
      'api-refused': closed ? undefined : `no operation is closed to a token with ${scopes.join(' ') || 'no scope'}`,
      'refresh-narrow': scopes.length > 1 ? undefined : 'there is only one scope to ask for',
    };
    return Object.values(variants)
      .flat()
      .map((variant) => ({
        variant,
        cost: 2,
        ...(absent[variant] !== undefined && main && { absent: absent[variant] }),
        ...(variant === 'authorization' && main?.consent.kind === 'code' && { blocked: unseen(main.name) }),
        ...(variant === 'api-refused' && closed && !closed.safe && { permissions: ['writes'] as const }),
      }));
  },
  async play(flow) {
    const { dialogue, main, codes } = flow;
    const scope = scopesToAsk(dialogue.stage.contract, dialogue.server.scheme, main).join(' ');
    const ticket = await codes.obtain({ client: main, challenge: 'none', ...(scope !== '' && { scope }) });
    takeAuthorization(flow, ticket);
    if (ticket.code === undefined) return;
    const granted = await redeemCode(flow, ticket);
    const { tokens } = granted;
    const asked = ticket.authorized ? [ticket.authorized.evidence] : [];
    flow.take('documented-only', {
      controls: [],
      probes: [...asked, granted.evidence],
      facts: { tokens: tokens !== undefined, challenged: ticket.verifier !== undefined },
    });
    flow.take('code-exchange', { controls: [], probes: [granted.evidence], facts: { refresh: tokens?.refresh !== undefined } });
    if (!tokens) return;
    flow.first = { ticket, granted, tokens };
    await call(flow, ticket, tokens);
    await renew(flow, tokens);
    const replayed = await redeemCode(flow, ticket);
    flow.take('code-replay', { controls: controlOf(flow), probes: [replayed.evidence] });
  },
};

/** A code that was given beforehand comes of an authorization that nobody watched. */
const unseen = (name: string) => ({
  why: 'the code was given beforehand: how it came about was not seen',
  needs: `clients.${name}.consent: automatic or { browser: ./login.ts }`,
});

function takeAuthorization(flow: OAuthFlow, { authorized, undecided, client, verifier }: ObtainedCode): void {
  if (!authorized) return;
  const facts = {
    code: authorized.returned.has('code'),
    back: isBack(authorized, client.redirectUri),
    issuer: authorized.returned.get('iss') ?? '',
    challenged: verifier !== undefined,
    demandsPkce: wantsPkce(authorized),
  };
  const observation: Omit<Observation, 'case'> = { controls: [], probes: [authorized.evidence], facts };
  const stuck = undecided?.outcome === 'blocked' ? { undecided } : {};
  flow.take('authorization', { ...observation, ...stuck });
  if (undecided) flow.take('documented-only', { ...observation, facts: { ...facts, tokens: false }, ...stuck });
}

async function call(flow: OAuthFlow, ticket: ObtainedCode, tokens: Tokens): Promise<void> {
  const { stage: context, server } = flow.dialogue;
  const { contract } = context;
  const scopes = grantedBy(tokens, ticket.asked);
  const open = openedBy(contract, server.scheme, scopes);
  const closed = closedTo(contract, server.scheme, scopes);
  const served = open && (await callWith(flow, ticket.client, tokens.access, open));
  if (open && served) {
    const controls = flow.wants('api-allowed') ? await withKey(flow, open) : [];
    flow.take('api-allowed', { controls, probes: [served], facts: { plan: ticket.client.plan ?? '' } });
  }
  const whoami = contract.operations.find(({ id }) => id === contract.whoami?.operation);
  if (whoami && flow.wants('api-whoami')) {
    const evidence = await callWith(flow, ticket.client, tokens.access, whoami);
    flow.take('api-whoami', { controls: [], probes: [evidence], facts: { granted: scopes.join(' ') } });
  }
  if (closed && served && flow.wants('api-refused')) {
    const things = createTestResources(context);
    const evidence = await callWith(flow, ticket.client, tokens.access, closed, things);
    flow.take('api-refused', { controls: [served], probes: [evidence], facts: { operation: closed.id, granted: scopes.join(' ') } });
  }
}

const unrefreshable: NonNullable<Observation['undecided']> = { why: 'no refresh token came with the tokens', outcome: 'not-applicable' };

async function renew(flow: OAuthFlow, tokens: Tokens): Promise<void> {
  const { main } = flow;
  if (tokens.refresh === undefined) {
    for (const variant of variants.refreshing) flow.take(variant, { controls: [], probes: [], undecided: unrefreshable });
    return;
  }
  const renewed = await refreshTokens(flow, main, tokens.refresh);
  flow.take('refresh', { controls: [], probes: [renewed.evidence, ...(await proved(flow, renewed))] });
  if (!renewed.tokens) return;
  const newest = renewed.tokens.refresh ?? tokens.refresh;
  const scopes = grantedBy(renewed.tokens, grantedBy(tokens, flow.first?.ticket.asked).join(' '));
  const narrowed = scopes.length > 1 ? await refreshTokens(flow, main, newest, scopes[0]) : undefined;
  if (narrowed) {
    const told = narrowed.tokens && grantedBy(narrowed.tokens, scopes[0]).join(' ');
    flow.take('refresh-narrow', {
      controls: [],
      probes: [narrowed.evidence],
      facts: { wanted: scopes[0]!, told: told ?? '', served: told !== undefined },
    });
  }
  await replay(flow, tokens.refresh, narrowed?.tokens?.refresh ?? newest);
}

/** What the new access token opens, where something is open. */
async function proved(flow: OAuthFlow, { tokens }: Answered) {
  const { stage, server } = flow.dialogue;
  const operation = tokens && openedBy(stage.contract, server.scheme, grantedBy(tokens, flow.first?.ticket.asked));
  return tokens && operation ? [await callWith(flow, flow.main, tokens.access, operation)] : [];
}

async function replay(flow: OAuthFlow, old: string, newest: string): Promise<void> {
  if (newest === old) {
    const undecided = { why: 'refresh tokens are not rotated', outcome: 'not-applicable' } as const;
    for (const variant of ['refresh-replay', 'refresh-family']) flow.take(variant, { controls: [], probes: [], undecided });
    return;
  }
  const again = await refreshTokens(flow, flow.main, old);
  flow.take('refresh-replay', { controls: controlOf(flow), probes: [again.evidence] });
  if (again.tokens) {
    const undecided = { why: 'the old refresh token was still good', outcome: 'not-applicable' } as const;
    flow.take('refresh-family', { controls: [], probes: [], undecided });
    return;
  }
  const last = await refreshTokens(flow, flow.main, newest);
  flow.take('refresh-family', { controls: controlOf(flow), probes: [last.evidence] });
}
