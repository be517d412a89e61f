/** The user has to sign in again, because no token can be refreshed. */
export class SignedOut extends Error {
  override readonly name = 'SignedOut';
}

export interface Registration {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  readonly tokenUrl: string;
}

interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

/** The session of a signed-in user. Refreshes expired tokens once, even if several requests are waiting. */
export async function openSession({ clientId, clientSecret, redirectUri, tokenUrl }: Registration, code: string, send = fetch) {
  const redeem = async (grant: Record<string, string>): Promise<Tokens> => {
    const body = new URLSearchParams({ ...grant, client_id: clientId, client_secret: clientSecret });
    const response = await send(new Request(tokenUrl, { method: 'POST', body }));
    const result: Tokens & { readonly error?: string } = JSON.parse(await response.text());
    if (result.error !== undefined) throw new SignedOut(result.error);
    return result;
  };
  let tokens = redeem({ grant_type: 'authorization_code', code, redirect_uri: redirectUri });
  await tokens;
  const ask = (url: string, { access_token: token }: Tokens) => send(new Request(url, { headers: { Authorization: `Bearer ${token}` } }));
  return {
    async get(url: string): Promise<Response> {
      const held = tokens;
      const response = await ask(url, await held);
      if (response.status !== 401) return response;
      // Only the first request refreshes, because a reused refresh token ends the session.
      if (tokens === held) tokens = held.then(({ refresh_token: token }) => redeem({ grant_type: 'refresh_token', refresh_token: token }));
      return ask(url, await tokens);
    },
  };
}
