/**
 * The flows besides that of codes, each gone through once and judged by a certified client library as well.
 *
 * @module
 */
import * as oauth from 'oauth4webapi';
import type { AuthorizationServer, Grant } from '../../spec/authorization.ts';
import { member, text } from '../../spec/json/json.ts';
import { originsOf } from '../http/channel.ts';
import type { Evidence, Observation } from '../engine/evidence.ts';
import { jsonOf, wholeNumber } from '../expectations/quota.ts';
import type { OAuthClient } from '../engine/settings.ts';
import type { Reply } from '../http/target.ts';
import { createCodes } from './codes.ts';
import type { Answered, Dialogue } from './dialogue.ts';
import { withParameters, type Parameters } from './form.ts';
import { isBack } from './flow.ts';

/** What came of a flow. */
export interface WalkOutcome {
  readonly probes: readonly Evidence[];
  readonly access?: string;
  readonly scope?: string;
  /** Why the library does not accept what it was answered; absent where it does. */
  readonly objection?: string;
  readonly undecided?: Observation['undecided'];
}

type Walk = (dialogue: Dialogue, client: OAuthClient, scope: string) => Promise<WalkOutcome>;

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';
const state = 'state-of-auth-conformance';

const granting = (type: string, scope: string, also: Parameters = []): Parameters =>
  withParameters([['grant_type', type], ...also], { scope: scope === '' ? undefined : scope });

/** One way through each flow. @see RFC 6749 §4.2–4.4, RFC 8628 §3 */
export const walks: { readonly [kind in Exclude<Grant, 'authorizationCode'>]: Walk } = {
  async clientCredentials(dialogue, client, scope) {
    const answer = await dialogue.ask(client, granting('client_credentials', scope));
    return judged(dialogue, client, [answer], oauth.processClientCredentialsResponse);
  },
  async password(dialogue, client, scope) {
    const { username, password } = client.resourceOwner ?? { username: '', password: '' };
    const answer = await dialogue.ask(client, granting('password', scope, [['username', username], ['password', password]])); // prettier-ignore
    return judged(dialogue, client, [answer], oauth.processGenericTokenEndpointResponse);
  },
  async implicit(dialogue, client, scope) {
    const parameters = withParameters(
      [
        ['response_type', 'token'],
        ['client_id', client.clientId],
        ['redirect_uri', client.redirectUri],
        ['state', state],
      ],
      { scope: scope === '' ? undefined : scope },
    );
    const authorized = (await createCodes(dialogue).drive(client, parameters, 'approve')) ?? (await dialogue.authorize(client, parameters));
    const { returned, location = '', reply } = authorized;
    const access = returned.get('access_token');
    const inFragment = location.includes('#') && location.indexOf('#') < location.indexOf('access_token=');
    const objections = [
      ...(access !== null && !inFragment ? ['the token stands in the query, not in the fragment'] : []),
      ...(access !== null && !isBack(authorized, client.redirectUri) ? ['the browser is sent elsewhere than to the redirect URI'] : []),
      ...(access !== null && returned.get('token_type') === null ? ['there is no token_type'] : []),
      ...(access !== null && returned.get('state') !== state ? ['the state did not come back'] : []),
    ];
    const told = returned.get('scope');
    const page = access === null && !returned.has('error') && reply !== undefined && reply.status < 400;
    return {
      probes: [authorized.evidence],
      ...(page && client.consent.kind !== 'browser' && { undecided: nobody(client) }),
      ...(access !== null && { access }),
      ...(told !== null && { scope: told }),
      ...(objections[0] !== undefined && { objection: objections[0] }),
    };
  },
  async deviceAuthorization(dialogue, client, scope) {
    const path = dialogue.server.paths.device ?? '/';
    const begun = await dialogue.ask(client, scope === '' ? [] : [['scope', scope]], { path });
    const objection =
      begun.reply &&
      (await objected(() => oauth.processDeviceAuthorizationResponse(...library(dialogue, client), asResponse(begun.reply!))));
    const body = begun.reply && jsonOf(begun.reply);
    const code = text(member(body, 'device_code'));
    const poll = () => dialogue.ask(client, [['grant_type', deviceGrant], ['device_code', code ?? '']]); // prettier-ignore
    if (code === undefined || objection !== undefined) return { probes: [begun.evidence], ...(objection !== undefined && { objection }) };
    const early = await poll();
    const approved = await approve(dialogue, client, text(member(body, 'verification_uri_complete')));
    if (approved !== true) return { probes: [begun.evidence, early.evidence], undecided: approved };
    await dialogue.stage.pass((wholeNumber(member(body, 'interval')) ?? 5) + 1);
    const outcome = await judged(dialogue, client, [begun, await poll()], oauth.processDeviceCodeResponse);
    const waits = early.error === 'authorization_pending' || early.error === 'slow_down';
    if (waits || outcome.access === undefined || outcome.objection !== undefined) return outcome;
    const told = early.reply !== undefined && early.reply.status < 500 && early.reply.status !== 429;
    return told
      ? { ...outcome, objection: `before approval it answered ${early.error ?? early.reply.status} instead of authorization_pending` }
      : {
          ...outcome,
          probes: [...outcome.probes, early.evidence],
          undecided: { why: 'before approval nothing was answered about it', outcome: 'inconclusive' },
        };
  },
};

