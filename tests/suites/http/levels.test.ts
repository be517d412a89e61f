import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { createMock } from '../../../mock/create.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { headerValues } from '../../../spec/message.ts';
import { openTarget } from '../../../suites/http/probe.ts';
import type { Call, Sent, Target } from '../../../suites/http/target.ts';
import { misconducts, onceAsked, serve, settingsAt, speaking, type Conduct, type Served } from '../../support/servers.ts';

const mock = createMock(await loadContract(bundledDocument));
const levels = ['client', 'lines', 'raw'] as const;
const call: Call = { method: 'GET', target: '/things?q=%20', headers: ['X-One', '1'], channel: 'target', level: 'client' };

async function opened(served: Served, changes: Parameters<typeof settingsAt>[2] = {}): Promise<Target> {
  const target = await openTarget(settingsAt(served, mock, changes));
  onTestFinished(() => target.close());
  return target;
}

/** Sends one call to a server that behaves like this. */
async function sentTo(
  conduct: Conduct,
  sent: Partial<Call>,
  options: Parameters<typeof serve>[1] & { timeout?: number } = {},
): Promise<Sent> {
  const served = await serve(conduct, options);
  onTestFinished(() => served.close());
  const target = await opened(served, { timeout: options.timeout ?? 300 });
  return target.send({ ...call, ...sent });
}

/** Returns what arrived in its body. */
const mirror = speaking((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { method, url, rawHeaders, socket } = request;
    response.writeHead(207, ['X-Twice', 'first', 'X-Twice', 'second', 'Content-Type', 'application/json']);
    response.end(JSON.stringify({ method, url, rawHeaders, peer: socket.remoteAddress, body: Buffer.concat(chunks).toString('utf8') }));
  });
});
const mirrors = await serve(mirror);
afterAll(() => mirrors.close());

interface Mirrored {
  readonly method: string;
  readonly url: string;
  readonly rawHeaders: readonly string[];
  readonly peer: string;
  readonly body: string;
}

async function mirrored(sent: Partial<Call>): Promise<{ readonly sent: Sent; readonly arrived: Mirrored }> {
  const target = await opened(mirrors);
  const outcome = await target.send({ ...call, ...sent });
  return { sent: outcome, arrived: JSON.parse(outcome.reply?.body ?? '{}') };
}

