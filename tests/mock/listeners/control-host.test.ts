import { request as httpRequest } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { bundledMock } from '../mocks.ts';

/** The status of a request with a Host header of its own. */
function statusOf(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    httpRequest(`${url}/clock`, { headers: { Host: host, Authorization: 'Bearer token' } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

async function controlAt(controlHost?: string) {
  const { control, close } = await bundledMock().listen({ controlToken: 'token', ...(controlHost !== undefined && { controlHost }) });
  onTestFinished(close);
  return new URL(control!.url);
}

test('The control API listens on loopback, and answers requests that name it only', async () => {
  const { origin, hostname, port } = await controlAt();
  expect(hostname).toBe('127.0.0.1');
  expect(await statusOf(origin, `localhost:${port}`)).toBe(200);
  expect(await statusOf(origin, 'mock.example')).toBe(403);
});

test('At another address it listens there, and names itself so', async () => {
  const { origin, hostname } = await controlAt('0.0.0.0');
  expect(hostname).toBe('0.0.0.0');
  // It came over loopback, so that a page cannot reach it under another name.
  expect(await statusOf(origin, 'mock.example')).toBe(403);
});

test('An IPv6 address is in brackets', async () => {
  const { origin, hostname, port } = await controlAt('::1');
  expect(hostname).toBe('[::1]');
  expect(await statusOf(origin, `[::1]:${port}`)).toBe(200);
});

test('An address that this machine does not have is an error', async () => {
  await expect(bundledMock().listen({ controlHost: '192.0.2.1' })).rejects.toThrow('listen: cannot bind 192.0.2.1:0: ');
});
