/**
 * The code flow through a certified client library, which judges every answer on its own.
 *
 * @module
 */
import * as oauth from 'oauth4webapi';
import { text, member } from '../../spec/json/json.ts';
import { originsOf } from '../http/channel.ts';
import type { ObtainedCode } from './codes.ts';
import type { Answered, Dialogue } from './dialogue.ts';
import type { OAuthFlow } from './flow.ts';
import { asResponse } from './others.ts';
import type { OAuthClient } from '../engine/settings.ts';

/** True, or why the library refuses. */
export type Accepted = true | string;

/** Ends a flow from the redirect on: checks the authorization answer, redeems the code, checks the tokens. */
export async function walk(
  flow: OAuthFlow,
  ticket: ObtainedCode,
  state: string,
): Promise<{ readonly accepted: Accepted; readonly granted?: Answered }> {
  const { dialogue, main } = flow;
  const { returned } = ticket.authorized!;
  const server = asServer(flow, returned.get('iss') ?? undefined);
  const client: oauth.Client = { client_id: main.clientId };
  const kept: Answered[] = [];
  try {
    const parameters = oauth.validateAuthResponse(server, client, returned, returned.has('state') ? state : oauth.expectNoState);
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      authentication(flow),
      parameters,
      main.redirectUri,
      ticket.verifier ?? oauth.nopkce,
      { [oauth.customFetch]: fetchThrough(dialogue, main, kept), [oauth.allowInsecureRequests]: true },
    );
    await oauth.processAuthorizationCodeResponse(server, client, response);
    return { accepted: true, granted: kept[0]! };
  } catch (error) {
    const accepted = error instanceof Error ? error.message : String(error);
    return { accepted, ...(kept[0] && { granted: kept[0] }) };
  }
}

function asServer({ dialogue, signpost: { metadata } }: OAuthFlow, issuer: string | undefined): oauth.AuthorizationServer {
  const { server, stage: context } = dialogue;
  const { oauth: origin } = originsOf(context.settings);
  return {
    issuer: text(member(metadata, 'issuer')) ?? issuer ?? origin,
    authorization_endpoint: origin + (server.paths.authorize ?? '/'),
    token_endpoint: origin + (server.paths.token ?? '/'),
  };
}

function authentication({ dialogue, main }: OAuthFlow): oauth.ClientAuth {
  const { clientSecret } = main;
  if (clientSecret === undefined) return oauth.None();
  return dialogue.usual === 'basic' ? oauth.ClientSecretBasic(clientSecret) : oauth.ClientSecretPost(clientSecret);
}

/** The library's requests, sent and kept as every other. */
function fetchThrough(dialogue: Dialogue, client: OAuthClient, kept: Answered[]) {
  return async (url: string, options: oauth.CustomFetchOptions<'POST', URLSearchParams>): Promise<Response> => {
    const { pathname, search } = new URL(url);
    const answer = await dialogue.look(pathname + search, {
      method: options.method,
      headers: Object.entries(options.headers).flat(),
      client: client.name,
      body: options.body.toString(),
    });
    kept.push(answer);
    if (!answer.reply) throw new Error(answer.evidence.trouble?.says ?? 'no answer');
    return asResponse(answer.reply);
  };
}
