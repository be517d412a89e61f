import { createHash } from 'node:crypto';
import type { Json } from '../../../spec/contract.ts';
import { member, readJson, text } from '../../../spec/json/json.ts';
import type { ClientBug } from './bugs.ts';
import { ClientFailure, type ClientAnswer, type ClientIo, type ClientStyle } from './client-io.ts';

/** The tokens of a client. */
interface HeldTokens {
  readonly access: string;
  readonly refresh?: string;
  /** When the access token ends, in milliseconds since the epoch. */
  readonly endsAt: number;
}

/** What gets tokens, and keeps them. */
export interface TokenHolder {
  /** Authorizes with the code flow. */
  signIn(): Promise<void>;
  /** Authorizes with the device flow. */
  connectDevice(): Promise<void>;
  /** A token that has not ended. */
  token(): Promise<string>;
  /** Gets another token in place of one that was rejected; false if it cannot. */
  renew(rejected: string): Promise<boolean>;
  /** The scopes were fewer than asked for. */
  hasLess(): boolean;
}

const formEncoded = (value: string) => new URLSearchParams({ '': value }).toString().slice(1);
const hashed = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');

/** A client of an authorization server that does what the standards ask, but for the given bugs. */
export function createTokenHolder(io: ClientIo, style: ClientStyle, has: (bug: ClientBug) => boolean): TokenHolder {
  const { given } = io;
  const at = (name: string) => given[name] ?? '';
  let held: HeldTokens | undefined;
  let less = false;
  let renewing: Promise<boolean> | undefined;

  const authenticated = (form: { readonly [name: string]: string }) => {
    const [id, secret] = [at('CLIENT_ID'), given['CLIENT_SECRET']];
    if (secret === undefined) return { headers: {}, form: { ...form, client_id: id } };
    const pair = has('joins-basic-unencoded') ? `${id}:${secret}` : `${formEncoded(id)}:${formEncoded(secret)}`;
    const headers = { Authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
    const posted = { ...form, client_id: id, client_secret: secret };
    if (has('authenticates-twice')) return { headers, form: posted };
    const basic = has('authenticates-undocumented') || (style.basic && given['CLIENT_AUTHENTICATION'] !== 'client_secret_post');
    return basic ? { headers, form } : { headers: {}, form: posted };
  };

  const post = async (url: string, fields: { readonly [name: string]: string }): Promise<ClientAnswer> => {
    const { headers, form } = authenticated(fields);
    const call = {
      url,
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    };
    const response = await io.send(call);
    const location = response.header('Location');
    return response.status === 307 && location !== undefined && has('follows-token-redirect')
      ? io.send({ ...call, url: location })
      : response;
  };

  const errorOf = (response: ClientAnswer) => text(member(readJson(response.body), 'error')) ?? `status ${response.status}`;

  const keep = (response: ClientAnswer, former?: string): void => {
    if (response.status !== 200) throw new ClientFailure(`the token endpoint answered ${errorOf(response)}`);
    const body: Json = readJson(response.body) ?? null;
    const [type, access, seconds] = [
      text(member(body, 'token_type')) ?? '',
      text(member(body, 'access_token')),
      member(body, 'expires_in'),
    ];
    if (access === undefined) throw new ClientFailure('there is no token');
    if ((has('compares-token-type') ? type : type.toLowerCase()) !== (has('compares-token-type') ? 'Bearer' : 'bearer'))
      throw new ClientFailure(`unknown token type ${type}`);
    if (typeof seconds !== 'number' && has('needs-expiry')) throw new ClientFailure('there is no expires_in');
    const refresh = has('keeps-first-refresh-token')
      ? (former ?? text(member(body, 'refresh_token')))
      : (text(member(body, 'refresh_token')) ?? former);
    const lasting = typeof seconds !== 'number' || has('forgets-expiry');
    held = { access, ...(refresh !== undefined && { refresh }), endsAt: lasting ? Number.POSITIVE_INFINITY : io.now() + seconds * 1000 };
    const scope = text(member(body, 'scope'));
    less =
      scope !== undefined &&
      at('SCOPE')
        .split(' ')
        .some((one) => !scope.split(' ').includes(one));
  };

  const endpoints = async () => {
    const known = { authorize: at('AUTHORIZE_URL'), token: at('TOKEN_URL') };
    if (!style.metadata || given['METADATA_URL'] === undefined) return known;
    const response = await io.send({ url: at('METADATA_URL'), method: 'GET', headers: {} });
    if (response.status !== 200) return known;
    const metadata: Json = readJson(response.body) ?? null;
    if (text(member(metadata, 'issuer')) !== at('ISSUER') && !has('trusts-any-metadata'))
      throw new ClientFailure('the metadata are those of another issuer');
    return {
      authorize: text(member(metadata, 'authorization_endpoint')) ?? known.authorize,
      token: text(member(metadata, 'token_endpoint')) ?? known.token,
    };
  };

  const renewed = async (): Promise<boolean> => {
    const refresh = held?.refresh;
    if (refresh === undefined || has('never-refreshes')) return false;
    for (let tries = 0; ; tries += 1) {
      const response = await post(at('TOKEN_URL'), { grant_type: 'refresh_token', refresh_token: refresh });
      if (response.status === 200) {
        keep(response, refresh);
        return true;
      }
      if (!has('repeats-refused-refresh') || tries > 8) {
        held = undefined;
        throw new ClientFailure(`the refresh was refused: ${errorOf(response)}`);
      }
    }
  };

  /** One refresh for all that ask while it runs. */
  const renew = () => {
    if (has('refreshes-per-call')) return renewed();
    return (renewing ??= renewed().finally(() => void (renewing = undefined)));
  };

  return {
    hasLess: () => less,
    async signIn() {
      const { authorize, token } = await endpoints();
      const verifier = has('repeats-verifier') ? 'v'.repeat(64) : io.token();
      const state = has('repeats-state') ? 'always-the-same' : io.token();
      const pkce = !has('omits-pkce');
      const redirect = at('REDIRECT_URI');
      const url = new URL(authorize);
      const asked: { readonly [name: string]: string } = {
        response_type: 'code',
        client_id: at('CLIENT_ID'),
        redirect_uri: redirect,
        scope: has('asks-for-more-scope') ? `${at('SCOPE')} everything` : at('SCOPE'),
        ...(style.state && { state }),
        ...(pkce && {
          code_challenge: has('plain-pkce') ? verifier : hashed(verifier),
          code_challenge_method: has('plain-pkce') ? 'plain' : 'S256',
        }),
        ...(has('sends-secret-to-authorize') && { client_secret: at('CLIENT_SECRET') }),
      };
      for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
      const { searchParams: back } = await io.browse(url.href);
      if (style.state && !has('skips-state-check') && back.get('state') !== state)
        throw new ClientFailure('the redirect has another state');
      const issuer = back.get('iss');
      if (issuer !== null && issuer !== at('ISSUER') && !has('skips-issuer-check'))
        throw new ClientFailure('the redirect is of another issuer');
      const error = back.get('error');
      if (error !== null && has('ends-quietly-when-denied')) return;
      if (error !== null && !has('redeems-after-error')) throw new ClientFailure(`the authorization failed: ${error}`);
      const response = await post(token, {
        grant_type: 'authorization_code',
        code: back.get('code') ?? 'undefined',
        redirect_uri: has('changes-redirect-uri') ? `${redirect}/` : redirect,
        ...(pkce && { code_verifier: verifier }),
      });
      keep(response);
    },
    async connectDevice() {
      const begun = await post(at('DEVICE_URL'), { scope: at('SCOPE') });
      const body: Json = readJson(begun.body) ?? null;
      const code = text(member(body, 'device_code')) ?? '';
      let seconds = Number(member(body, 'interval') ?? 5);
      for (let polls = 0; polls < 12; polls += 1) {
        await io.sleep(seconds * 1000);
        const response = await post(at('TOKEN_URL'), { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: code });
        if (response.status === 200) return keep(response);
        const error = errorOf(response);
        if (error === 'slow_down' && !has('polls-without-slowing')) seconds += 5;
        const open = error === 'authorization_pending' || error === 'slow_down' || has('polls-after-the-end');
        if (!open) throw new ClientFailure(`the device was refused: ${error}`);
      }
      throw new ClientFailure('nobody approved the device');
    },
    async token() {
      if (held !== undefined && held.endsAt <= io.now() && !(await renew())) throw new ClientFailure('the token has ended');
      return held?.access ?? '';
    },
    renew: async (rejected) => held === undefined || held.access !== rejected || renew(),
  };
}
