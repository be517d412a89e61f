/**
 * Introspection and revocation of a token. @see RFC 7662, RFC 7009
 *
 * @module
 */
import { member, text } from '../../spec/json/json.ts';
import type { UndecidedCause } from '../engine/check.ts';
import { callWith, grantedBy, openedBy } from './api.ts';
import type { PostOptions, Responded, Tokens } from './dialogue.ts';
import { controlOf, noRefreshToken, refreshTokens, type OAuthFlow } from './flow.ts';
import type { CodeFlowKind, IntrospectionKind } from './observations.ts';
import { wrongSecret } from './secrets.ts';

const inventedToken = 'invented0token0of0auth0conformance0';

export const introspections: readonly IntrospectionKind[] = [
  'introspect-anonymous',
  'introspect-wrong-secret',
  'introspect-active',
  'introspect-unknown',
  'introspect-revoked',
];

export const revocations = [
  'revoke-anonymous',
  'revoke-wrong-secret',
  'revoke-other-client',
  'revoke-unknown',
  'revoke-token',
  'revoke-refresh',
] as const satisfies readonly CodeFlowKind[];

/** Introspects tokens, revokes them, and introspects and uses them again. */
export async function manageTokens(flow: OAuthFlow, tokens: Tokens): Promise<void> {
  const introspect = endpointOf(flow, 'introspection_endpoint', flow.dialogue.server.paths.introspect);
  const revoke = endpointOf(flow, 'revocation_endpoint', flow.dialogue.server.paths.revoke);
  if (introspect === undefined) skip(flow, introspections, { code: 'no-introspection' });
  else await introspectLive(flow, introspect, tokens);
  if (revoke === undefined) return skip(flow, revocations, { code: 'no-revocation' });
  await revokeTokens(flow, revoke, tokens);
  if (introspect === undefined) return;
  const revoked = await send(flow, introspect, tokens.access);
  flow.observe('introspect-revoked', { controls: controlOf(flow), probes: { response: revoked.evidence } });
}

/** The path of an endpoint that the metadata advertises, or that the document describes. */
function endpointOf({ metadata: { metadata }, dialogue }: OAuthFlow, name: string, usual: string | undefined): string | undefined {
  const url = text(member(metadata, name));
  if (url !== undefined && URL.canParse(url)) return new URL(url).pathname + new URL(url).search;
  const { basePath, operations } = dialogue.context.contract;
  return operations.some(({ path, method }) => method === 'POST' && basePath + path === usual) ? usual : undefined;
}

function skip(flow: OAuthFlow, kinds: readonly CodeFlowKind[], cause: UndecidedCause): void {
  for (const kind of kinds) flow.undecided(kind, { outcome: 'not-applicable', cause });
}

function send(flow: OAuthFlow, path: string, token: string, options: PostOptions & { readonly hint?: string } = {}): Promise<Responded> {
  const { hint, ...rest } = options;
  const parameters = [['token', token] as const, ...(hint === undefined ? [] : [['token_type_hint', hint] as const])];
  return flow.dialogue.post(flow.main, parameters, { path, ...rest });
}

/** Callers who are not the client: one without credentials, and one with a wrong secret. */
const strangersOf = ({ main, dialogue }: OAuthFlow) =>
  [
    { name: 'anonymous', options: { as: 'none' } },
    { name: 'wrong-secret', options: { secret: wrongSecret(dialogue.context.redactor, main) } },
  ] as const;

async function introspectLive(flow: OAuthFlow, path: string, { access }: Tokens): Promise<void> {
  const active = await send(flow, path, access);
  flow.observe('introspect-active', { controls: [], probes: { response: active.evidence } });
  for (const { name, options } of strangersOf(flow)) {
    const stranger = await send(flow, path, access, options);
    flow.observe(`introspect-${name}`, { controls: [active.evidence], probes: { response: stranger.evidence } });
  }
  const unknown = await send(flow, path, inventedToken);
  flow.observe('introspect-unknown', { controls: [active.evidence], probes: { response: unknown.evidence } });
}

async function revokeTokens(flow: OAuthFlow, path: string, tokens: Tokens): Promise<void> {
  const { context, server } = flow.dialogue;
  const unknown = await send(flow, path, inventedToken);
  flow.observe('revoke-unknown', { controls: [], probes: { response: unknown.evidence } });
  const operation = openedBy(context.contract, server.scheme, grantedBy(tokens, flow.first?.obtained.asked));
  const call = async () => operation && (await callWith(flow, flow.main, tokens.access, operation));
  const revokedBy = async (response: Responded) => {
    const after = await call();
    return { response: response.evidence, ...(after && { call: after }) };
  };
  for (const { name, options } of strangersOf(flow)) {
    const response = await send(flow, path, tokens.access, options);
    flow.observe(`revoke-${name}`, { controls: controlOf(flow), probes: await revokedBy(response) });
  }
  const { other } = flow.parties;
  const byOther = other && (await flow.dialogue.post(other, [['token', tokens.access]], { path }));
  const kept = await call();
  if (byOther)
    flow.observe('revoke-other-client', {
      controls: controlOf(flow),
      probes: { response: byOther.evidence, ...(kept && { call: kept }) },
    });
  else skip(flow, ['revoke-other-client'], { code: 'no-second-client' });
  const revoked = await send(flow, path, tokens.access, { hint: 'refresh_token' });
  flow.observe('revoke-token', { controls: kept ? [kept] : [], probes: await revokedBy(revoked) });
  if (tokens.refresh === undefined) return flow.undecided('revoke-refresh', noRefreshToken);
  const ended = await send(flow, path, tokens.refresh);
  const after = await refreshTokens(flow, flow.main, tokens.refresh);
  flow.observe('revoke-refresh', { controls: controlOf(flow), probes: { response: ended.evidence, tokens: after.evidence } });
}
