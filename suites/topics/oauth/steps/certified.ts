import type { Evidence } from '../../../engine/evidence.ts';
import { callWith, grantedBy, openedBy } from '../../../oauth/api.ts';
import { walk } from '../../../oauth/certified.ts';
import type { ObtainedCode, Wish } from '../../../oauth/codes.ts';
import { isBack, redeemCode, type OAuthFlow, type OAuthStep } from '../../../oauth/flow.ts';
import { scopesIn } from '../../../oauth/form.ts';

/** Every visible character that a state may have and that somebody may forget to encode. @see RFC 6749 §A.5 */
const state = `${'~!*\'()&=+%#?/:;,@$[]{}|^`<>"\\-._'.repeat(4)}auth-conformance`;

/** What a careful client adds to the printed request, one thing each. */
const additions: { readonly [variant: string]: Partial<Wish> } = {
  state: { also: { state } },
  'unknown-parameter': { also: { x_auth_conformance: 'unknown' } },
  plus: { space: '+' },
  challenge: { challenge: 'S256' },
};

/** The flow as a certified client library goes through it: with state, challenge, an unknown parameter, and `+` between scopes. */
export const certified: OAuthStep = {
  cases: (_, { main }) =>
    [...Object.keys(additions), 'certified', 'replay-tokens'].map((variant) => ({
      variant,
      cost: variant === 'certified' ? 2 : 1,
      spendsCode: true,
      ...(variant === 'plus' && main && main.scopes.length < 2 && { absent: 'there is only one scope to ask for' }),
    })),
  async play(flow) {
    const { first } = flow;
    if (!first) return;
    const ticket = (await obtainAll(flow)) ?? (await obtainEach(flow));
    if (ticket?.code === undefined) return;
    const { accepted, granted } = await walk(flow, ticket, state);
    const probes = [ticket.authorized!.evidence, ...(granted ? [granted.evidence] : [])];
    flow.take('certified', { controls: [], probes, facts: { accepted: accepted === true, why: accepted === true ? '' : accepted } });
    takeAddition(flow, 'challenge', ticket, granted?.evidence, granted?.tokens !== undefined);
    const told = granted?.tokens && grantedBy(granted.tokens, ticket.asked);
    takeAddition(flow, 'plus', ticket, granted?.evidence, told !== undefined && sameScopes(told, scopesIn(ticket.asked ?? '')));
    if (!granted?.tokens) return;
    await replay(flow, ticket, granted.tokens.access);
  },
};

const sameScopes = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((scope) => other.includes(scope));

/** With everything at once; undefined where that is refused. */
async function obtainAll(flow: OAuthFlow): Promise<ObtainedCode | undefined> {
  const ticket = await flow.codes.obtain(wishOf(flow, Object.values(additions)));
  if (ticket.code === undefined) return undefined;
  takeAuthorized(flow, ['state', 'unknown-parameter'], ticket);
  return ticket;
}

/** With one thing at a time, to see which is refused; then with all that are not. */
async function obtainEach(flow: OAuthFlow): Promise<ObtainedCode | undefined> {
  const good: Partial<Wish>[] = [];
  for (const [variant, addition] of Object.entries(additions)) {
    const ticket = await flow.codes.obtain(wishOf(flow, [addition]));
    if (ticket.code !== undefined) good.push(addition);
    if (ticket.code === undefined || variant === 'state' || variant === 'unknown-parameter') takeAuthorized(flow, [variant], ticket);
  }
  return good.length === 0 ? undefined : flow.codes.obtain(wishOf(flow, good));
}

function wishOf(flow: OAuthFlow, parts: readonly Partial<Wish>[]): Wish {
  const asked = flow.first!.ticket.asked;
  const also = Object.assign({}, ...parts.map((part) => part.also ?? {}));
  return { client: flow.main, challenge: 'none', ...(asked !== undefined && { scope: asked }), ...Object.assign({}, ...parts), also };
}

function takeAuthorized(flow: OAuthFlow, variants: readonly string[], ticket: ObtainedCode): void {
  const { authorized } = ticket;
  if (!authorized) return;
  const facts = {
    works: ticket.code !== undefined && isBack(authorized, flow.main.redirectUri),
    sent: state,
    returned: authorized.returned.get('state') ?? '',
  };
  for (const variant of variants) flow.take(variant, { controls: [], probes: [authorized.evidence], facts });
}

function takeAddition(flow: OAuthFlow, variant: string, ticket: ObtainedCode, exchange: Evidence | undefined, works: boolean): void {
  if (!exchange || !ticket.authorized) return;
  flow.take(variant, { controls: [], probes: [ticket.authorized.evidence, exchange], facts: { works } });
}

/** Using a code again ends what it gave. */
async function replay(flow: OAuthFlow, ticket: ObtainedCode, token: string): Promise<void> {
  const { stage: context, server } = flow.dialogue;
  const operation = openedBy(context.contract, server.scheme, grantedBy({ access: token }, ticket.asked));
  if (!operation || !flow.wants('replay-tokens')) return;
  const before = await callWith(flow, flow.main, token, operation);
  const again = await redeemCode(flow, ticket);
  const after = await callWith(flow, flow.main, token, operation);
  flow.take('replay-tokens', { controls: [before], probes: [again.evidence, after], facts: { replayed: again.tokens !== undefined } });
}
