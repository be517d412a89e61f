import { request as plainRequest, type IncomingMessage } from 'node:http';
import { request as secureRequest } from 'node:https';
import { buffer } from 'node:stream/consumers';
import type { Shot } from './load.ts';

/** An answer as it came. */
export interface Asked {
  readonly status: number;
  /** Name, value, name, value, …, without what Node adds of its own for the connection. */
  readonly headers: readonly string[];
  readonly body: string;
}

const own = new Set(['connection', 'keep-alive']);

/** Sends one request on a connection of its own. Loopback only: whoever answers there is believed. */
export async function ask(origin: string, { method, target, headers, body }: Shot): Promise<Asked> {
  const send = origin.startsWith('https:') ? secureRequest : plainRequest;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    send(origin + target, { method, headers, agent: false, rejectUnauthorized: false }, resolve)
      .on('error', reject)
      .end(body);
  });
  const lines = response.rawHeaders;
  return {
    status: response.statusCode ?? 0,
    headers: lines.filter((_, index) => !own.has(lines[index - (index % 2)]!.toLowerCase())),
    body: (await buffer(response)).toString('utf8'),
  };
}
