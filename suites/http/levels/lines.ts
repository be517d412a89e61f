/**
 * The probe's second level: `node:http`, which sends header lists unchanged, follows no redirects and can choose the source address.
 *
 * @module
 */
import http from 'node:http';
import https from 'node:https';
import tls from 'node:tls';
import { createCollector } from './collector.ts';
import type { Call, Sent } from '../target.ts';
import { connectionFacts } from './client.ts';
import { endpointOf, schemeOf, tlsOptions, type LevelSender, type Wire } from '../wire.ts';
import type { Origins } from '../channel.ts';
import { overOwnConnection, type Beginning } from '../proxy.ts';

export function createLines(origins: Origins, wire: Wire): LevelSender {
  return { send: (call) => overOwnConnection(call, origins, wire, exchangeOver(wire)) };
}

const exchangeOver =
  (wire: Wire) =>
  (call: Call, origin: string, beginning: Beginning): Promise<Sent> => {
    const scheme = schemeOf(origin);
    const startedAt = wire.now();
    return new Promise((resolve) => {
      let connection: Sent['connection'] = { scheme };
      const collector = createCollector(wire.timeout, (outcome) => {
        request.destroy();
        resolve({ startedAt, milliseconds: wire.now() - startedAt, connection, ...outcome });
      });
      const module = scheme === 'https' ? https : http;
      const request = module.request({
        ...beginningOf(origin, beginning, wire),
        method: call.method,
        path: call.target,
        headers: [...hostLine(call, new URL(origin).host), ...call.headers, ...lengthLine(call)],
      });
      request.on('error', collector.fail);
      request.on('response', (response) => {
        connection = connectionFacts(scheme, response.socket);
        collector.head(response.statusCode ?? 0, response.rawHeaders);
        response.on('data', collector.data);
        response.on('error', collector.fail);
        response.on('end', collector.end);
      });
      request.end(call.body);
    });
  };

/** Where the request connects, or the connection to use. */
function beginningOf(origin: string, beginning: Beginning, wire: Wire): https.RequestOptions {
  const options = tlsOptions(wire, endpointOf(origin).host);
  if (!('socket' in beginning)) return { ...beginning, ...options, agent: false };
  const { socket } = beginning;
  return { createConnection: () => (schemeOf(origin) === 'https' ? tls.connect({ socket, ...options }) : socket) };
}

const hostLine = (call: Call, host: string) => (hasLine(call, 'host') ? [] : ['Host', host]);

const lengthLine = (call: Call) =>
  call.body === undefined || hasLine(call, 'content-length') ? [] : ['Content-Length', String(Buffer.byteLength(call.body))];

function hasLine(call: Call, name: string): boolean {
  return call.headers.some((line, index) => index % 2 === 0 && line.toLowerCase() === name);
}
