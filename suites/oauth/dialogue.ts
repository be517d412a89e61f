/**
 * Requests of clients to an authorization server. Every response is recorded before any library sees it.
 *
 * @module
 */
import type { AuthorizationServer } from '../../spec/authorization.ts';
import { isObject, member, text } from '../../spec/json/json.ts';
import { headerValue } from '../../spec/message.ts';
import { originsOf } from '../http/channel.ts';
import type { Evidence, Role } from '../engine/evidence.ts';
import { jsonOf } from '../expectations/quota.ts';
import type { Redactor } from '../redaction/redactor.ts';
import type { OAuthClient } from '../engine/settings.ts';
import { isSuccess, type SendingContext } from '../engine/scenario-context.ts';
import type { Call, Channel, Reply, Sent } from '../http/target.ts';
import type { IssuedSecret } from './secrets.ts';
import { encoded, type Parameters } from './form.ts';
import { collectIssued, returnedBy } from './issued.ts';
import { wholeNumber } from '../expectations/times.ts';

/** The response to an authorization request. */
export interface Authorized {
  readonly evidence: Evidence;
  /** Absent if no response came. */
  readonly reply?: Reply;
  /** Where the response redirects to; absent if it does not. */
  readonly location?: string;
  /** The parameters of the redirect. */
  readonly returned: URLSearchParams;
}

/** The tokens of a response. */
export interface Tokens {
  readonly access: string;
  readonly refresh?: string;
  readonly scope?: string;
  /** Seconds. */
  readonly lifetime?: number;
}

/** The response to a request of the token endpoint, or of another one. */
export interface Responded {
  readonly evidence: Evidence;
  readonly reply?: Reply;
  readonly tokens?: Tokens;
  /** The error code of an error response. */
  readonly error?: string;
}

/** How a client authenticates: in the body, by HTTP Basic, by its id alone, or not at all. */
export type Authentication = 'post' | 'basic' | 'id' | 'none';

export interface PostOptions {
  readonly role?: Role;
  readonly as?: Authentication;
  readonly method?: string;
  /** Replaces the client's own. */
  readonly secret?: string;
  readonly id?: string;
  readonly path?: string;
  /** Appended to the path. */
  readonly query?: string;
  readonly contentType?: string;
  /** Replaces the encoded parameters. */
  readonly body?: string;
}

export interface Dialogue {
  readonly context: SendingContext;
  readonly server: AuthorizationServer;
  /** How confidential clients authenticate at this server. */
  readonly usual: Authentication;
  authorize(client: OAuthClient, parameters: Parameters, options?: AuthorizeOptions): Promise<Authorized>;
  /** A form to the token endpoint, or to another one. */
  post(client: OAuthClient, parameters: Parameters, options?: PostOptions): Promise<Responded>;
  /** Any other request. */
  fetch(path: string, options?: FetchOptions): Promise<Responded>;
  /** Every code and token so far. */
  issued(): readonly IssuedSecret[];
}

export interface AuthorizeOptions {
  readonly role?: Role;
  /** Sends the request in a browser. */
  readonly through?: (call: Call) => Promise<Sent>;
  readonly space?: '%20' | '+';
  readonly headers?: readonly string[];
}

export interface FetchOptions {
  readonly method?: string;
  readonly headers?: readonly string[];
  readonly channel?: Channel;
  readonly client?: string;
  readonly body?: string;
}