/** A person's approval, where it takes no more than opening a URL, or a browser is at hand. */
async function approve(
  dialogue: Dialogue,
  client: OAuthClient,
  url: string | undefined,
): Promise<true | NonNullable<Observation['undecided']>> {
  const needs = 'a server that approves a device when its URL is opened';
  if (url === undefined || !URL.canParse(url)) return { why: 'there is no URL to approve the device at', outcome: 'blocked', needs };
  const { pathname, search } = new URL(url);
  const { reply } = await dialogue.look(pathname + search, { client: client.name });
  const asks = reply === undefined || reply.status >= 300 || /<form/i.test(reply.body);
  return asks ? { why: 'the device waits for a person to approve it', outcome: 'blocked', needs } : true;
}

/** Why a page is no failure. */
const nobody = ({ name }: OAuthClient): NonNullable<Observation['undecided']> => ({
  why: 'the authorization endpoint answers with a page, and nobody consents',
  outcome: 'blocked',
  needs: `clients.${name}.consent: { browser: ./login.ts }`,
});

async function judged(dialogue: Dialogue, client: OAuthClient, answers: readonly Answered[], process: Process): Promise<WalkOutcome> {
  const last = answers.at(-1)!;
  const probes = answers.map(({ evidence }) => evidence);
  const { tokens, reply } = last;
  if (!tokens || !reply) return { probes };
  const objection = await objected(() => process(...library(dialogue, client), asResponse(reply)));
  return {
    probes,
    access: tokens.access,
    ...(tokens.scope !== undefined && { scope: tokens.scope }),
    ...(objection !== undefined && { objection }),
  };
}

type Process = (server: oauth.AuthorizationServer, client: oauth.Client, response: Response) => Promise<unknown>;

async function objected(judge: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await judge();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function library({ stage: context }: Dialogue, client: OAuthClient): [oauth.AuthorizationServer, oauth.Client] {
  return [{ issuer: originsOf(context.settings).oauth }, { client_id: client.clientId }];
}

/** An answer as the library takes it. */
export function asResponse({ status, headers, body }: Reply): Response {
  const pairs = headers.flatMap((name, index): [string, string][] => (index % 2 === 0 ? [[name, headers[index + 1]!]] : []));
  return new Response(body === '' ? null : body, { status, headers: pairs });
}

/** What a client has to have for a flow. */
export function fits(kind: Grant, client: OAuthClient): boolean {
  if (kind === 'password') return client.resourceOwner !== undefined;
  if (kind === 'implicit') return client.redirectUri !== '';
  return kind === 'deviceAuthorization' || !client.public;
}

/** The flows that a server declares besides that of codes. */
export function otherFlowGrants({ flows }: Pick<AuthorizationServer, 'flows'>): readonly Exclude<Grant, 'authorizationCode'>[] {
  return flows.flatMap(({ kind }) => (kind === 'authorizationCode' ? [] : [kind]));
}
