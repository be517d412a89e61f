/**
 * How a code is obtained: from a redirect, from a browser, or from the configuration.
 *
 * @module
 */
import { offlineScope } from '../../spec/schemes/provider.ts';
import type { Undecided } from '../engine/check.ts';
import type { OAuthClient } from '../engine/settings.ts';
import type { Sent } from '../http/target.ts';
import { urlOf, type Authorized, type Dialogue } from './dialogue.ts';
import { isBack } from './flow.ts';
import { withParameters, type Parameters } from './form.ts';
import { demandIn, isFree, unmet, type DemandedParameter } from './demands.ts';
import { browserScript, consentWithoutCode } from './needs.ts';
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
  /** Asks for `offline_access` in every further request that names scopes. */
  askOffline(): void;
  asksOffline(): boolean;
  /** Why there is no code: a parameter that the server demands has no value. */
  unmet(): Undecided | undefined;
  obtain(request: CodeRequest): Promise<ObtainedCode>;
  /** Sends an authorization request in a browser; undefined if the client has none. */
  drive(client: OAuthClient, parameters: Parameters, decision: 'approve' | 'deny'): Promise<Authorized | undefined>;
}

/** The parameters of a documented authorization request, with those of the configuration. @see RFC 6749 §4.1.1 */
export function documentedRequest(client: OAuthClient, scope: string | undefined): Parameters {
  const { clientId, redirectUri } = client;
  const { scope: more, ...others } = client.parameters?.authorization ?? {};
  return withParameters(
    [
      ['response_type', 'code'],
      ['client_id', clientId],
      ['redirect_uri', redirectUri],
    ],
    { scope: [scope, more].filter((part) => part !== undefined).join(' ') || undefined, ...others },
  );
}

export function createCodes(dialogue: Dialogue): Codes {
  const { context } = dialogue;
  const demanded = new Set<DemandedParameter>();
  let offline = false;
  let refused: Undecided | undefined;
  let unused = true;
  let number = 0;

  const drive: Codes['drive'] = async (client, parameters, decision) => {
    const { consent } = context.target;
    if (client.consent.kind !== 'browser' || consent === undefined) return undefined;
    const url = urlOf(dialogue, parameters);
    const through = (): Promise<Sent> => openedIn(context.target.now, () =>
      consent({ url, redirectUri: Object.fromEntries(parameters)['redirect_uri'] ?? client.redirectUri, client: client.name, decision }),
    ); // oxfmt-ignore
    return dialogue.authorize(client, parameters, { through });
  };
  const request = async (wanted: CodeRequest, challenged: boolean): Promise<ObtainedCode> => {
    number += 1;
    const pkce = pkceFor(String(number));
    const scope = offline && wanted.scope !== undefined ? `${wanted.scope} ${offlineScope}`.trim() : wanted.scope;
    const parameters = withParameters(documentedRequest(wanted.client, scope), {
      ...(demanded.has('state') && { state: 'state-of-auth-conformance' }),
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
    demandsPkce: () => demanded.has('code_challenge'),
    askOffline: () => void (offline = true),
    asksOffline: () => offline,
    unmet: () => refused,
    async obtain(wanted) {
      const { client } = wanted;
      if (client.consent.kind === 'code') {
        if (!unused)
          return {
            client,
            asked: wanted.scope,
            undecided: { outcome: 'blocked', cause: { code: 'given-code-used' }, needs: consentWithoutCode(client.name) },
          };
        unused = false;
        return { client, asked: wanted.scope, code: client.consent.code };
      }
      const challenged = () => wanted.challenge === 'S256' || (demanded.has('code_challenge') && wanted.challenge === 'none');
      let obtained = await request(wanted, challenged());
      for (;;) {
        const demand = obtained.code === undefined ? demandIn(obtained.authorized?.reply) : undefined;
        if (demand === undefined) return obtained;
        if (!isFree(demand)) refused = unmet(demand, client);
        if (demanded.has(demand) || !isFree(demand)) return isFree(demand) ? obtained : { ...obtained, undecided: unmet(demand, client) };
        if (demand === 'code_challenge' && challenged()) return obtained;
        demanded.add(demand);
        const words = `The authorization endpoint demands the parameter ${demand}, which the document does not name.`;
        if (obtained.authorized) context.note('oauth', words, [obtained.authorized.evidence]);
        if (demand === 'code_challenge' && wanted.challenge === 'never') return obtained;
        obtained = await request(wanted, challenged());
      }
    },
  };
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
      needs: browserScript(client.name),
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