describe.each(levels)('the level %s', (level) => {
  test('sends what it is given and returns the complete response', async () => {
    const { sent, arrived } = await mirrored({ level, method: 'POST', body: '{"name":"Zoë"}' });
    expect(arrived).toMatchObject({ method: 'POST', url: '/things?q=%20', body: '{"name":"Zoë"}', peer: '127.0.0.1' });
    expect(headerValues(arrived.rawHeaders, 'x-one')).toEqual(['1']);
    expect(headerValues(arrived.rawHeaders, 'host')).toEqual([new URL(mirrors.https).host]);
    expect(sent.reply?.status).toBe(207);
    expect(headerValues(sent.reply!.headers, 'x-twice')).toEqual(['first', 'second']);
  });

  test('reports its connection', async () => {
    const { sent } = await mirrored({ level });
    expect(sent.connection).toMatchObject({ scheme: 'https', tls: 'TLSv1.3', remote: new URL(mirrors.https).host });
  });

  test('speaks plain HTTP if asked to', async () => {
    const { sent } = await mirrored({ level, channel: 'plain' });
    expect(sent.reply?.status).toBe(207);
    expect(sent.connection).toMatchObject({ scheme: 'http', remote: new URL(mirrors.http).host });
    expect(sent.connection.tls).toBeUndefined();
  });

  test('follows no redirect', async () => {
    const redirecting = speaking((_, response) => void response.writeHead(307, { Location: '/elsewhere' }).end());
    const { reply } = await sentTo(redirecting, { level });
    expect(reply?.status).toBe(307);
  });

  test('reads a body that ends with the connection', async () => {
    const unlimited: Conduct = onceAsked((socket) => void socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end'));
    expect((await sentTo(unlimited, { level })).reply).toMatchObject({ status: 200, body: 'until the end' });
  });

  test('expects no content in the response to HEAD', async () => {
    const promising: Conduct = onceAsked((socket) => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n'));
    expect((await sentTo(promising, { level, method: 'HEAD' })).reply).toMatchObject({ status: 200, body: '' });
  });

  const troubles: { readonly [title: string]: readonly [kind: string, conduct: Conduct, beforeTls?: true] } = {
    'that never responds': ['timeout', onceAsked(misconducts.hangs)],
    'that never shakes hands': ['timeout', misconducts.hangs, true],
    'that closes when it is asked': ['closed', onceAsked(misconducts.closes)],
    'that speaks no HTTP': ['garbage', onceAsked(misconducts['sends garbage'])],
  };
  for (const [title, [kind, conduct, beforeTls = false]] of Object.entries(troubles)) {
    test(`calls a server ${title} ${kind}, and does not throw`, async () => {
      const { reply, trouble } = await sentTo(conduct, { level }, { beforeTls });
      expect(reply).toBeUndefined();
      expect(trouble?.kind).toBe(kind);
      expect(trouble?.message).not.toBe('');
    });
  }

  test('knows how a response begins that is too long, takes too long, or is a stream', async () => {
    const head = 'HTTP/1.1 401 Unauthorized\r\nContent-Type:';
    const beginnings: readonly (readonly [conduct: Conduct, isBody: (body: string) => boolean, timeout: number])[] = [
      [onceAsked(misconducts['never ends its body']), (body) => body.length >= 4_194_304 && body.trim() === '', 5_000],
      [onceAsked((socket) => void socket.write(`${head} text/plain\r\nContent-Length: 100\r\n\r\nslow`)), (body) => body === 'slow', 100],
      [
        onceAsked((socket) => void socket.write(`${head} text/event-stream\r\n\r\ndata: x\n\n`)),
        (body) => body === 'data: x\n\n',
        level === 'raw' ? 300 : 5_000,
      ],
    ];
    for (const [conduct, isBody, timeout] of beginnings) {
      const { reply } = await sentTo(conduct, { level }, { timeout });
      expect(reply).toMatchObject({ open: true });
      expect(isBody(reply!.body)).toBe(true);
    }
  });

  test('does not accept half a response', async () => {
    const { reply, trouble } = await sentTo(onceAsked(misconducts['sends half an answer']), { level });
    expect(reply).toBeUndefined();
    expect(['closed', 'garbage']).toContain(trouble?.kind);
  });

  test('does not trust the certificate of an unknown authority, unless that is allowed', async () => {
    const trusting = await opened(mirrors, { tls: { insecure: true } });
    const careful = await opened(mirrors, { tls: { insecure: false } });
    expect((await careful.send({ ...call, level })).trouble?.kind).toBe('tls');
    expect((await trusting.send({ ...call, level })).reply?.status).toBe(207);
  });

  test('reports a port without a listener as refused', async () => {
    const served = await serve(misconducts.closes);
    await served.close();
    const target = await opened(served);
    expect((await target.send({ ...call, level })).trouble?.kind).toBe('refused');
  });
});

describe.each(['lines', 'raw'] as const)('the level %s', (level) => {
  test('keeps two headers of one name as two lines, in order', async () => {
    const headers = ['Authorization', 'Bearer one', 'X-Between', 'yes', 'authorization', 'Bearer two'];
    const { arrived } = await mirrored({ level, headers });
    expect(headerValues(arrived.rawHeaders, 'authorization')).toEqual(['Bearer one', 'Bearer two']);
    expect(arrived.rawHeaders.join('\n')).toContain(headers.join('\n'));
  });

  test('calls from the given address', async () => {
    const { arrived } = await mirrored({ level, from: '127.0.0.2' });
    expect(arrived.peer).toBe('127.0.0.2');
  });
});

test('the level client keeps its connections for further requests', async () => {
  const served = await serve(mirror);
  onTestFinished(() => served.close());
  const target = await opened(served);
  for (let index = 0; index < 8; index += 1) await target.send(call);
  expect(served.connections()).toBeLessThanOrEqual(2);
});