export function createDialogue(context: SendingContext, server: AuthorizationServer): Dialogue {
  const issued = collectIssued(context.scenario);
  const documented = context.contract.clientAuthentication[0];
  const usual = documented === 'client_secret_basic' ? 'basic' : 'post';
  const exchange = async (call: Call, client?: string, role?: Role, through?: (call: Call) => Promise<Sent>) => {
    const label = `${call.method} ${call.target.split('?', 1)[0]}`;
    return context.exchange(call, {
      label,
      issued: issued.record,
      ...(role && { role }),
      ...(client !== undefined && { client }),
      ...(through && { through }),
    });
  };
  return {
    context,
    server,
    usual,
    issued: issued.all,
    async authorize(client, parameters, { role, space, headers = [], through } = {}) {
      const target = joined(server.paths.authorize ?? '/', encoded(parameters, space));
      const call = callTo(target, { headers: ['Accept', 'text/html', ...headers] });
      const { evidence, reply } = await exchange(call, client.name, role, through);
      const location = reply && headerValue(reply.headers, 'location');
      const moved = location !== undefined && reply!.status >= 300 && reply!.status < 400;
      return { evidence, ...(reply && { reply }), ...(moved && { location }), returned: returnedBy(moved ? location : '') };
    },
    async post(client, parameters, options = {}) {
      const { role, as = client.public ? 'id' : usual, method = 'POST', path = server.paths.token ?? '/', query, body } = options;
      const id = options.id ?? client.clientId;
      const secret = options.secret ?? client.clientSecret ?? '';
      const own: Parameters = as === 'post' ? [['client_id', id], ['client_secret', secret]] : as === 'id' ? [['client_id', id]] : []; // oxfmt-ignore
      if (as === 'basic') redactPair(context.redactor, client.name, pairOf(id, secret));
      const bare = method === 'GET' || method === 'HEAD';
      const { token, refresh, device } = server.paths;
      const configured = [token, refresh, device].includes(path) ? Object.entries(client.parameters?.token ?? {}) : [];
      const added = configured.filter(([name]) => name !== 'scope' && parameters.every(([known]) => known !== name));
      const form = encoded([...parameters, ...added, ...own], '+');
      const call = callTo(query === undefined ? path : joined(path, query), {
        method,
        headers: [
          'Accept',
          'application/json',
          ...(bare ? [] : ['Content-Type', options.contentType ?? 'application/x-www-form-urlencoded']),
          ...(as === 'basic' ? ['Authorization', basicCredentials(id, secret)] : []),
        ],
        ...(!bare && { body: body ?? form }),
      });
      return responded(await exchange(bare ? { ...call, target: joined(call.target, form) } : call, client.name, role));
    },
    async fetch(path, { method = 'GET', headers = [], channel = 'oauth', client, body } = {}) {
      const call = callTo(path, { method, headers: ['Accept', '*/*', ...headers], channel, ...(body !== undefined && { body }) });
      return responded(await exchange(call, client, undefined));
    },
  };
}

function callTo(target: string, parts: Partial<Call>): Call {
  return { method: 'GET', target, headers: [], channel: 'oauth', level: 'client', ...parts };
}

const joined = (path: string, query: string) => (query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`);

/** Id and secret are encoded before they are joined. @see RFC 6749 §2.3.1 */
function pairOf(id: string, secret: string): string {
  return [id, secret].map((value) => encodeURIComponent(value).replaceAll('%20', '+')).join(':');
}

export function basicCredentials(id: string, secret: string): string {
  return `Basic ${Buffer.from(pairOf(id, secret)).toString('base64')}`;
}

/** The encoded pair of id and secret must be redacted too. */
function redactPair(redactor: Redactor, name: string, pair: string): void {
  redactor.add({ name: `${name}:basic`, value: pair, shell: redactor.shell(redactor.redact(pair)) });
}

function responded({ evidence, reply }: { readonly evidence: Evidence; readonly reply: Reply | undefined }): Responded {
  const body = reply && jsonOf(reply);
  const access = text(member(body, 'access_token'));
  const refresh = text(member(body, 'refresh_token'));
  const scope = text(member(body, 'scope'));
  const lifetime = wholeNumber(member(body, 'expires_in'));
  const error = text(member(body, 'error'));
  const granted = access !== undefined && access !== '' && isSuccess({ reply: reply! });
  return {
    evidence,
    ...(reply && { reply }),
    ...(granted && {
      tokens: {
        access,
        ...(refresh !== undefined && refresh !== '' && { refresh }),
        ...(scope !== undefined && { scope }),
        ...(lifetime !== undefined && { lifetime }),
      },
    }),
    ...(error !== undefined && isObject(body) && { error }),
  };
}

/** The absolute URL of an authorization request, for a browser. */
export function urlOf(dialogue: Dialogue, parameters: Parameters): string {
  const { context, server } = dialogue;
  return originsOf(context.settings).oauth + joined(server.paths.authorize ?? '/', encoded(parameters));
}
