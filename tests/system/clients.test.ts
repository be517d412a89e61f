import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createMock, type Mock } from '../../mock/create.ts';
import type { Listening } from '../../mock/listeners/listening.ts';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import { folderWith } from '../support/command.ts';
import { serve, speaking } from '../support/servers.ts';
import { requirePrograms, runClient } from './clients/program.ts';

/** A quarter of a second after noon, when every window is fresh. */
const noon = Date.UTC(2026, 0, 1, 12) + 250;
const contract = await loadContract(bundledDocument);
const closers: (() => Promise<void>)[] = [];

beforeAll(requirePrograms);
afterEach(async () => void (await Promise.all(closers.splice(0).map((close) => close()))));

interface Serving {
  readonly mock: Mock;
  readonly listening: Listening;
}

/** A mock on sockets whose time stands still unless a hook moves it. */
async function serving(...faults: readonly string[]): Promise<Serving> {
  const mock = createMock(contract, { now: () => noon, faults });
  const listening = await mock.listen();
  closers.push(() => listening.close());
  return { mock, listening };
}

/** What the clients are told by the environment. */
const told = (url: string, key: string) => ({ BASE_URL: url, API_KEY: key });
/** Whom they are told to trust, each in its own way. */
const trusting = (ca: string) => ({ NODE_EXTRA_CA_CERTS: ca, REQUESTS_CA_BUNDLE: ca, CA_FILE: ca });

const listed = { conversations: [expect.objectContaining({ title: expect.any(String) })] };
const unauthorized = { error: { code: 'unauthorized', message: 'Invalid or missing API key' } };

describe('a client like the documented ones', () => {
  test.each(['list.js', 'list.py', 'list.sh'])('%s lists the conversations with a live key', async (file) => {
    const { mock, listening } = await serving();
    const environment = { ...told(listening.url, mock.principals['reader']!.secret), ...trusting(listening.ca) };
    const { code, stdout, stderr } = await runClient(file, { environment });
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual(listed);
    expect(mock.journal()).toMatchObject([{ operation: 'listConversations', principal: 'reader', status: 200 }]);
  });

  test.each([
    ['list.js', [], 1, /Error: the server answered 401/],
    ['list.py', [], 1, /requests\.exceptions\.HTTPError: 401 Client Error/],
    ['retry.js', [], 1, /Error: the server answered 401/],
    ['list.sh', ['--fail'], 22, /returned error: 401/],
  ] as const)('%s fails for a revoked key, and says 401', async (file, options, code, says) => {
    const { mock, listening } = await serving();
    const environment = { ...told(listening.url, mock.principals['revoked']!.secret), ...trusting(listening.ca) };
    const ended = await runClient(file, { environment }, ...options);
    expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(says) });
    expect(mock.journal()).toMatchObject([{ status: 401 }]);
  });

  test('list.sh succeeds for a revoked key as it is written: curl prints the refusal and calls that a success', async () => {
    const { mock, listening } = await serving();
    const environment = { ...told(listening.url, mock.principals['revoked']!.secret), ...trusting(listening.ca) };
    const { code, stdout } = await runClient('list.sh', { environment });
    expect([code, JSON.parse(stdout)]).toEqual([0, unauthorized]);
  });

  test('whoami.sh learns what a key may do', async () => {
    const { mock, listening } = await serving();
    const environment = { ...told(listening.url, mock.principals['editor']!.secret), ...trusting(listening.ca) };
    const { code, stdout } = await runClient('whoami.sh', { environment });
    expect([code, JSON.parse(stdout)]).toMatchObject([
      0,
      { authenticated: true, scopes: ['read', 'write'], rate_limit: { limit: 10_000 } },
    ]);
  });

  test.each([
    ['list.js', 1, /UNABLE_TO_VERIFY_LEAF_SIGNATURE|self-signed certificate/],
    ['list.py', 1, /SSLError.*certificate verify failed/s],
    ['list.sh', 60, /SSL certificate problem/],
  ] as const)('%s sends nothing to a server that nobody vouches for', async (file, code, says) => {
    const { mock, listening } = await serving();
    const ended = await runClient(file, { environment: told(listening.url, mock.principals['reader']!.secret) });
    expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(says) });
    expect(mock.journal()).toEqual([]);
  });
});

