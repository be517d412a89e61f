import type { MockResponse } from '../../../mock/engine/request.ts';
import type { Mock } from '../../../mock/create.ts';
import type { MockClient } from '../../../mock/oauth/management/register.ts';
import { bodyOf, field } from '../mocks.ts';

export type Parameters = { readonly [name: string]: string | undefined };

/** Parameters as they stand in a query or a form; the undefined ones are left out. */
export function encoded(parameters: Parameters): string {
  return Object.entries(parameters)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]))
    .join('&');
}

export const app = (mock: Mock, name = 'app'): MockClient => mock.clients[name]!;

/** Asks the authorization endpoint, with what the client has registered unless something else is given. */
export function authorize(mock: Mock, parameters: Parameters = {}, name = 'app'): Promise<MockResponse> {
  const { clientId, redirectUris } = app(mock, name);
  const query = encoded({ response_type: 'code', client_id: clientId, redirect_uri: redirectUris[0], scope: 'read write', ...parameters });
  return mock.handle({ method: 'GET', target: `/oauth/authorize?${query}`, headers: [], secure: true, peer: '127.0.0.1' });
}

export interface Sent {
  readonly headers?: readonly string[];
  readonly method?: string;
  readonly path?: string;
  readonly peer?: string;
  readonly query?: string;
  readonly type?: string;
}

/** Sends a form, to the token endpoint unless another is named. */
export function post(mock: Mock, parameters: Parameters | string, sent: Sent = {}): Promise<MockResponse> {
  const { headers = [], method = 'POST', path = '/oauth/token', peer = '127.0.0.1', query = '', type } = sent;
  const body = typeof parameters === 'string' ? parameters : encoded(parameters);
  const contentType = type ?? 'application/x-www-form-urlencoded';
  return mock.handle({
    method,
    target: path + query,
    headers: [...(contentType === '' ? [] : ['Content-Type', contentType]), ...headers],
    body,
    secure: true,
    peer,
  });
}

/** Where the browser is sent, as parameters. */
export function returned(answer: MockResponse): URLSearchParams {
  const location = new URL(field(answer, 'Location') ?? 'https://nowhere.example/');
  return new URLSearchParams(location.hash === '' ? location.search : location.hash.slice(1));
}

export async function codeFor(mock: Mock, parameters: Parameters = {}, name = 'app'): Promise<string> {
  return returned(await authorize(mock, parameters, name)).get('code') ?? 'none';
}

/** The client's own credentials, as the document has them in the body. */
export function own(mock: Mock, name = 'app'): Parameters {
  const { clientId, clientSecret } = app(mock, name);
  return { client_id: clientId, client_secret: clientSecret };
}

/** The parameters of an exchange of a code. */
export function exchange(mock: Mock, code: string, name = 'app'): Parameters {
  return { grant_type: 'authorization_code', code, redirect_uri: app(mock, name).redirectUris[0], ...own(mock, name) };
}

export interface Tokens {
  readonly access_token: string;
  readonly token_type: string;
  readonly expires_in: number;
  readonly refresh_token: string;
  readonly scope: string;
}

export async function tokensFor(mock: Mock, parameters: Parameters = {}, name = 'app'): Promise<Tokens> {
  return bodyOf<Tokens>(await post(mock, exchange(mock, await codeFor(mock, parameters, name), name)));
}

/** Status and error of an answer of a token endpoint. */
export function told(answer: MockResponse): readonly [number, unknown] {
  return [answer.status, answer.body === '' ? undefined : bodyOf(answer)['error']];
}

/** The status of the self-test with a token. */
export async function live(mock: Mock, token: string): Promise<number> {
  const headers = ['Authorization', `Bearer ${token}`];
  return (await mock.handle({ method: 'GET', target: '/v1/auth/test', headers, secure: true, peer: '127.0.0.1' })).status;
}
