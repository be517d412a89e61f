/**
 * The flows other than the code flow, validated by a certified client library too.
 *
 * @module
 */
import * as oauth from 'oauth4webapi';
import type { AuthorizationServer, Grant } from '../../spec/authorization.ts';
import { member, text } from '../../spec/json/json.ts';
import { originsOf } from '../http/channel.ts';
import { headerValue } from '../../spec/message.ts';
import type { Undecided } from '../engine/check.ts';
import type { Evidence } from '../engine/evidence.ts';
import { jsonOf } from '../expectations/quota.ts';
import type { OAuthClient } from '../engine/settings.ts';
import type { Reply } from '../http/target.ts';
import { createCodes, documentedRequest } from './codes.ts';
import type { Authorized, Dialogue, Responded } from './dialogue.ts';
import { withParameters, type Parameters } from './form.ts';
import { isBack } from './flow.ts';
import { wholeNumber } from '../expectations/times.ts';
import { browserScript } from './needs.ts';

/** The result of a flow. */
export interface FlowOutcome {
  readonly responses: readonly Evidence[];
  readonly access?: string;
  readonly scope?: string;
  readonly objection?: Objection;
  readonly undecided?: Undecided;
}

/** The first thing that is wrong with a response which gave a token. */
export interface Objection {
  readonly code: 'certified-client-objects' | 'token-in-query' | 'redirected-elsewhere' | 'no-token-type' | 'wrong-state' | 'not-pending';
  /** The id of the response. */
  readonly exchange: string;
  /** The message of the library, or the error or status of the response. */
  readonly actual: string;
}

export type OtherGrant = Exclude<Grant, 'authorizationCode'>;

type RunFlow = (dialogue: Dialogue, client: OAuthClient, scope: string) => Promise<FlowOutcome>;

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';
const state = 'state-of-auth-conformance';

const granting = (type: string, scope: string, more: Parameters = []): Parameters =>
  withParameters([['grant_type', type], ...more], { scope: scope === '' ? undefined : scope });

/** Runs a flow once. @see RFC 6749 §4.2–4.4, RFC 8628 §3 */
export const otherFlowsByGrant: { readonly [grant in OtherGrant]: RunFlow } = {
  async clientCredentials(dialogue, client, scope) {
    const response = await dialogue.post(client, granting('client_credentials', scope));
    return validated(dialogue, client, [response], oauth.processClientCredentialsResponse);
  },
  async password(dialogue, client, scope) {
    const { username, password } = client.resourceOwner ?? { username: '', password: '' };
    const response = await dialogue.post(client, granting('password', scope, [['username', username], ['password', password]])); // oxfmt-ignore
    return validated(dialogue, client, [response], oauth.processGenericTokenEndpointResponse);
  },
  async implicit(dialogue, client, scope) {
    const parameters = withParameters(documentedRequest(client, scope === '' ? undefined : scope), { response_type: 'token', state });
    const authorized = (await createCodes(dialogue).drive(client, parameters, 'approve')) ?? (await dialogue.authorize(client, parameters));
    const { returned, reply, evidence } = authorized;
    const access = returned.get('access_token');
    const code = access === null ? undefined : implicitObjection(authorized, client);
    const granted = returned.get('scope');
    const page = access === null && !returned.has('error') && reply !== undefined && reply.status < 400;
    return {
      responses: [evidence],
      ...(page && client.consent.kind !== 'browser' && { undecided: nobodyConsents(client) }),
      ...(access !== null && { access }),
      ...(granted !== null && { scope: granted }),
      ...(code !== undefined && { objection: { code, exchange: evidence.id, actual: locationOf(evidence) } }),
    };
  },
  async deviceAuthorization(dialogue, client, scope) {
    const path = dialogue.server.paths.device ?? '/';
    const begun = await dialogue.post(client, scope === '' ? [] : [['scope', scope]], { path });
    const message =
      begun.reply &&
      (await objectionOf(() => oauth.processDeviceAuthorizationResponse(...libraryArguments(dialogue, client), asResponse(begun.reply!))));
    const body = begun.reply && jsonOf(begun.reply);
    const code = text(member(body, 'device_code'));
    const poll = () => dialogue.post(client, [['grant_type', deviceGrant], ['device_code', code ?? '']]); // oxfmt-ignore
    if (code === undefined || message !== undefined)
      return { responses: [begun.evidence], ...(message !== undefined && { objection: byLibrary(begun.evidence, message) }) };
    const early = await poll();
    const approved = await approve(dialogue, client, text(member(body, 'verification_uri_complete')));
    if (approved !== true) return { responses: [begun.evidence, early.evidence], undecided: approved };
    await dialogue.context.pass((wholeNumber(member(body, 'interval')) ?? 5) + 1);
    const outcome = await validated(dialogue, client, [begun, await poll()], oauth.processDeviceCodeResponse);
    const pending = early.error === 'authorization_pending' || early.error === 'slow_down';
    if (pending || outcome.access === undefined || outcome.objection !== undefined) return outcome;
    if (early.reply !== undefined && early.reply.status < 500 && early.reply.status !== 429) {
      const actual = early.error ?? String(early.reply.status);
      return { ...outcome, objection: { code: 'not-pending', exchange: early.evidence.id, actual } };
    }
    return {
      ...outcome,
      responses: [...outcome.responses, early.evidence],
      undecided: { outcome: 'inconclusive', cause: { code: 'early-poll-unanswered' } },
    };
  },
};

