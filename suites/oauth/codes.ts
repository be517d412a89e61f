/**
 * How a code is obtained: from a redirect, from a browser, or from the configuration.
 *
 * @module
 */
import type { Undecided } from '../engine/check.ts';
import type { OAuthClient } from '../engine/settings.ts';
import type { Sent } from '../http/target.ts';
import { urlOf, type Authorized, type Dialogue } from './dialogue.ts';
import { isBack } from './flow.ts';
import { withParameters, type Parameters } from './form.ts';
import { pkceFor } from './pkce.ts';

/** A code and the request for it, or why there is none. */
export interface ObtainedCode {
  readonly client: OAuthClient;
  /** The scopes of the request; undefined if it named none. */
  readonly asked: string | undefined;
  readonly authorized?: Authorized;
  readonly code?: string;
  readonly verifier?: string;
  readonly undecided?: Undecided;
}

export interface CodeRequest {
  readonly client: OAuthClient;
  readonly scope?: string;
  /** Whether the request has a challenge. If the server demands one, it has one unless `never`. */
  readonly challenge: 'S256' | 'none' | 'never';
  readonly also?: { readonly [name: string]: string };
  readonly space?: '%20' | '+';
}

/** The source of codes of one scenario. */
export interface Codes {
  /** Whether the server turned out to demand a challenge. */
  demandsPkce(): boolean;
  obtain(request: CodeRequest): Promise<ObtainedCode>;
  /** Sends an authorization request in a browser; undefined if the client has none. */
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
  const { context } = dialogue;
  let demands = false;
  let unused = true;
  let number = 0;

  const drive: Codes['drive'] = async (client, parameters, decision) => {
    const { consent } = context.target;
    if (client.consent.kind !== 'browser' || consent === undefined) return undefined;
    const url = urlOf(dialogue, parameters);
    const through = (): Promise<Sent> => openedIn(context.target.now, () =>
      consent({ url, redirectUri: Object.fromEntries(parameters)['redirect_uri'] ?? client.redirectUri, client: client.name, decision }),
    ); // prettier-ignore
    return dialogue.authorize(client, parameters, { through });
  };
  const request = async (wanted: CodeRequest, challenged: boolean): Promise<ObtainedCode> => {
    number += 1;
    const pkce = pkceFor(String(number));
    const parameters = withParameters(documentedRequest(wanted.client, wanted.scope), {
      ...(challenged && { code_challenge: pkce.challenge, code_challenge_method: 'S256' }),
      ...wanted.also,
    });
    const { client } = wanted;
    const driven = await drive(client, parameters, 'approve');
    const authorized = driven ?? (await dialogue.authorize(client, parameters, wanted.space ? { space: wanted.space } : {}));
    const code = authorized.returned.get('code') ?? undefined;
    const obtained = { client, asked: wanted.scope, authorized, ...(challenged && { verifier: pkce.verifier }) };
    return code === undefined ? { ...obtained, undecided: reasonFor(authorized, client) } : { ...obtained, code };
  };
  return {
    drive,
    demandsPkce: () => demands,
    async obtain(wanted) {
      const { client } = wanted;
      if (client.consent.kind === 'code') {
        if (!unused) return { client, asked: wanted.scope, undecided: { outcome: 'blocked', cause: { code: 'given-code-used' }, needs: `consent without a given code (clients.${client.name}.consent: automatic or { browser: ./login.ts })` } }; // prettier-ignore
        unused = false;
        return { client, asked: wanted.scope, code: client.consent.code };
      }
      const challenged = wanted.challenge === 'S256' || (demands && wanted.challenge === 'none');
      const obtained = await request(wanted, challenged);
      if (obtained.code !== undefined || challenged || !wantsPkce(obtained.authorized)) return obtained;
      demands = true;
      return wanted.challenge === 'never' ? obtained : request(wanted, true);
    },
  };
}

/** Whether an error response demands a challenge, which a server may do. @see RFC 9700 §2.1.1 */
export function wantsPkce(authorized: Authorized | undefined): boolean {
  if (authorized?.reply === undefined) return false;
  const description = [authorized.returned.get('error_description') ?? '', authorized.reply.body].join(' ');
  return /code_challenge|pkce/i.test(description);
}

function reasonFor(authorized: Authorized, client: OAuthClient): Undecided {
  const { evidence, location, returned, reply } = authorized;
  if (evidence.trouble) return { outcome: 'inconclusive', cause: { code: 'no-response', trouble: evidence.trouble.message } };
  const error = returned.get('error');
  if (error !== null) return { outcome: 'inconclusive', cause: { code: 'authorization-error', error } };
  if (isBack(authorized, client.redirectUri)) return { outcome: 'inconclusive', cause: { code: 'redirect-without-code' } };
  const status = reply?.status ?? 0;
  if (client.consent.kind === 'automatic' && reply !== undefined && status < 400)
    return {
      outcome: 'blocked',
      cause: location === undefined ? { code: 'page-instead-of-code', status } : { code: 'sign-in-instead-of-code' },
      needs: `a browser script that signs in and consents (clients.${client.name}.consent: { browser: ./login.ts })`,
    };
  return { outcome: 'inconclusive', cause: { code: 'no-code', status } };
}

/** The redirect that ended an authorization in a browser, as a response. */
async function openedIn(now: () => number, open: () => Promise<string>): Promise<Sent> {
  const startedAt = now();
  const connection = { scheme: 'https' } as const;
  try {
    const location = await open();
    return { startedAt, milliseconds: now() - startedAt, connection, reply: { status: 302, headers: ['Location', location], body: '' } };
  } catch (error) {
    const message = `the browser did not come back: ${error instanceof Error ? error.message : String(error)}`;
    return { startedAt, milliseconds: now() - startedAt, connection, trouble: { kind: 'timeout', message } };
  }
}
