/**
 * The client of the test hooks: `docs/test-hooks.md` describes them.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { request } from 'undici';
import { z } from 'zod';
import { createRedactor } from '../redaction/redactor.ts';
import { createAgent } from './levels/client.ts';
import type { HeaderList } from '../../spec/message.ts';
import { largestBody } from './levels/collector.ts';
import type { Wire } from './wire.ts';
import type { Capabilities, MintRequest } from './target.ts';

const offered = z.object({ capabilities: z.array(z.string()) });
const timed = z.object({ now: z.number() });
const minted = z.object({ credential: z.string().min(1), account: z.string().min(1) });

/** The hooks do not follow their protocol. */
export class HooksError extends Error {
  override readonly name = 'HooksError';
  /** Whether the token was accepted. */
  readonly known: boolean;

  constructor(message: string, known = true) {
    super(message);
    this.known = known;
  }
}

/**
 * Asks a target which hooks it offers.
 *
 * @throws {HooksError} if the base URL does not respond, rejects the token, or sends something else
 */
export async function connectHooks(
  hooks: { readonly url: string; readonly token: string },
  wire: Wire,
  common: HeaderList = [],
): Promise<Capabilities> {
  const agent = createAgent(wire);
  const base = hooks.url.replace(/\/$/, '');
  const redactor = createRedactor(randomBytes(16).toString('hex'));
  redactor.add({ name: 'hooks', value: hooks.token, shell: '' });
  // Redacted before it is cut: a part of a secret would not be recognized.
  const beginning = (text: string) => redactor.redact(text).slice(0, 200);
  const ask = async (method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> => {
    const requestLine = `${method} ${base}${path}`;
    const failed = (error: Error) => {
      throw new HooksError(`${requestLine} failed: ${error.message || error.name}`);
    };
    const response = await request(`${base}${path}`, {
      method,
      headers: [...common, 'Authorization', `Bearer ${hooks.token}`, ...(body ? ['Content-Type', 'application/json'] : [])],
      body: body ? JSON.stringify(body) : null,
      signal: AbortSignal.timeout(wire.timeout),
      dispatcher: agent,
    }).catch(failed);
    const text = await textOf(response.body).catch(failed);
    if (response.statusCode === 401 || response.statusCode === 403)
      throw new HooksError(`${requestLine} returned ${response.statusCode}: the token is not accepted`, false);
    if (response.statusCode >= 300) throw new HooksError(`${requestLine} returned ${response.statusCode}: ${beginning(text)}`);
    try {
      return text === '' ? undefined : (JSON.parse(text) as unknown);
    } catch {
      throw new HooksError(`${requestLine} returned something that is not JSON`);
    }
  };
  const list = offered.safeParse(await ask('GET', '/'));
  if (!list.success) throw new HooksError(`GET ${base}/ did not list its capabilities`);
  const has = new Set(list.data.capabilities);
  return {
    ...(has.has('clock') && {
      time: async () => {
        const outcome = timed.safeParse(await ask('GET', '/clock'));
        if (!outcome.success) throw new HooksError(`GET ${base}/clock did not return the time, as { "now": seconds }`);
        return outcome.data.now;
      },
      advance: async (seconds: number) => {
        await ask('POST', '/clock', { advance: `${Math.ceil(seconds * 1000)}ms` });
      },
    }),
    ...(has.has('reset') && {
      reset: async (credential: string) => {
        redactor.add({ name: 'credential', value: credential, shell: '' });
        await ask('POST', '/reset', { credential });
      },
    }),
    ...(has.has('deny') && {
      deny: async (clientId: string) => {
        await ask('POST', '/deny', { clientId });
      },
    }),
    ...(has.has('mint') && {
      mint: async (shape: MintRequest) => {
        const outcome = minted.safeParse(await ask('POST', '/mint', shape));
        if (!outcome.success) throw new HooksError(`POST ${base}/mint did not return a credential and its account`);
        return outcome.data;
      },
    }),
  };
}

/** A body up to the size that is read of any response. @throws {Error} if it is longer */
async function textOf(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > largestBody) throw new Error(`the body is longer than ${largestBody / 1024 / 1024} MiB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
