import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMock, type Mock } from 'auth-conformance';
import { createHandlers } from 'auth-conformance/msw';
import { loadContract } from 'auth-conformance/spec';
import { setupServer } from 'msw/node';
import { createClient, NotAuthorised } from './client.ts';

const contract = await loadContract('examples/header-key/openapi.yaml', { overlays: ['examples/header-key/limits.overlay.yaml'] });
const base = contract.servers[0]!.url;

/** Waits by advancing the mock's clock. */
const waitAt = (mock: Mock) => {
  const waits: number[] = [];
  return {
    waits,
    wait: async (milliseconds: number) => {
      waits.push(milliseconds);
      mock.clock.advance(milliseconds);
    },
  };
};

const stillMock = () => createMock(contract, { now: () => Date.UTC(2026, 0, 1) });

void test('the eleventh call within a minute waits for the next window and succeeds', async () => {
  const mock = stillMock();
  const { credential } = mock.mint({ plan: 'visitor' });
  const { waits, wait } = waitAt(mock);
  const client = createClient(base, { key: credential, wait, fetch: (request) => mock.fetch(new Request(request)) });
  for (let count = 0; count < 11; count += 1) assert.equal((await client.specimens()).length, 1);
  assert.deepEqual(waits, [60_000]);
});

void test('a revoked key has its own error', async () => {
  const mock = stillMock();
  const { credential } = mock.mint({ state: 'revoked' });
  const { wait } = waitAt(mock);
  const client = createClient(base, { key: credential, wait, fetch: (request) => mock.fetch(new Request(request)) });
  await assert.rejects(client.specimens(), NotAuthorised);
});

void test('the client works with the global fetch and Mock Service Worker', async () => {
  const mock = stillMock();
  const server = setupServer(...createHandlers(mock));
  server.listen({ onUnhandledRequest: 'error' });
  try {
    const { credential } = mock.mint({ plan: 'curator' });
    const client = createClient(base, { key: credential, wait: waitAt(mock).wait });
    const [specimen] = await client.specimens();
    assert.equal(specimen?.species, 'Bellis perennis');
    assert.equal(mock.journal().at(-1)?.operation, 'listSpecimens');
  } finally {
    server.close();
  }
});
