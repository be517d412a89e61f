/**
 * Prism's own proxy between a client and the mock: an independent reading of the document that objects to every answer it does not allow.
 *
 * @module
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMock } from '../../mock/create.ts';
import type { Listening } from '../../mock/listeners/listening.ts';
import { bundledDocument, loadContract } from '../../spec/load.ts';

const contract = await loadContract(bundledDocument);
const mock = createMock(contract);
let listening: Listening;
let prism: ChildProcess;
let base: string;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return typeof address === 'object' && address !== null ? address.port : 0;
}

beforeAll(async () => {
  listening = await mock.listen({ controlPort: false });
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  const cli = join(dirname(createRequire(import.meta.url).resolve('@stoplight/prism-cli/package.json')), 'dist/index.js');
  prism = spawn(process.execPath, [cli, 'proxy', bundledDocument, listening.url, '--port', String(port), '--errors'], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: listening.ca },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await new Promise<void>((resolve, reject) => {
    const said: string[] = [];
    createInterface({ input: prism.stdout! }).on('line', (line) => {
      said.push(line);
      if (line.includes('Prism is listening')) resolve();
    });
    prism.on('close', () => reject(new Error(`Prism did not start: ${said.join('\n')}`)));
  });
});

afterAll(async () => {
  prism.kill();
  await listening.close();
});

async function ask(method: string, path: string, principal: string | undefined, body?: object) {
  const response = await fetch(`${base}${path}`, {
    method,
    headers: {
      ...(principal !== undefined && { Authorization: `Bearer ${mock.principals[principal]?.secret ?? principal}` }),
      ...(body && { 'Content-Type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, violations: response.headers.get('sl-violations'), body: await response.text() };
}

describe('Prism has nothing to object to', () => {
  const item = '/conversations/conv_123';
  const served: readonly (readonly [string, string, string, object?])[] = [
    ['GET', '/auth/test', 'reader'],
    ['GET', '/conversations', 'reader'],
    ['POST', '/conversations', 'writer', { title: 'Witnessed' }],
    ['GET', item, 'reader'],
    ['PATCH', item, 'writer', { title: 'Witnessed again' }],
    ['GET', `${item}/summary`, 'reader'],
    ['DELETE', item, 'deleter'],
  ];
  for (const [method, path, principal, body] of served) {
    test(`in the answer to ${method} ${path} as ${principal}`, async () => {
      const { status, violations, body: text } = await ask(method, path, principal, body);
      expect({ status: status < 300 ? 'served' : `${status} ${text}`, violations }).toEqual({ status: 'served', violations: null });
    });
  }
  test('in a 401, a 403 and a 429', async () => {
    const refusals = [
      await ask('GET', '/auth/test', 'unknown_credential_of_nobody'),
      await ask('POST', '/conversations', 'reader', { title: 'Refused' }),
    ];
    let last = refusals[0]!;
    for (let count = 0; count < 21 && last.status !== 429; count += 1) last = await ask('GET', '/auth/test', 'free-burner');
    expect([...refusals, last].map(({ status, violations }) => [status, violations])).toEqual([
      [401, null],
      [403, null],
      [429, null],
    ]);
  });
});
