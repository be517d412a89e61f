/**
 * What a server asks the clean-up to wait too long for is removed at the end of the run.
 *
 * @module
 */
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { staging, type Staging } from '../../cli/staging.ts';
import { call, callNatively, filesOf, start } from '../../support/command.ts';
import { mocking, serve, speaking } from '../../support/servers.ts';

const contract = await loadContract(bundledDocument);
const only = 'abuse/foreign-object-changes';

/** A server that answers the first deletion of each object by each principal with a wait of five minutes. */
async function postponing(): Promise<Staging & { readonly postponed: () => number; readonly objects: () => Promise<string> }> {
  const asked = new Set<string>();
  let site: Staging | undefined;
  const at = await serve(
    speaking((request, response) => {
      const { method, url, headers } = request;
      const key = `${url} ${headers.authorization}`;
      if (method !== 'DELETE' || asked.has(key)) return mocking(site!.mock)(request, response);
      asked.add(key);
      request.resume();
      response.writeHead(429, { 'Retry-After': '300' }).end();
    }),
  );
  onTestFinished(() => at.close());
  site = await staging(contract, {
    principals: ['reader', 'writer', 'deleter', 'other'],
    configuration: 'allow: { writes: true, destructive: true }',
    at,
  });
  onTestFinished(site.close);
  const { mock } = site;
  const listed = async (principal: string) => {
    const headers = ['Authorization', `Bearer ${mock.principals[principal]!.secret}`];
    const { status, body } = await mock.handle({ method: 'GET', target: '/v1/conversations', headers, secure: true, peer: '127.0.0.1' });
    expect(status).toBe(200);
    return new TextDecoder().decode(Buffer.from(body));
  };
  return { ...site, postponed: () => asked.size, objects: async () => `${await listed('reader')}${await listed('other')}` };
}

const warningsIn = async ({ folder }: Staging): Promise<readonly string[]> =>
  JSON.parse((await filesOf(join(folder, 'auth-conformance-report')))['results.json']!).warnings;

test.for(['1', '2'])('run --workers %s removes it, and does not name it as left behind', async (workers) => {
  const site = await postponing();
  const before = await site.objects();
  await call(['run', '--config', 'staging.yaml', '--only', only, '--workers', workers], site);
  expect(site.postponed()).toBeGreaterThan(0);
  expect(await site.objects()).toBe(before);
  expect(await warningsIn(site)).toEqual([]);
});

test('a run that is interrupted removes it too', async () => {
  const site = await postponing();
  const before = await site.objects();
  const command = start(['run', '--config', 'staging.yaml'], { ...site, group: true });
  while (!site.mock.journal().some(({ method, status }) => method === 'POST' && status === 201)) await sleep(1);
  command.process.kill('SIGTERM');
  expect((await command.ended).code).toBe(130);
  expect(site.postponed()).toBeGreaterThan(0);
  expect(await site.objects()).toBe(before);
  expect(await warningsIn(site)).toEqual([]);
});

test('Playwright’s own runner removes it when its last worker has ended', async () => {
  const site = await postponing();
  const before = await site.objects();
  await copyFile(join(site.folder, 'staging.yaml'), join(site.folder, 'auth-conformance.yaml'));
  await callNatively(['--grep', only, '--workers', '2'], site);
  expect(site.postponed()).toBeGreaterThan(0);
  expect(await site.objects()).toBe(before);
});
