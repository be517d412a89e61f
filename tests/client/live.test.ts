import { afterEach, describe, expect, test } from 'vitest';
import { scenario, type LiveScenario } from '../../client/live.ts';
import { matchers } from '../../client/verdict.ts';

const open: LiveScenario[] = [];
afterEach(async () => void (await Promise.all(open.splice(0).map(({ close }) => close()))));

async function begun(...given: Parameters<typeof scenario>): Promise<LiveScenario> {
  const s = await scenario(...given);
  open.push(s);
  return s;
}

const list = (s: LiveScenario, key = s.key) => s.fetch(`${s.url}/conversations`, { headers: { Authorization: `Bearer ${key}` } });

describe('a scenario in a test', () => {
  test('that no client called is not conformant', async () => {
    const verdict = await (await begun('call')).judge();
    expect(verdict.conformant).toBe(false);
    expect(verdict.problems[0]).toMatch(/the client sent no request|the client sent no call/);
    expect(matchers.toBeConformant(verdict).message()).toContain('not conformant in the scenario call');
  });

  test('follows redirects as fetch does: without the key', async () => {
    const s = await begun('redirect-to-other-host');
    await s.run(async () => expect((await list(s)).status).toBe(401));
    expect((await s.judge()).conformant).toBe(true);
  });

  test('tells a SHOULD from a MUST', async () => {
    const s = await begun('retry-after-text');
    await s.run(async () => {
      await list(s);
      await list(s);
    });
    const { conformant, warnings } = await s.judge();
    expect([conformant, warnings]).toEqual([true, [expect.stringContaining('client/retry-after-unreasonable')]]);
  });

  test('takes the end of a client that it did not call', async () => {
    const s = await begun('key-rejected');
    await list(s);
    expect((await s.judge({ code: 0, output: 'nothing special' })).problems).toEqual([expect.stringContaining('client/error-surfaced')]);
  });

  test('has a browser, an OAuth client and tokens', async () => {
    const s = await begun('denied');
    const url = new URL(s.given['AUTHORIZE_URL']!);
    const asked = { response_type: 'code', client_id: s.given['CLIENT_ID']!, redirect_uri: s.given['REDIRECT_URI']!, state: 'x' };
    for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
    expect((await s.browse(url.href)).searchParams.get('error')).toBe('access_denied');
    expect((await s.judge({ code: 1, output: 'access_denied' })).conformant).toBe(true);
  });

  test('listens on sockets if asked, and only there has a certificate', async () => {
    const s = await begun('expired-certificate', { listen: true });
    await s.run(() => fetch(s.url));
    expect([s.url.startsWith('https://127.0.0.1:'), (await s.judge()).conformant]).toEqual([true, true]);
    await expect(scenario('expired-certificate')).rejects.toThrow(/needs sockets/);
  });

  test('must exist, and be in the document', async () => {
    await expect(scenario('no-such')).rejects.toThrow(/unknown scenario/);
    await expect(scenario('device-poll')).rejects.toThrow(/no deviceAuthorization flow/);
  });
});
