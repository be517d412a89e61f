import { items, member, readJson, text } from '../../../spec/json/json.ts';
import type { ClientBug } from './bugs.ts';
import { ClientFailure, type ClientAnswer, type ClientCall, type ClientIo, type ClientStyle, type KnownCall } from './client-io.ts';

/** What calls the API with a credential. */
export interface ApiClient {
  call(known: KnownCall, credential: string): Promise<ClientAnswer>;
}

/** Longer waits are reported. */
const longestWaitMs = 30_000;

const recordOf = (headers: readonly string[]): { readonly [name: string]: string } =>
  Object.fromEntries(headers.flatMap((name, index) => (index % 2 === 0 ? [[name, headers[index + 1]!]] : [])));

/** The wait that a response asks for, in milliseconds; undefined if it does not say. */
function askedWait(io: ClientIo, response: ClientAnswer, has: (bug: ClientBug) => boolean): number | undefined {
  const hint = response.header('Retry-After');
  if (hint !== undefined) {
    if (response.status === 503 && has('ignores-retry-after-of-503')) return 1;
    if (/^\d+$/.test(hint)) {
      const seconds = Number(hint);
      if (response.status === 429 && has('reads-seconds-as-milliseconds')) return seconds;
      // What a timer of Node does with more than 31 bits.
      return seconds * 1000 > 2 ** 31 && has('overflows-the-timer') ? 1 : seconds * 1000;
    }
    const date = Date.parse(hint);
    if (/^-?\d+$/.test(hint) || Number.isNaN(date)) return has('overflows-the-timer') ? 0 : undefined;
    return has('ignores-retry-after-date') ? undefined : Math.max(date - io.now(), 0);
  }
  const inBody = io.waitInBody(response);
  if (inBody !== undefined) return has('reads-body-as-milliseconds') ? inBody / 1000 : inBody;
  return has('ignores-reset') ? undefined : io.waitForReset(response);
}

/** A client of the API that does what the standards ask, but for the given bugs. */
export function createApiClient(io: ClientIo, style: ClientStyle, has: (bug: ClientBug) => boolean): ApiClient {
  const verify = has('skips-certificate-verification') ? { verify: false } : {};
  let queue: Promise<unknown> = Promise.resolve();

  const requestOf = ({ method, path, type, body }: KnownCall, credential: string): ClientCall => {
    const base = io.given['URL']!;
    if (base.startsWith('http:') && !has('accepts-plain-base-url')) throw new ClientFailure('expected a base URL that begins with https:');
    const headers = ['Accept', 'application/json', ...(type === undefined ? [] : ['Content-Type', type])];
    const placed = has('sends-key-in-second-header')
      ? { target: path, headers: [...io.place({ target: path, headers }, credential).headers, 'X-Debug-Key', credential] }
      : io.place({ target: path, headers }, credential);
    const inUrl = has('puts-key-into-url') ? `${placed.target.includes('?') ? '&' : '?'}key=${encodeURIComponent(credential)}` : '';
    return { url: base + placed.target + inUrl, method, headers: recordOf(placed.headers), ...(body !== undefined && { body }), ...verify };
  };

  const follow = async (call: ClientCall, hops = 3): Promise<ClientAnswer> => {
    const response = await io.send(call);
    const location = response.header('Location');
    if (!style.follows || location === undefined || response.status < 300 || response.status > 399 || hops === 0) return response;
    const [from, to] = [new URL(call.url), new URL(location, call.url)];
    const same = from.origin === to.origin;
    if (to.protocol === 'http:' && !has('follows-to-plain-http')) throw new ClientFailure(`refused a redirect to ${to.origin}`);
    const keeps = same || (to.protocol === 'http:' ? has('follows-to-plain-http') : has('keeps-key-on-redirect'));
    const { Accept = '*/*' } = call.headers;
    return follow({ ...call, url: to.href, headers: keeps ? call.headers : { Accept } }, hops - 1);
  };

  const sent = async (call: ClientCall): Promise<ClientAnswer | undefined> => {
    try {
      return await follow(call);
    } catch (error) {
      if (error instanceof ClientFailure) throw error;
      if (call.method === 'GET' || !has('repeats-lost-post')) throw new ClientFailure('the connection was lost');
      return undefined;
    }
  };

  const delay = (tries: number, hint: string | undefined) => {
    const base = hint === undefined && has('waits-milliseconds') ? 100 : has('waits-a-constant-time') ? 1500 : 1000 * 2 ** tries;
    return has('waits-a-constant-time') ? base : base * (1 + io.random());
  };

  const isRepeated = ({ status }: ClientAnswer) =>
    status === 429 || status === 503 || (status === 401 && has('repeats-after-401')) || (status === 403 && has('repeats-after-403'));

  const repeated = async (known: KnownCall, credential: string): Promise<ClientAnswer> => {
    const retries = has('repeats-without-end') ? Number.POSITIVE_INFINITY : style.retries;
    for (let tries = 0; ; tries += 1) {
      const response = await sent(requestOf(known, credential));
      if (response !== undefined && (!isRepeated(response) || tries >= retries)) return response;
      if (response === undefined && tries >= Math.max(retries, 1)) throw new ClientFailure('the connection was lost');
      const asked = response && askedWait(io, response, has);
      if (asked !== undefined && asked > longestWaitMs && !has('waits-a-year')) return response!;
      const jitter = has('comes-back-together') ? 0 : 1000 * io.random();
      await io.sleep(asked === undefined ? delay(tries, response?.header('Retry-After')) : asked + (asked > 1 ? jitter : 0));
    }
  };

  return {
    async call(known, credential) {
      if (!style.queues) return repeated(known, credential);
      const turn = queue.then(() => repeated(known, credential));
      queue = turn.catch(() => undefined);
      return turn;
    },
  };
}

/** The result of a call, or the error that it is. */
export function callResult(response: ClientAnswer, has: (bug: ClientBug) => boolean): string {
  const body = readJson(response.body);
  const isUnknown = [body, ...items(body)].some((value) => member(value, 'not_documented') !== undefined);
  if (has('rejects-unknown-members') && isUnknown) throw new ClientFailure('unexpected member');
  if (response.status >= 200 && response.status < 300) return response.body;
  const code = text(member(member(body, 'error') ?? body, 'code')) ?? text(member(body, 'error')) ?? '';
  throw new ClientFailure(`the server answered ${response.status} ${code}`);
}
