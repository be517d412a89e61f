/**
 * What is said between a client and an authorization server; every answer is kept before any library sees it.
 *
 * @module
 */
import type { AuthorizationServer } from '../../spec/authorization.ts';
import { isObject, member, text } from '../../spec/json/json.ts';
import { headerValue } from '../../spec/message.ts';
import { originsOf } from '../http/channel.ts';
import type { Evidence, Role } from '../engine/evidence.ts';
import { jsonOf, wholeNumber } from '../expectations/quota.ts';
import type { Redactor } from '../redaction/redactor.ts';
import type { OAuthClient } from '../engine/settings.ts';
import { isSuccess, type ScenarioContext } from '../engine/scenario-context.ts';
import type { Call, Channel, Reply, Sent } from '../http/target.ts';
import type { HandedOut } from './alike.ts';
import { encoded, type Parameters } from './form.ts';
import { createReceipts, returnedBy } from './issued.ts';

/** What came of an authorization request. */
export interface Authorized {
  readonly evidence: Evidence;
  /** The answer as it came, absent where there was none. */
  readonly reply?: Reply;
  /** Where the person's browser is sent, absent where it stays. */
  readonly location?: string;
  /** The parameters that it takes along. */
  readonly returned: URLSearchParams;
}

/** The tokens of an answer, as they came. */
export interface Tokens {
  readonly access: string;
  readonly refresh?: string;
  readonly scope?: string;
  /** Seconds. */
  readonly lifetime?: number;
}

/** What came of a request to the token endpoint, or one beside it. */
export interface Answered {
  readonly evidence: Evidence;
  readonly reply?: Reply;
  readonly tokens?: Tokens;
  /** The error code of a refusal. */
  readonly error?: string;
}

/** How a client makes itself known: in the body, by HTTP Basic, by its id alone, or not at all. */
export type Identification = 'post' | 'basic' | 'id' | 'none';

export interface AskOptions {
  readonly role?: Role;
  readonly as?: Identification;
  readonly method?: string;
  /** Instead of the client's own. */
  readonly secret?: string;
  readonly id?: string;
  readonly path?: string;
  /** Appended to the path, for what does not belong there. */
  readonly query?: string;
  readonly contentType?: string;
  /** Instead of the encoded parameters. */
  readonly body?: string;
}

export interface Dialogue {
  readonly stage: ScenarioContext;
  readonly server: AuthorizationServer;
  /** How the main client is known to this server. */
  readonly usual: Identification;
  authorize(client: OAuthClient, parameters: Parameters, options?: AuthorizeOptions): Promise<Authorized>;
  ask(client: OAuthClient, parameters: Parameters, options?: AskOptions): Promise<Answered>;
  /** Every code and token so far. */
  handedOut(): readonly HandedOut[];
  /** A plain request to one of the server's paths. */
  look(path: string, options?: LookOptions): Promise<Answered>;
}

export interface AuthorizeOptions {
  readonly role?: Role;
  /** What becomes of the request, where a browser makes it and not the probe. */
  readonly through?: (call: Call) => Promise<Sent>;
  readonly space?: '%20' | '+';
  readonly headers?: readonly string[];
}

export interface LookOptions {
  readonly method?: string;
  readonly headers?: readonly string[];
  readonly channel?: Channel;
  readonly client?: string;
  readonly body?: string;
}

/** Opens a dialogue with one authorization server. */
export function createDialogue(context: ScenarioContext, server: AuthorizationServer): Dialogue {
  const receipts = createReceipts(context.scenario);
  const documented = context.contract.clientAuthentication[0];
  const usual = documented === 'client_secret_basic' ? 'basic' : 'post';
  const exchange = async (call: Call, client?: string, role?: Role, through?: (call: Call) => Promise<Sent>) => {
    const label = `${call.method} ${call.target.split('?', 1)[0]}`;
    return context.exchange(call, {
      label,
      issued: receipts.take,
      ...(role && { role }),
      ...(client !== undefined && { client }),
      ...(through && { through }),
    });
  };
  return {
    stage: context,
    server,
    usual,
    handedOut: receipts.all,
    async authorize(client, parameters, { role, space, headers = [], through } = {}) {
      const target = joined(server.paths.authorize ?? '/', encoded(parameters, space));
      const call = callTo(target, { headers: ['Accept', 'text/html', ...headers] });
      const { evidence, reply } = await exchange(call, client.name, role, through);
      const location = reply && headerValue(reply.headers, 'location');
      const moved = location !== undefined && reply!.status >= 300 && reply!.status < 400;
      return { evidence, ...(reply && { reply }), ...(moved && { location }), returned: returnedBy(moved ? location : '') };
    },
    async ask(client, parameters, options = {}) {
      const { role, as = client.public ? 'id' : usual, method = 'POST', path = server.paths.token ?? '/', query, body } = options;
      const id = options.id ?? client.clientId;
      const secret = options.secret ?? client.clientSecret ?? '';
      const own: Parameters = as === 'post' ? [['client_id', id], ['client_secret', secret]] : as === 'id' ? [['client_id', id]] : []; // prettier-ignore
      if (as === 'basic') keepPair(context.redactor, client.name, pairOf(id, secret));
      const bare = method === 'GET' || method === 'HEAD';
      const form = encoded([...parameters, ...own], '+');
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
      return answered(await exchange(bare ? { ...call, target: joined(call.target, form) } : call, client.name, role));
    },
    async look(path, { method = 'GET', headers = [], channel = 'oauth', client, body } = {}) {
      const call = callTo(path, { method, headers: ['Accept', '*/*', ...headers], channel, ...(body !== undefined && { body }) });
      return answered(await exchange(call, client, undefined));
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

/** Joined with an id and encoded, a secret is another text, which must not be shown either. */
function keepPair(redactor: Redactor, name: string, pair: string): void {
  redactor.add({ name: `${name}:basic`, value: pair, shell: redactor.shell(redactor.redact(pair)) });
}

function answered({ evidence, reply }: { readonly evidence: Evidence; readonly reply: Reply | undefined }): Answered {
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

/** The absolute URL of an authorization request, as a person's browser opens it. */
export function urlOf(dialogue: Dialogue, parameters: Parameters): string {
  const { stage: context, server } = dialogue;
  return originsOf(context.settings).oauth + joined(server.paths.authorize ?? '/', encoded(parameters));
}
