/**
 * Introspection and revocation of a token. @see RFC 7662, RFC 7009
 *
 * @module
 */
import { member, text } from '../../spec/json/json.ts';
import type { Observation } from '../engine/evidence.ts';
import { callWith, grantedBy, openedBy } from './api.ts';
import type { Answered, AskOptions, Tokens } from './dialogue.ts';
import { controlOf, refreshTokens, type OAuthFlow } from './flow.ts';
import { wrongSecret } from './wrong-secret.ts';

const inventedToken = 'invented0token0of0auth0conformance0';

interface Variants {
  readonly introspect: readonly string[];
  readonly revoke: readonly string[];
}

/** Looks tokens up while they live, revokes them, and looks what is left. */
export async function manage(flow: OAuthFlow, tokens: Tokens, variants: Variants): Promise<void> {
  const introspect = endpointOf(flow, 'introspection_endpoint', flow.dialogue.server.paths.introspect);
  const revoke = endpointOf(flow, 'revocation_endpoint', flow.dialogue.server.paths.revoke);
  if (introspect === undefined) leave(flow, variants.introspect, 'introspection');
  else await lookUp(flow, introspect, tokens);
  if (revoke === undefined) return leave(flow, variants.revoke, 'revocation');
  await withdraw(flow, revoke, tokens);
  if (introspect === undefined) return;
  const revoked = await about(flow, introspect, tokens.access);
  flow.take('introspect-revoked', { controls: controlOf(flow), probes: [revoked.evidence] });
}

/** The path of an endpoint that the metadata advertises, or that the document describes. */
function endpointOf({ signpost: { metadata }, dialogue }: OAuthFlow, name: string, usual: string | undefined): string | undefined {
  const url = text(member(metadata, name));
  if (url !== undefined && URL.canParse(url)) return new URL(url).pathname + new URL(url).search;
  const { basePath, operations } = dialogue.stage.contract;
  return operations.some(({ path, method }) => method === 'POST' && basePath + path === usual) ? usual : undefined;
}

function leave(flow: OAuthFlow, variants: readonly string[], what: string): void {
  const undecided: Observation['undecided'] = { why: `there is no ${what}`, outcome: 'not-applicable' };
  for (const variant of variants) flow.take(variant, { controls: [], probes: [], undecided });
}

function about(flow: OAuthFlow, path: string, token: string, options: AskOptions & { readonly hint?: string } = {}): Promise<Answered> {
  const { hint, ...rest } = options;
  const parameters = [['token', token] as const, ...(hint === undefined ? [] : [['token_type_hint', hint] as const])];
  return flow.dialogue.ask(flow.main, parameters, { path, ...rest });
}

/** Callers who are not the client: nobody, and somebody with a wrong secret. */
const strangers = ({ main, dialogue }: OAuthFlow): { readonly [who: string]: AskOptions } => ({
  anonymous: { as: 'none' },
  'wrong-secret': { secret: wrongSecret(dialogue.stage.redactor, main) },
});

async function lookUp(flow: OAuthFlow, path: string, { access }: Tokens): Promise<void> {
  const active = await about(flow, path, access);
  flow.take('introspect-active', { controls: [], probes: [active.evidence] });
  for (const [who, stranger] of Object.entries(strangers(flow))) {
    const told = await about(flow, path, access, stranger);
    flow.take(`introspect-${who}`, { controls: [active.evidence], probes: [told.evidence] });
  }
  const unknown = await about(flow, path, inventedToken);
  flow.take('introspect-unknown', { controls: [active.evidence], probes: [unknown.evidence] });
}

async function withdraw(flow: OAuthFlow, path: string, tokens: Tokens): Promise<void> {
  const { stage: context, server } = flow.dialogue;
  const unknown = await about(flow, path, inventedToken);
  flow.take('revoke-unknown', { controls: [], probes: [unknown.evidence] });
  const operation = openedBy(context.contract, server.scheme, grantedBy(tokens, flow.first?.ticket.asked));
  const call = async () => (operation ? [await callWith(flow, flow.main, tokens.access, operation)] : []);
  for (const [who, stranger] of Object.entries(strangers(flow))) {
    const asked = await about(flow, path, tokens.access, stranger);
    flow.take(`revoke-${who}`, { controls: controlOf(flow), probes: [asked.evidence, ...(await call())] });
  }
  const { other } = flow.parties;
  const asked = other && (await flow.dialogue.ask(other, [['token', tokens.access]], { path }));
  const kept = await call();
  if (asked) flow.take('revoke-other-client', { controls: controlOf(flow), probes: [asked.evidence, ...kept] });
  else leave(flow, ['revoke-other-client'], 'second client to revoke with');
  const revoked = await about(flow, path, tokens.access, { hint: 'refresh_token' });
  flow.take('revoke-token', { controls: kept, probes: [revoked.evidence, ...(await call())] });
  if (tokens.refresh === undefined) {
    const undecided = { why: 'no refresh token came with the tokens', outcome: 'not-applicable' } as const;
    return flow.take('revoke-refresh', { controls: [], probes: [], undecided });
  }
  const ended = await about(flow, path, tokens.refresh);
  const after = await refreshTokens(flow, flow.main, tokens.refresh);
  flow.take('revoke-refresh', { controls: controlOf(flow), probes: [ended.evidence, after.evidence] });
}
