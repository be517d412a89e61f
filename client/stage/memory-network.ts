import { authorizationServers } from '../../spec/authorization.ts';
import type { Contract } from '../../spec/contract.ts';
import type { ClientScenario } from '../scenarios/scenario.ts';
import { realWorld } from '../world.ts';
import { settingOf, type Addresses, type ClientSetting } from './setting.ts';
import { openStage, type Stage } from './stage.ts';

/** Where a document has no server with a host. */
const nowhere = 'https://api.example';
const otherHost = 'https://elsewhere.example';

/** The redirect URI of the client. Nothing listens there. */
const redirectUri = 'http://127.0.0.1:8976/callback';

/** A scenario that is reached by functions, at the URLs of the document. */
export interface MemoryNetwork {
  readonly setting: ClientSetting;
  readonly stage: Stage;
  readonly addresses: Addresses;
  /** The two other origins. */
  readonly elsewhere: readonly [host: string, port: string];
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
  browse(url: string): Promise<URL>;
}

function addressesOf(contract: Contract): Addresses & { readonly elsewhere: MemoryNetwork['elsewhere'] } {
  const host = contract.servers.find((server) => server.host !== '')?.host;
  const origin = host === undefined ? nowhere : `https://${host}`;
  const url = new URL(origin);
  const otherPort = `https://${url.hostname}:${url.port === '8443' ? '9443' : '8443'}`;
  const issuer = authorizationServers(contract).find((server) => server.issuer !== '')?.issuer ?? origin;
  const { basePath } = contract;
  return {
    url: origin + basePath,
    httpUrl: origin.replace('https:', 'http:') + basePath,
    otherHost: otherHost + basePath,
    otherPort: otherPort + basePath,
    issuer,
    elsewhere: [otherHost, otherPort],
  };
}

/** The most redirects that are followed. @see https://fetch.spec.whatwg.org/#http-redirect-fetch */
const mostRedirects = 20;

/** The request that follows a redirect. Another origin gets no Authorization header. @see https://fetch.spec.whatwg.org/#http-redirect-fetch */
async function redirected(request: Request, status: number, location: string, body: string | undefined): Promise<Request> {
  const url = new URL(location, request.url);
  const headers = new Headers(request.headers);
  if (url.origin !== new URL(request.url).origin) for (const name of ['Authorization', 'Cookie', 'Host']) headers.delete(name);
  const asGet = status === 303 || ((status === 301 || status === 302) && request.method === 'POST');
  const kept = asGet || body === undefined || body === '' ? {} : { body };
  return new Request(url, { method: asGet ? 'GET' : request.method, headers, redirect: request.redirect, ...kept });
}

/** Sets a scenario up without sockets. */
export function memoryNetwork(scenario: ClientScenario, contract: Contract, clientName?: string): MemoryNetwork {
  const setting = settingOf(contract, redirectUri, clientName);
  const { elsewhere, ...addresses } = addressesOf(contract);
  const stage = openStage(scenario, setting, realWorld, () => addresses);
  const frontOf = ({ url }: Request) => {
    const { origin } = new URL(url);
    if (origin === elsewhere[0]) return stage.fronts['other-host'];
    return origin === elsewhere[1] ? stage.fronts['other-port'] : stage.fronts.api;
  };
  const follow = async (request: Request, hops = 0): Promise<Response> => {
    const body = request.body === null ? undefined : await request.clone().text();
    const response = await frontOf(request).fetch(request);
    const location = response.headers.get('Location');
    const isRedirect = [301, 302, 303, 307, 308].includes(response.status) && location !== null;
    if (!isRedirect || request.redirect === 'manual') return response;
    if (request.redirect === 'error' || hops >= mostRedirects) throw new TypeError('fetch failed: unexpected redirect');
    return follow(await redirected(request, response.status, location, body), hops + 1);
  };
  const browse = async (url: string): Promise<URL> => {
    const response = await frontOf(new Request(url)).fetch(url);
    const location = response.headers.get('Location');
    if (location === null) throw new RangeError(`browse: the authorization endpoint answered ${response.status}: ${await response.text()}`);
    return location.startsWith(redirectUri) ? new URL(location) : browse(new URL(location, url).href);
  };
  return { setting, stage, addresses, elsewhere, fetch: (input, init) => follow(new Request(input, init)), browse };
}
