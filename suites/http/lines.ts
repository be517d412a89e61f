/**
 * The probe's second level: `node:http`, which sends header lists unchanged, follows no redirects and can choose the source address.
 *
 * @module
 */
import http from 'node:http';
import https from 'node:https';
import type { Call, Sent } from './target.ts';
import { connectionFacts } from './client.ts';
import { troubleOf } from './trouble.ts';
import { endpointOf, largestBody, schemeOf, tooLarge, type LevelSender, type Wire } from './wire.ts';
import type { Origins } from './channel.ts';

export function createLines(origins: Origins, wire: Wire): LevelSender {
  return { send: (call) => exchange(call, origins, wire) };
}

function exchange(call: Call, origins: Origins, wire: Wire): Promise<Sent> {
  const origin = origins[call.channel];
  const scheme = schemeOf(origin);
  const startedAt = wire.now();
  return new Promise((resolve) => {
    let connection: Sent['connection'] = { scheme };
    const finish = (rest: Pick<Sent, 'reply'> | Pick<Sent, 'trouble'>) => {
      clearTimeout(timer);
      request.destroy();
      resolve({ startedAt, milliseconds: wire.now() - startedAt, connection, ...rest });
    };
    const module = scheme === 'https' ? https : http;
    const request = module.request({
      ...endpointOf(origin),
      method: call.method,
      path: call.target,
      headers: [...hostLine(call, new URL(origin).host), ...call.headers, ...lengthLine(call)],
      agent: false,
      ...(call.from !== undefined && { localAddress: call.from }),
      ...(wire.ca !== undefined && { ca: wire.ca }),
      rejectUnauthorized: !wire.insecure,
    });
    const timer = setTimeout(() => finish({ trouble: troubleOf({ code: 'ETIMEDOUT' }, wire.timeout) }), wire.timeout);
    request.on('error', (error) => finish({ trouble: troubleOf(error, wire.timeout) }));
    request.on('response', (response) => {
      connection = connectionFacts(scheme, response.socket);
      const chunks: Buffer[] = [];
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length > largestBody) finish({ trouble: tooLarge });
      });
      response.on('error', (error) => finish({ trouble: troubleOf(error, wire.timeout) }));
      response.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        finish({ reply: { status: response.statusCode ?? 0, headers: response.rawHeaders, body } });
      });
    });
    request.end(call.body);
  });
}

const hostLine = (call: Call, host: string) => (hasLine(call, 'host') ? [] : ['Host', host]);

const lengthLine = (call: Call) =>
  call.body === undefined || hasLine(call, 'content-length') ? [] : ['Content-Length', String(Buffer.byteLength(call.body))];

function hasLine(call: Call, name: string): boolean {
  return call.headers.some((line, index) => index % 2 === 0 && line.toLowerCase() === name);
}
