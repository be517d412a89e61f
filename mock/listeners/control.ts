import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Json, JsonObject } from '../../spec/contract.ts';
import { isList, isObject } from '../../spec/json/json.ts';
import { headerValues } from '../../spec/message.ts';
import type { ServedMock } from '../mock.ts';
import type { ListenOptions } from './listening.ts';
import { readScript } from '../script/script.ts';
import type { MintShape } from '../state/shape.ts';
import { consolePage } from '../console/page.ts';
import { controlDocument } from './control-document.ts';
import { streamJournal } from './journal-stream.ts';
import { probed, type Health, type ProbeReply } from './operating/health.ts';
import { identityOf } from './tls/peer-certificate.ts';

/** The response of a hook. */
interface Reply {
  readonly status: number;
  readonly body?: unknown;
}

/** The outcome of a hook, before what listeners do about it. */
type Hook = (mock: ServedMock, body: JsonObject) => Reply | Promise<Reply>;

/** What the listeners of a mock do for its hooks. */
export interface ControlledListeners {
  /** Called after faults change. */
  readonly changed?: () => Promise<void>;
  /** Issues a certificate for a minted credential; the credential itself if its scheme is another. */
  readonly issue?: ((credential: string, shape: MintShape) => Promise<string>) | undefined;
  readonly health?: Health;
  /** Further requests, by method and path. */
  readonly hooks?: ListenOptions['hooks'];
}

const units = [
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
] as const;

function milliseconds(advance: Json | undefined): number {
  const [, count = '', unit = ''] = (typeof advance === 'string' && /^(\d+)([a-z]+)$/.exec(advance)) || [];
  const length = units.find(([name]) => name === unit)?.[1];
  if (length === undefined)
    throw new RangeError(`advance: expected a whole number and a unit (ms, s, m, h or d) such as "61m", got ${JSON.stringify(advance)}`);
  return Number(count) * length;
}

const now: Hook = async (mock) => ({ status: 200, body: { now: (await mock.clock.now()) / 1000 } });

const advance: Hook = async (mock, body) => {
  await mock.clock.advance(milliseconds(body.advance));
  return now(mock, body);
};

const reset: Hook = async (mock, { credential }) => {
  if (credential !== undefined && typeof credential !== 'string') {
    throw new RangeError(`credential: expected a string, got ${JSON.stringify(credential)}; leave it out to reset every quota`);
  }
  await mock.reset(credential === undefined ? undefined : identityOf(credential));
  return { status: 204 };
};

const deny: Hook = async (mock, { clientId }) => {
  if (typeof clientId !== 'string') throw new RangeError(`clientId: expected a string, got ${JSON.stringify(clientId)}`);
  await mock.deny(clientId);
  return { status: 204 };
};

const mint: Hook = async (mock, body) => ({ status: 201, body: await mock.mint(body) });

const armed: Hook = async (mock) => ({ status: 200, body: { armed: await mock.faults.armed() } });
const allFaults: Hook = async (mock) => ({ status: 200, body: { armed: await mock.faults.armed(), known: mock.faults.known() } });

const arm: Hook = async (mock, body) => {
  const names = body.armed;
  if (!isList(names) || !names.every((name) => typeof name === 'string')) {
    throw new RangeError(`armed: expected a list of names of faults, got ${JSON.stringify(names)}`);
  }
  await mock.faults.arm(names);
  return armed(mock, body);
};

const script: Hook = async (mock) => ({ status: 200, body: { answers: await mock.script.read() } });

const writeScript: Hook = async (mock, { answers }) => {
  await mock.script.write(readScript(answers, mock.contract));
  return script(mock, {});
};

const rotate: Hook = async (mock, { key, graceSeconds = 0 }) => {
  if (typeof key !== 'string') throw new RangeError(`key: expected the id or secret of a key, got ${JSON.stringify(key)}`);
  if (typeof graceSeconds !== 'number') throw new RangeError(`graceSeconds: expected a number, got ${JSON.stringify(graceSeconds)}`);
  return { status: 201, body: await mock.rotate(key, { graceSeconds }) };
};

const revoke: Hook = async (mock, { key }) => {
  if (typeof key !== 'string') throw new RangeError(`key: expected the id or secret of a key, got ${JSON.stringify(key)}`);
  await mock.revoke(key);
  return { status: 204 };
};

/** The test hooks and the inspection endpoints. */
const hooks: { readonly [request: string]: Hook } = {
  'GET /': () => ({ status: 200, body: { capabilities: ['clock', 'reset', 'mint', 'deny'] } }),
  'GET /clock': now,
  'POST /clock': advance,
  'POST /reset': reset,
  'POST /mint': mint,
  'POST /deny': deny,
  'GET /keys': async (mock) => ({ status: 200, body: { keys: await mock.keys() } }),
  'POST /keys': mint,
  'POST /keys/rotate': rotate,
  'POST /keys/revoke': revoke,
  'GET /quotas': async (mock) => ({ status: 200, body: { quotas: await mock.quotas() } }),
  'GET /principals': (mock) => ({ status: 200, body: mock.principals }),
  'GET /clients': (mock) => ({ status: 200, body: mock.clients }),
  'GET /journal': async (mock) => ({ status: 200, body: { entries: await mock.journal() } }),
  'GET /faults': allFaults,
  'PUT /faults': arm,
  'GET /script': script,
  'PUT /script': writeScript,
};

