/**
 * A server that sends its callers to another one: nobody goes there, and no credential does.
 *
 * @module
 */
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createMock } from '../../../mock/create.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { connectHooks } from '../../../suites/http/hooks.ts';
import { realRun } from '../../support/real-run.ts';
import { answering, mocking, serve, settingsAt, speaking, wireOf } from '../../support/servers.ts';

const contract = await loadContract(bundledDocument);
const mock = createMock(contract);
const redirects = [301, 302, 303, 307, 308];

/** A request that was sent away. */
interface Redirected {
  readonly status: number;
  readonly method: string;
  /** All of it that could hold a secret. */
  readonly told: string;
}

/** A server like the mock that sends every so many requests to the same path of another one, over TLS and without, once it is told to. */
async function servers() {
  const elsewhere = await serve(answering(200));
  onTestFinished(elsewhere.close);
  const honest = mocking(mock);
  const redirected: Redirected[] = [];
  let every = Number.POSITIVE_INFINITY;
  let count = 0;
  const conduct = speaking((request, response) => {
    count += 1;
    if (count % every !== 0) return honest(request, response);
    const { method = '', url = '', rawHeaders } = request;
    void text(request).then((body) => {
      const status = redirects[redirected.length % redirects.length]!;
      const origin = redirected.length % 3 === 0 ? elsewhere.http : elsewhere.https;
      redirected.push({ status, method, told: [url, ...rawHeaders, body].join(' ') });
      return response.writeHead(status, { Location: `${origin}${url}` }).end();
    });
  });
  const served = await serve(conduct);
  onTestFinished(served.close);
  return { served, elsewhere, redirected, sendAway: (one: number) => void (every = one) };
}

describe('where a server sends its callers to another one, nobody goes there', () => {
  test('in a whole run, whatever the redirect, and whatever was sent', async () => {
    const { served, elsewhere, redirected, sendAway } = await servers();
    const budget = { requests: 3_000, seconds: 60 };
    const result = await realRun(contract, settingsAt(served, mock, { budget }), () => sendAway(3));
    expect(['incomplete', 'non-conformant']).toContain(result.verdict);
    expect(new Set(redirected.map(({ status }) => status))).toEqual(new Set(redirects));
    expect([...new Set(redirected.map(({ method }) => method))]).toEqual(expect.arrayContaining(['GET', 'POST', 'PATCH', 'DELETE']));
    const secrets = [
      ...Object.values(mock.principals).map(({ secret }) => secret),
      ...Object.values(mock.clients).flatMap(({ clientSecret }) => clientSecret ?? []),
    ];
    expect(secrets.filter((secret) => redirected.some(({ told }) => told.includes(secret))).length).toBeGreaterThan(10);
    expect(elsewhere.connections()).toBe(0);
  }, 60_000);

  test('in the preflight, which calls such a server unusable', async () => {
    const { served, elsewhere, redirected, sendAway } = await servers();
    sendAway(1);
    const result = await realRun(contract, settingsAt(served, mock));
    expect(result).toMatchObject({ verdict: 'unusable', exit: { code: 4 } });
    expect(redirected).toHaveLength(result.requests);
    expect(elsewhere.connections()).toBe(0);
  });

  test('with the token of the test hooks', async () => {
    const { served, elsewhere, redirected, sendAway } = await servers();
    sendAway(1);
    await expect(connectHooks({ url: `${served.http}/hooks`, token: 'of-the-hooks' }, wireOf(1_000))).rejects.toThrow(
      /\/hooks\/ returned 301/,
    );
    expect(redirected).toEqual([expect.objectContaining({ told: expect.stringContaining('Bearer of-the-hooks') })]);
    expect(elsewhere.connections()).toBe(0);
  });

  test('and whoever did would be counted', async () => {
    const { served, elsewhere, sendAway } = await servers();
    sendAway(1);
    expect((await fetch(`${served.http}/v1/auth/test`)).status).toBe(200);
    expect(elsewhere.connections()).toBe(1);
  });
});
