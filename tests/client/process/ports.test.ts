import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { portForClient, releasePort } from '../../../client/process/ports.ts';

test('ports for redirect URIs differ, are free, and are none that the system gives to others', async () => {
  const ports = await Promise.all(Array.from({ length: 300 }, portForClient));
  onTestFinished(() => ports.forEach(releasePort));
  expect(new Set(ports).size).toBe(ports.length);
  // The first port that Linux chooses by itself is 32768; other systems begin at 49152.
  expect(Math.max(...ports)).toBeLessThan(32_768);
  expect(Math.min(...ports)).toBeGreaterThan(1024);
  const server = createServer();
  await new Promise<void>((resolve, reject) => void server.once('error', reject).listen(ports[0], '127.0.0.1', resolve));
  await new Promise((resolve) => server.close(resolve));
});