const bodyLimit = 65_536;

async function bodyOf(request: IncomingMessage): Promise<JsonObject> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bodyLimit) throw new RangeError(`body: expected at most ${bodyLimit} bytes`);
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  let body: Json;
  try {
    body = text === '' ? {} : JSON.parse(text);
  } catch {
    throw new RangeError('body: expected JSON');
  }
  if (isObject(body)) return body;
  throw new RangeError('body: expected a JSON object');
}

function authorised(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(/^bearer +(.*)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '');
  const wanted = Buffer.from(token);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function send(response: ServerResponse, { status, body }: Reply): void {
  const text = body === undefined ? '' : JSON.stringify(body);
  response.writeHead(status, {
    'Cache-Control': 'no-store',
    ...(text !== '' && { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }),
    ...(status === 401 && { 'WWW-Authenticate': 'Bearer realm="control"' }),
  });
  response.end(text);
}

/** Whether a request names this listener. Otherwise a page could reach it under a name of its own (DNS rebinding). Elsewhere it may have any name. */
function isForHere({ headers, socket }: IncomingMessage): boolean {
  if (!/^(?:::ffff:)?127\.|^::1$/.test(socket.localAddress ?? '')) return true;
  return ['127.0.0.1', 'localhost', '[::1]'].some((name) => headers.host?.toLowerCase() === `${name}:${socket.localPort}`);
}

async function replyTo(
  mock: ServedMock,
  request: IncomingMessage,
  token: string,
  { changed, issue, hooks: further = {} }: ControlledListeners,
): Promise<Reply> {
  const hosts = headerValues(request.rawHeaders, 'Host');
  if (hosts.length > 1) return { status: 400, body: { error: 'expected one Host header' } };
  if (!isForHere(request)) return { status: 403, body: { error: 'expected a Host header with the address and port of this listener' } };
  if (!authorised(request, token)) return { status: 401, body: { error: 'expected Authorization: Bearer and the token of this listener' } };
  const path = (request.url ?? '').split('?', 1)[0]!;
  const name = `${request.method} ${path}`;
  if (name === 'GET /openapi.json') return { status: 200, body: controlDocument(`http://${request.headers.host}`) };
  const hook = Object.hasOwn(hooks, name) ? hooks[name] : undefined;
  const other = Object.hasOwn(further, name) ? further[name] : undefined;
  if (hook === undefined && other === undefined) {
    const known = [...Object.keys(hooks), ...Object.keys(further)].join(', ');
    return { status: 404, body: { error: `${name} does not exist; expected one of ${known}` } };
  }
  try {
    const body = await bodyOf(request);
    if (hook === undefined) return await other!(body);
    if (hook === mint && issue) {
      const minted = await mock.mint(body);
      return { status: 201, body: { ...minted, credential: await issue(minted.credential, body) } };
    }
    const reply = await hook(mock, body);
    if (hook === arm) await changed?.();
    return reply;
  } catch (cause) {
    if (cause instanceof RangeError) return { status: 400, body: { error: cause.message } };
    const message = cause instanceof Error ? cause.message : String(cause);
    return { status: mock.ready?.() === false ? 503 : 500, body: { error: message } };
  }
}

const isStream = (request: IncomingMessage, token: string) =>
  request.method === 'GET' && request.url === '/journal/stream' && isForHere(request) && authorised(request, token);

/** Whether a browser asks for the console. The page has no data and no token: its script asks for them. */
const isForPage = (request: IncomingMessage) =>
  request.method === 'GET' &&
  request.url?.split('?', 1)[0] === '/' &&
  request.headers.authorization === undefined &&
  request.headers.accept?.includes('text/html') === true &&
  isForHere(request);

function sendPage({ contract: { title } }: ServedMock, response: ServerResponse): void {
  const { html, policy } = consolePage(title, (text) => createHash('sha256').update(text).digest('base64'));
  response.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policy,
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(html);
}

async function answerProbe(probe: ProbeReply | Promise<ProbeReply>, response: ServerResponse): Promise<void> {
  const { status, type, text } = await probe;
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(text);
}

/** The control listener. */
export function createControl(
  mock: ServedMock,
  token: string = randomBytes(24).toString('base64url'),
  listeners: ControlledListeners = {},
): { readonly server: Server; readonly token: string } {
  const server = createServer((request, response) => {
    const probe = listeners.health && probed(request.method, request.url?.split('?', 1)[0] ?? '', listeners.health);
    if (probe) return void answerProbe(probe, response);
    if (isStream(request, token)) return void streamJournal(mock, response);
    if (isForPage(request)) return sendPage(mock, response);
    void replyTo(mock, request, token, listeners).then((reply) => send(response, reply));
  });
  return { server, token };
}
