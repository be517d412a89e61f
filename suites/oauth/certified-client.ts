/**
 * The code flow with a certified client library, which validates every response itself.
 *
 * @module
 */
import * as oauth from 'oauth4webapi';
import { text, member } from '../../spec/json/json.ts';
import { originsOf } from '../http/channel.ts';
import type { ObtainedCode } from './codes.ts';
import type { Dialogue, Responded } from './dialogue.ts';
import type { OAuthFlow } from './flow.ts';
import { asResponse } from './other-grants.ts';
import type { OAuthClient } from '../engine/settings.ts';

/** Validates the redirect, redeems the code and validates the tokens. */
export async function finishWithLibrary(
  flow: OAuthFlow,
  obtained: ObtainedCode,
  state: string,
): Promise<{ readonly objection?: string; readonly response?: Responded }> {
  const { dialogue, main } = flow;
  const { returned } = obtained.authorized!;
  const server = asServer(flow, returned.get('iss') ?? undefined);
  const client: oauth.Client = { client_id: main.clientId };
  const responses: Responded[] = [];
  try {
    const parameters = oauth.validateAuthResponse(server, client, returned, returned.has('state') ? state : oauth.expectNoState);
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      authentication(flow),
      parameters,
      main.redirectUri,
      obtained.verifier ?? oauth.nopkce,
      {
        additionalParameters: tokenParameters(main),
        [oauth.customFetch]: fetchThrough(dialogue, main, responses),
        [oauth.allowInsecureRequests]: true,
      },
    );
    await oauth.processAuthorizationCodeResponse(server, client, response);
    return { response: responses[0]! };
  } catch (error) {
    const objection = error instanceof Error ? error.message : String(error);
    return { objection, ...(responses[0] && { response: responses[0] }) };
  }
}

function asServer({ dialogue, metadata: { metadata } }: OAuthFlow, issuer: string | undefined): oauth.AuthorizationServer {
  const { server, context } = dialogue;
  const { oauth: origin } = originsOf(context.settings);
  return {
    issuer: text(member(metadata, 'issuer')) ?? issuer ?? origin,
    authorization_endpoint: origin + (server.paths.authorize ?? '/'),
    token_endpoint: origin + (server.paths.token ?? '/'),
  };
}

function tokenParameters({ parameters }: OAuthClient): URLSearchParams {
  const { scope: _, ...added } = parameters?.token ?? {};
  return new URLSearchParams(added);
}

function authentication({ dialogue, main }: OAuthFlow): oauth.ClientAuth {
  const { clientSecret } = main;
  if (clientSecret === undefined) return oauth.None();
  return dialogue.usual === 'basic' ? oauth.ClientSecretBasic(clientSecret) : oauth.ClientSecretPost(clientSecret);
}

/** Sends the library's requests like all others. */
function fetchThrough(dialogue: Dialogue, client: OAuthClient, responses: Responded[]) {
  return async (url: string, options: oauth.CustomFetchOptions<'POST', URLSearchParams>): Promise<Response> => {
    const { pathname, search } = new URL(url);
    const response = await dialogue.fetch(pathname + search, {
      method: options.method,
      headers: Object.entries(options.headers).flat(),
      client: client.name,
      body: options.body.toString(),
    });
    responses.push(response);
    if (!response.reply) throw new Error(response.evidence.trouble?.message ?? 'no response');
    return asResponse(response.reply);
  };
}
