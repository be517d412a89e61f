/**
 * Connections through an HTTP proxy.
 *
 * @module
 */
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { ProxySettings } from '../engine/settings.ts';
import { defined } from '../../spec/defined.ts';
import { originFor, type Origins } from './channel.ts';
import type { Call, Sent } from './target.ts';
import { troubleOf } from './trouble.ts';
import { endpointOf, schemeOf, type Wire } from './wire.ts';

/** The proxy for an origin; undefined if it is reached directly. */
export function proxyFor(settings: ProxySettings | undefined, origin: string): string | undefined {
  const proxy = settings?.[schemeOf(origin)];
  return proxy === undefined || settings!.except.some((pattern) => matches(pattern, origin)) ? undefined : proxy;
}

function matches(pattern: string, origin: string): boolean {
  const [, name = '', port] = /^(.*?)(?::(\d+))?$/.exec(pattern.toLowerCase()) ?? [];
  const there = endpointOf(origin);
  if (port !== undefined && Number(port) !== there.port) return false;
  const host = name.replace(/^\*?\.|^\[|\]$/g, '');
  return name === '*' || there.host === host || there.host.endsWith(`.${host}`);
}

/** User and password of a proxy as `user:password`; undefined if its URL has none. */
export function proxyPair(proxy: string): string | undefined {
  const { username, password } = new URL(proxy);
  return username === '' && password === '' ? undefined : `${unescaped(username)}:${unescaped(password)}`;
}

/** A percent sign that begins no escape is one. */
const unescaped = (text: string) => decodeURIComponent(text.replace(/%(?![\da-f]{2})/gi, '%25'));

/** The URL of a proxy without user and password. */
export function proxyName(proxy: string): string {
  return new URL(proxy).origin;
}

/**
 * Opens a connection to an origin through its proxy; undefined if it has none.
 *
 * @throws if the proxy does not connect in time
 * @see RFC 9110 §9.3.6
 */
export function tunnelTo(origin: string, { proxy: settings, timeout }: Pick<Wire, 'proxy' | 'timeout'>): Promise<net.Socket | undefined> {
  const proxy = proxyFor(settings, origin);
  if (proxy === undefined) return Promise.resolve(undefined);
  const pair = proxyPair(proxy);
  const { host, port } = endpointOf(origin);
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return new Promise((resolve, reject) => {
    const failed = (why: string) => reject(new Error(`the proxy ${proxyName(proxy)} ${why}`));
    const request = (schemeOf(proxy) === 'https' ? https : http).request({
      ...endpointOf(proxy),
      method: 'CONNECT',
      path: authority,
      agent: false,
      timeout,
      headers: {
        Host: authority,
        ...(pair !== undefined && { 'Proxy-Authorization': `Basic ${Buffer.from(pair).toString('base64')}` }),
      },
    });
    request.once('connect', ({ statusCode = 0 }, socket) => {
      if (statusCode >= 200 && statusCode < 300 && socket instanceof net.Socket) return resolve(socket);
      socket.destroy();
      failed(`does not connect to ${authority}: it returned ${statusCode}`);
    });
    request.once('response', ({ statusCode }) => {
      request.destroy();
      failed(`does not connect to ${authority}: it returned ${statusCode}`);
    });
    request.once('timeout', () => request.destroy(new Error('it does not respond in time')));
    request.once('error', ({ message }) => failed(`cannot be used: ${message}`));
    request.end();
  });
}

/** How a connection begins, as `net.connect` and `tls.connect` take it: at an open tunnel, or at an address. */
export type Beginning = { readonly socket: net.Socket } | { readonly host: string; readonly port: number; readonly localAddress?: string };

/** Sends a call over a connection of its own, through the proxy if there is one. A proxy that fails is trouble. */
export async function overOwnConnection(
  call: Call,
  origins: Origins,
  wire: Wire,
  exchange: (call: Call, origin: string, beginning: Beginning) => Promise<Sent>,
): Promise<Sent> {
  const origin = originFor(origins, call);
  const startedAt = wire.now();
  try {
    const socket = await tunnelTo(origin, wire);
    return await exchange(call, origin, socket ? { socket } : { ...endpointOf(origin), ...defined({ localAddress: call.from }) });
  } catch (error) {
    const trouble = troubleOf(error, wire.timeout);
    return { startedAt, milliseconds: wire.now() - startedAt, connection: { scheme: schemeOf(origin) }, trouble };
  }
}