const locationOf = ({ reply }: Evidence) => headerValue(reply?.headers ?? [], 'location') ?? '';

/** The problem with a redirect that has a token. @see RFC 6749 §4.2.2 */
function implicitObjection(authorized: Authorized, { redirectUri }: OAuthClient): Objection['code'] | undefined {
  const { location = '', returned } = authorized;
  const inFragment = location.includes('#') && location.indexOf('#') < location.indexOf('access_token=');
  if (!inFragment) return 'token-in-query';
  if (!isBack(authorized, redirectUri)) return 'redirected-elsewhere';
  if (returned.get('token_type') === null) return 'no-token-type';
  return returned.get('state') === state ? undefined : 'wrong-state';
}

/** Approves a device if opening its URL is enough. */
async function approve(dialogue: Dialogue, client: OAuthClient, url: string | undefined): Promise<true | Undecided> {
  const needs = { what: 'a server that approves a device when its URL is opened' };
  if (url === undefined || !URL.canParse(url)) return { outcome: 'blocked', cause: { code: 'no-device-url' }, needs };
  const { pathname, search } = new URL(url);
  const { reply } = await dialogue.fetch(pathname + search, { client: client.name });
  const waits = reply === undefined || reply.status >= 300 || /<form/i.test(reply.body);
  return waits ? { outcome: 'blocked', cause: { code: 'device-not-approved' }, needs } : true;
}

const nobodyConsents = ({ name }: OAuthClient): Undecided => ({
  outcome: 'blocked',
  cause: { code: 'page-without-person' },
  needs: browserScript(name),
});

async function validated(
  dialogue: Dialogue,
  client: OAuthClient,
  responses: readonly Responded[],
  validate: Validate,
): Promise<FlowOutcome> {
  const last = responses.at(-1)!;
  const evidence = responses.map((response) => response.evidence);
  const { tokens, reply } = last;
  if (!tokens || !reply) return { responses: evidence };
  const message = await objectionOf(() => validate(...libraryArguments(dialogue, client), asResponse(reply)));
  return {
    responses: evidence,
    access: tokens.access,
    ...(tokens.scope !== undefined && { scope: tokens.scope }),
    ...(message !== undefined && { objection: byLibrary(last.evidence, message) }),
  };
}

type Validate = (server: oauth.AuthorizationServer, client: oauth.Client, response: Response) => Promise<unknown>;

const byLibrary = ({ id }: Evidence, message: string): Objection => ({ code: 'certified-client-objects', exchange: id, actual: message });

async function objectionOf(validate: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await validate();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function libraryArguments({ context, server }: Dialogue, client: OAuthClient): [oauth.AuthorizationServer, oauth.Client] {
  return [{ issuer: server.discoveredIssuer ?? originsOf(context.settings).oauth }, { client_id: client.clientId }];
}

/** A response as the library takes it. */
export function asResponse({ status, headers, body }: Reply): Response {
  const pairs = headers.flatMap((name, index): [string, string][] => (index % 2 === 0 ? [[name, headers[index + 1]!]] : []));
  return new Response(body === '' ? null : body, { status, headers: pairs });
}

/** Whether a client has what a flow needs. */
export function fits(kind: OtherGrant, client: OAuthClient): boolean {
  if (kind === 'password') return client.resourceOwner !== undefined;
  if (kind === 'implicit') return client.redirectUri !== '';
  return kind === 'deviceAuthorization' || !client.public;
}

/** The grants that a server declares, other than codes. */
export function otherGrantsOf({ flows }: Pick<AuthorizationServer, 'flows'>): readonly OtherGrant[] {
  return flows.flatMap(({ kind }) => (kind === 'authorizationCode' ? [] : [kind]));
}