/** Spends a quota in process: bursts of ten, each followed by so many minutes. */
async function spend({ mock }: Serving, key: string, bursts: number, minutes: number): Promise<void> {
  for (let burst = 0; burst < bursts; burst += 1) {
    for (let count = 0; count < 10; count += 1) {
      const request = new Request(`${contract.servers[0]!.url}/auth/test`, { headers: { Authorization: `Bearer ${key}` } });
      expect((await mock.fetch(request)).status).toBe(200);
    }
    mock.clock.advance(minutes * 60_000);
  }
}

/** Runs the client that tries again; wherever it waits, a test hook moves the clock by just that. */
async function retrying({ mock, listening }: Serving, key: string) {
  const waits: string[] = [];
  const before = mock.journal().length;
  const { url, token } = listening.control!;
  const waiting = async (milliseconds: string) => {
    waits.push(milliseconds);
    const body = JSON.stringify({ advance: `${milliseconds}ms` });
    const moved = await fetch(`${url}/clock`, { method: 'POST', headers: { Authorization: `Bearer ${token}` }, body });
    expect(moved.status, await moved.text()).toBe(200);
  };
  const environment = { ...told(listening.url, key), ...trusting(listening.ca) };
  const ended = await runClient('retry.js', { environment, waiting });
  const answers = mock
    .journal()
    .slice(before)
    .map(({ status }) => status);
  return { ...ended, waits, answers };
}

describe('the client that tries again', () => {
  const free = { plan: 'free', scopes: ['read'] };

  test('waits out a burst, and is served', async () => {
    const at = await serving();
    const { credential } = at.mock.mint(free);
    await spend(at, credential, 1, 0);
    const { code, stdout, ...seen } = await retrying(at, credential);
    expect([code, seen]).toEqual([0, { stderr: '', waits: ['60000'], answers: [429, 200] }]);
    expect(JSON.parse(stdout.split('\n')[1]!)).toEqual(listed);
  });

  test('waits out an hour, and is served', async () => {
    const at = await serving();
    const { credential } = at.mock.mint(free);
    await spend(at, credential, 10, 1);
    expect(await retrying(at, credential)).toMatchObject({ code: 0, waits: ['3000000'], answers: [429, 200] });
  });

  test('without Retry-After falls back to a minute, which is enough for a burst', async () => {
    const at = await serving('omits-retry-after');
    const { credential } = at.mock.mint(free);
    await spend(at, credential, 1, 0);
    expect(await retrying(at, credential)).toMatchObject({ code: 0, waits: ['60000'], answers: [429, 200] });
  });

  test('without Retry-After gives up long before an hour is over', async () => {
    const at = await serving('omits-retry-after');
    const { credential } = at.mock.mint(free);
    await spend(at, credential, 10, 1);
    expect(await retrying(at, credential)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Error: gave up after 3 tries'),
      waits: ['60000', '60000', '60000'],
      answers: [429, 429, 429],
    });
  });

  test.each([
    ['an HTTP date', new Date(Date.now() + 60_000).toUTCString()],
    ['more milliseconds than a timer holds', String(30 * 86_400)],
  ])('does not wait at all where Retry-After is %s', async (_, retryAfter) => {
    const arrivals: number[] = [];
    const limited = await serve(
      speaking((request, response) => {
        arrivals.push(performance.now());
        request.resume();
        response.writeHead(429, { 'Retry-After': retryAfter }).end();
      }),
    );
    const { folder, remove } = await folderWith({ 'ca.pem': limited.ca });
    closers.push(limited.close, remove);
    const environment = { ...told(limited.https, 'any'), ...trusting(`${folder}/ca.pem`) };
    const { code, stderr } = await runClient('retry.js', { environment });
    expect([code, stderr]).toEqual([1, expect.stringContaining('Error: gave up after 3 tries')]);
    expect(arrivals).toHaveLength(3);
    expect(arrivals[2]! - arrivals[0]!).toBeLessThan(10_000);
  });
});
