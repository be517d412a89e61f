import { request } from 'node:https';
import { networkInterfaces } from 'node:os';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createMock } from '../../../mock/create.ts';
import { ask, bundled, bundledMock, field, gateOf } from '../mocks.ts';

const whoami = 'GET /v1/auth/test';

/** Whether a credential with this list is served at an address. */
async function served(from: readonly string[], peer: string): Promise<boolean> {
  const mock = bundledMock();
  const { credential } = mock.mint({ plan: 'pro', from });
  return (await ask(mock, whoami, { as: credential, peer })).status === 200;
}

describe('a list of addresses', () => {
  test.each([
    ['127.0.0.8/30', '127.0.0.7', false],
    ['127.0.0.8/30', '127.0.0.8', true],
    ['127.0.0.8/30', '127.0.0.11', true],
    ['127.0.0.8/30', '127.0.0.12', false],
    ['127.0.0.8/30', '::ffff:127.0.0.11', true],
    ['127.0.0.8/30', '::ffff:7f00:c', false],
    ['127.0.0.2', '127.0.0.20', false],
    ['::ffff:203.0.113.0/120', '203.0.113.255', true],
    ['2001:db8::/32', '2001:DB8:0:0:0:0:0:1', true],
    ['2001:db8::/32', '2001:db9::', false],
    ['2001:db8::/32', '203.0.113.1', false],
    ['0.0.0.0/0', '::1', false],
    ['203.0.113.0/24', 'not an address', false],
  ])('with %s, at %s: %s', async (entry, peer, expected) => {
    expect(await served([entry], peer)).toBe(expected);
  });

  test('holds what any of its entries hold', async () => {
    const list = ['203.0.113.0/24', '2001:db8::/32', '127.0.0.2'];
    expect(await Promise.all(['203.0.113.9', '2001:db8::9', '127.0.0.2', '127.0.0.9'].map((peer) => served(list, peer)))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  test('is not passed by anything that a request says of itself', async () => {
    const mock = bundledMock();
    for (const name of [
      'X-Forwarded-For',
      'Forwarded',
      'X-Real-IP',
      'True-Client-IP',
      'X-Client-IP',
      'CF-Connecting-IP',
      'X-Originating-IP',
    ]) {
      const headers = [name, name === 'Forwarded' ? 'for=203.0.113.7' : '203.0.113.7'];
      expect(gateOf(await ask(mock, whoami, { as: 'office', headers })), name).toBe('address');
    }
  });

  test('that keeps somebody out costs nothing, does nothing, and tells no quota', async () => {
    const mock = bundledMock();
    const left = async () => Number(field(await ask(mock, whoami, { as: 'reader' }), 'X-RateLimit-Remaining'));
    const before = await left();
    const refusal = await ask(mock, 'PATCH /v1/conversations/conv_123', { as: 'office', json: { title: 'mine' } });
    expect([refusal.status, field(refusal, 'X-RateLimit-Remaining')]).toEqual([403, undefined]);
    expect(await left()).toBe(before - 1);
    expect((await ask(mock, 'GET /v1/conversations/conv_123', { as: 'reader' })).body).not.toContain('mine');
  });

  test('is for plans that have them, also where a credential is minted', () => {
    const mock = bundledMock();
    expect(() => mock.mint({ plan: 'free', from: ['203.0.113.0/24'] })).toThrow(/^from: .*the plan free lacks the feature ipAllowList/);
    const { account } = mock.mint({ plan: 'free' });
    expect(() => mock.mint({ account, from: ['203.0.113.0/24'] })).toThrow(/^from: /);
    expect(() => mock.mint({ from: [] })).toThrow(/^from: .*at least one/);
    expect(mock.mint({ plan: 'pro', from: ['203.0.113.0/24'] }).credential).toMatch(/^mock_/);
  });
});

const addresses = Object.values(networkInterfaces()).flatMap((list = []) => list.map(({ address }) => address));

/** Asks a listener from a source address; its certificate is not what this is about. */
function statusFrom(url: string, secret: string, localAddress: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { localAddress, rejectUnauthorized: false, agent: false, headers: { authorization: `Bearer ${secret}` } })
      .on('response', (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end();
  });
}

describe.skipIf(!addresses.includes('::1'))('a listener on all addresses of both families', () => {
  test('sees an IPv4 caller as mapped and an IPv6 caller as it is, and finds both in lists', async () => {
    const mock = createMock(bundled);
    const { url, close } = await mock.listen({ host: '::', controlPort: false });
    onTestFinished(close);
    const { port } = new URL(url);
    const [four, six] = [`https://127.0.0.1:${port}/v1/auth/test`, `https://[::1]:${port}/v1/auth/test`];
    const only = (entry: string) => mock.mint({ plan: 'pro', from: [entry] }).credential;
    expect(await statusFrom(four, only('127.0.0.8/30'), '127.0.0.8')).toBe(200);
    expect(await statusFrom(four, only('127.0.0.8/30'), '127.0.0.12')).toBe(403);
    expect(await statusFrom(six, only('::1'), '::1')).toBe(200);
    expect(await statusFrom(six, only('::2'), '::1')).toBe(403);
    expect(await statusFrom(six, only('0.0.0.0/0'), '::1')).toBe(403);
  });
});
