/**
 * How a code is had: by a redirect at once, by a person's browser, or from the configuration.
 *
 * @module
 */
import type { Observation } from '../engine/evidence.ts';
import type { OAuthClient } from '../engine/settings.ts';
import type { Sent } from '../http/target.ts';
import { urlOf, type Authorized, type Dialogue } from './dialogue.ts';
import { isBack } from './flow.ts';
import { withParameters, type Parameters } from './form.ts';
import { pkceFor } from './pkce.ts';

/** A code and what it was asked with; or why there is none. */
export interface ObtainedCode {
  readonly client: OAuthClient;
  /** The scopes that were asked for; undefined where the request named none. */
  readonly asked: string | undefined;
  readonly authorized?: Authorized;
  readonly code?: string;
  readonly verifier?: string;
  readonly undecided?: Observation['undecided'];
}

export interface Wish {
  readonly client: OAuthClient;
  readonly scope?: string;
  /** Whether a challenge goes along. Where the server demands one, it does anyway, unless `never`. */
  readonly challenge: 'S256' | 'none' | 'never';
  readonly also?: { readonly [name: string]: string };
  readonly space?: '%20' | '+';
}

/** Where codes come from in one scene. */
export interface Codes {
  /** Whether the server turned out to demand a challenge. */
  demandsPkce(): boolean;
  obtain(wish: Wish): Promise<ObtainedCode>;
  /** What becomes of an authorization request in a person's browser; undefined where there is none. */
  drive(client: OAuthClient, parameters: Parameters, decision: 'approve' | 'deny'): Promise<Authorized | undefined>;
}

/** The parameters of a documented authorization request. @see RFC 6749 §4.1.1 */
export function documentedRequest({ clientId, redirectUri }: OAuthClient, scope: string | undefined): Parameters {
  return withParameters(
    [
      ['response_type', 'code'],
      ['client_id', clientId],
      ['redirect_uri', redirectUri],
    ],
    { scope },
  );
}

export function createCodes(dialogue: Dialogue): Codes {
  const { stage: context } = dialogue;
  let demands = false;
  let pasted = true;
  let number = 0;

  const drive: Codes['drive'] = async (client, parameters, decision) => {
    const { consent } = context.target;
    if (client.consent.kind !== 'browser' || consent === undefined) return undefined;
    const url = urlOf(dialogue, parameters);
    const through = (): Promise<Sent> => visited(context.target.now, () =>
      consent({ url, redirectUri: Object.fromEntries(parameters)['redirect_uri'] ?? client.redirectUri, client: client.name, decision }),
    ); // prettier-ignore
    return dialogue.authorize(client, parameters, { through });
  };
  const request = async (wish: Wish, challenged: boolean): Promise<ObtainedCode> => {
    number += 1;
    const pkce = pkceFor(String(number));
    const parameters = withParameters(documentedRequest(wish.client, wish.scope), {
      ...(challenged && { code_challenge: pkce.challenge, code_challenge_method: 'S256' }),
      ...wish.also,
    });
    const { client } = wish;
    const driven = await drive(client, parameters, 'approve');
    const authorized = driven ?? (await dialogue.authorize(client, parameters, wish.space ? { space: wish.space } : {}));
    const code = authorized.returned.get('code') ?? undefined;
    const ticket = { client, asked: wish.scope, authorized, ...(challenged && { verifier: pkce.verifier }) };
    return code === undefined ? { ...ticket, undecided: reasonFor(authorized, client) } : { ...ticket, code };
  };
  return {
    drive,
    demandsPkce: () => demands,
    async obtain(wish) {
      const { client } = wish;
      if (client.consent.kind === 'code') {
        if (!pasted) return { client, asked: wish.scope, undecided: { why: 'the one code that was given is spent', outcome: 'blocked', needs: `clients.${client.name}.consent: automatic or { browser: … }` } }; // prettier-ignore
        pasted = false;
        return { client, asked: wish.scope, code: client.consent.code };
      }
      const challenged = wish.challenge === 'S256' || (demands && wish.challenge === 'none');
      const ticket = await request(wish, challenged);
      if (ticket.code !== undefined || challenged || !wantsPkce(ticket.authorized)) return ticket;
      demands = true;
      return wish.challenge === 'never' ? ticket : request(wish, true);
    },
  };
}

/** Whether a refusal asks for a challenge, which a server may demand of everybody. @see RFC 9700 §2.1.1 */
export function wantsPkce(authorized: Authorized | undefined): boolean {
  if (authorized?.reply === undefined) return false;
  const told = [authorized.returned.get('error_description') ?? '', authorized.reply.body].join(' ');
  return /code_challenge|pkce/i.test(told);
}

function reasonFor(authorized: Authorized, client: OAuthClient): NonNullable<Observation['undecided']> {
  const { evidence, location, returned, reply } = authorized;
  if (evidence.trouble) return { why: `no code: ${evidence.trouble.says}`, outcome: 'inconclusive' };
  const error = returned.get('error');
  if (isBack(authorized, client.redirectUri) && error === null) {
    return { why: 'no code: the browser is sent back with neither code nor error', outcome: 'inconclusive' };
  }
  if (error !== null) return { why: `no code: the authorization endpoint answered ${error}`, outcome: 'inconclusive' };
  const why = location === undefined ? `it answered ${reply?.status} and a page` : 'it sent the browser to sign in';
  if (client.consent.kind === 'automatic' && (reply?.status ?? 500) < 400) {
    return {
      why: `no code: ${why}`,
      outcome: 'blocked',
      needs: `somebody who consents: clients.${client.name}.consent: { browser: ./login.ts }`,
    };
  }
  return { why: `no code: the authorization endpoint answered ${reply?.status}`, outcome: 'inconclusive' };
}

/** What a browser did, as if the probe had been answered with where it ended. */
async function visited(now: () => number, visit: () => Promise<string>): Promise<Sent> {
  const startedAt = now();
  const connection = { scheme: 'https' } as const;
  try {
    const location = await visit();
    return { startedAt, milliseconds: now() - startedAt, connection, reply: { status: 302, headers: ['Location', location], body: '' } };
  } catch (error) {
    const says = `the browser was not sent back: ${error instanceof Error ? error.message : String(error)}`;
    return { startedAt, milliseconds: now() - startedAt, connection, trouble: { kind: 'timeout', says } };
  }
}
