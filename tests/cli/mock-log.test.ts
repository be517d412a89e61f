import { expect, test } from 'vitest';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import { createMock } from '../../mock/create.ts';
import { folderWith, start } from '../support/command.ts';

test('mock --log json writes what happens as lines of JSON, and nowhere a secret', { timeout: 60_000 }, async () => {
  const { folder, remove } = await folderWith();
  const ports = ['--port', '0', '--http-port', '0', '--control-port', '0', '--plain', '--control-token', 'control-secret'];
  const command = start(['mock', '--log', 'json', ...ports], { folder });
  const { httpUrl, controlUrl } = JSON.parse(await command.seen('stderr', /\n/));
  const { secret } = createMock(await loadContract(bundledDocument)).principals['reader']!;
  await fetch(`${httpUrl}/auth/test?key=${secret}`, { headers: { Authorization: `Bearer ${secret}` } });
  expect((await fetch(`${controlUrl}/readyz`)).status).toBe(200);
  await command.seen('stderr', /"response"/);
  command.process.kill('SIGTERM');
  const { code, stdout, stderr } = await command.ended;
  await remove();
  // The start message has secrets, so it is left out.
  expect([code, stdout]).toEqual([0, '']);
  expect(stderr).not.toMatch(new RegExp(`${secret}|control-secret`));
  const lines: { readonly time: string; readonly event: string }[] = stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ event }) => event)).toEqual(['listening', 'response', 'stopping', 'stopped']);
  for (const { time } of lines) expect(new Date(time).toISOString()).toBe(time);
  expect(lines[0]).toMatchObject({ httpUrl, controlUrl, ready: true });
  expect(lines[1]).toMatchObject({ method: 'GET', path: '/v1/auth/test', status: 200, peer: '127.0.0.1' });
});
