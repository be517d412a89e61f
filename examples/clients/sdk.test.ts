import { matchers, scenario, type ClientVerdict } from 'auth-conformance/client';
import { setupServer } from 'msw/node';
import { describe, expect, test } from 'vitest';
import { ApiError, Conversations } from './sdk.ts';

expect.extend(matchers);

declare module 'vitest' {
  // oxlint-disable-next-line typescript/no-unused-vars -- the name of the parameter is that of Vitest
  interface Matchers<T> {
    toBeConformant(): void;
  }
}

/** Plays a scenario with the SDK, over its option `fetch`. */
async function play(name: string, use: (api: Conversations) => Promise<unknown> = (api) => api.list()): Promise<ClientVerdict> {
  const s = await scenario(name);
  await s.run(() => use(new Conversations({ baseUrl: s.url, key: s.key, fetch: s.fetch })));
  return s.judge();
}

describe('the SDK', () => {
  test.each(['call', 'extra-members', 'redirect-to-other-host', 'redirect-to-other-port', 'redirect-to-plain-http'])(
    'handles a key as it must: %s',
    async (name) => {
      expect(await play(name)).toBeConformant();
    },
  );

  test.each(['key-rejected', 'key-forbidden', 'retry-after-year'])('reports what it cannot repair: %s', async (name) => {
    expect(await play(name)).toBeConformant();
  });

  test('does not repeat a POST whose response was lost', async () => {
    expect(await play('lost-response', (api) => api.create('Quarterly planning'))).toBeConformant();
  });

  test('refuses a base URL without TLS', async () => {
    expect(await play('plain-base-url')).toBeConformant();
  });

  test('has an error with status and code', async () => {
    const s = await scenario('key-rejected');
    await expect(new Conversations({ baseUrl: s.url, key: s.key, fetch: s.fetch }).list()).rejects.toEqual(
      new ApiError(401, 'unauthorized'),
    );
  });

  test('works with the global fetch and Mock Service Worker too', async () => {
    const s = await scenario('key-rejected');
    const server = setupServer(...s.handlers);
    server.listen({ onUnhandledRequest: 'error' });
    await s.run(() => new Conversations({ baseUrl: s.url, key: s.key }).list());
    server.close();
    expect(await s.judge()).toBeConformant();
  });
});
