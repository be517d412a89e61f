/**
 * Ctrl-C, as a terminal sends it: to the command and to all that it started. Whatever the moment, nothing stays behind.
 *
 * @module
 */
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Mock } from '../../mock/create.ts';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import { resultSchema, type Result } from '../../suites/result/result.ts';
import { staging, type Staging, type StagingOptions } from '../cli/staging.ts';
import { filesOf, start, type Command } from '../support/command.ts';
import { misconducts, onceAsked, serve } from '../support/servers.ts';

const contract = await loadContract(bundledDocument);

interface Cut {
  readonly code: number | null;
  readonly result: Result;
  readonly seconds: number;
  readonly pid: number;
}

async function staged(options: StagingOptions): Promise<Staging> {
  const site = await staging(contract, options);
  onTestFinished(site.close);
  return site;
}

function begin(site: Staging, ...args: readonly string[]): Command {
  return start(['run', '--config', 'staging.yaml', ...args], { ...site, group: true });
}

const interrupt = (command: Command) => process.kill(-command.process.pid!, 'SIGINT');

/** Interrupts a run, and waits for its end. */
async function cut(site: Staging, command: Command): Promise<Cut> {
  const since = performance.now();
  interrupt(command);
  const { code, stdout, stderr } = await command.ended;
  const files = await filesOf(join(site.folder, 'auth-conformance-report'));
  const texts = [stdout, stderr, ...Object.values(files)];
  expect(site.secrets.filter((secret) => texts.some((text) => text.includes(secret)))).toEqual([]);
  expect(files['report.html']).toMatch(/^<!doctype html>[\s\S]*<\/html>\s*$/i);
  return {
    code,
    result: resultSchema.parse(JSON.parse(files['results.json']!)),
    seconds: (performance.now() - since) / 1000,
    pid: command.process.pid!,
  };
}

/** The ids of all conversations of an account. */
async function conversations(mock: Mock, principal: string): Promise<readonly string[]> {
  const { secret } = mock.principals[principal]!;
  const headers = ['Authorization', `Bearer ${secret}`];
  const listed = await mock.handle({ method: 'GET', target: '/v1/conversations', headers, secure: true, peer: '127.0.0.1' });
  expect(listed.status).toBe(200);
  return [...new TextDecoder().decode(Buffer.from(listed.body)).matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id!).toSorted();
}

const created = (mock: Mock) => mock.journal().filter(({ method, status }) => method === 'POST' && status === 201).length;

/** Waits until something is so; as long as that takes. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(1);
}

const privateFolders = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('auth-conformance-run-'));

describe('a run that is interrupted', () => {
  const principals = ['reader', 'writer', 'deleter', 'other', 'revoked', 'expired'];

  test('while it makes the first contact says so at once', async () => {
    const at = await serve(onceAsked(misconducts.hangs));
    onTestFinished(at.close);
    const site = await staged({ principals, at });
    const command = begin(site);
    await until(() => at.connections() > 0);
    const { code, result, seconds, pid } = await cut(site, command);
    expect({ code, verdict: result.verdict, exit: result.exit.code }).toEqual({ code: 130, verdict: 'incomplete', exit: 130 });
    expect(new Set(result.requirements.map(({ outcome }) => outcome))).toEqual(new Set(['blocked']));
    expect(seconds).toBeLessThan(5);
    expect((await privateFolders()).filter((name) => name.includes(`-${pid}-`))).toEqual([]);
  });

  test('while objects of its own are there removes them', async () => {
    const site = await staged({ principals, configuration: 'allow: { writes: true }' });
    const before = await conversations(site.mock, 'other');
    const command = begin(site, '--only', 'scopes', '--only', 'abuse');
    await until(() => created(site.mock) > 2);
    const { code, result, pid } = await cut(site, command);
    expect({ code, verdict: result.verdict }).toEqual({ code: 130, verdict: 'incomplete' });
    expect(await conversations(site.mock, 'other')).toEqual(before);
    expect(await conversations(site.mock, 'reader')).toEqual(before);
    expect((await privateFolders()).filter((name) => name.includes(`-${pid}-`))).toEqual([]);
  });

  test('while it waits for a quota waits no longer, and removes what it made', async () => {
    const site = await staged({ principals: [...principals, 'free-reader'], configuration: 'allow: { writes: true }' });
    const before = await conversations(site.mock, 'other');
    const command = begin(site);
    let seen = 0;
    let still = 0;
    await until(() => {
      const now = site.mock.journal().length;
      still = now === seen ? still + 1 : 0;
      seen = now;
      return created(site.mock) > 2 && still > 1500;
    });
    const { code, result, seconds } = await cut(site, command);
    expect({ code, verdict: result.verdict }).toEqual({ code: 130, verdict: 'incomplete' });
    const outcomes = result.requirements.map(({ outcome, reason }) => `${outcome} ${reason ?? ''}`);
    expect(outcomes.filter((outcome) => outcome.startsWith('pass')).length).toBeGreaterThan(3);
    expect(outcomes.filter((outcome) => outcome.includes('not run: the run was interrupted')).length).toBeGreaterThan(3);
    expect(seconds).toBeLessThan(20);
    expect(await conversations(site.mock, 'other')).toEqual(before);
    expect(await conversations(site.mock, 'reader')).toEqual(before);
  });

  test('twice ends at once, and leaves no process and no secret behind', async () => {
    const site = await staged({ principals: [...principals, 'free-reader'], configuration: 'allow: { writes: true }' });
    const command = begin(site);
    await until(() => created(site.mock) > 0);
    interrupt(command);
    await command.seen('stderr', /Interrupted/);
    interrupt(command);
    expect((await command.ended).code).toBe(130);
    const pid = command.process.pid!;
    expect((await privateFolders()).filter((name) => name.includes(`-${pid}-`))).toEqual([]);
    const asked = site.mock.journal().length;
    await sleep(500);
    expect(site.mock.journal().length).toBe(asked);
  });
});

test('a run that is killed removes what it made, and the next one its folder', async () => {
  const site = await staged({ principals: ['reader', 'writer', 'deleter', 'other'], configuration: 'allow: { writes: true }' });
  const before = await conversations(site.mock, 'other');
  const command = begin(site, '--only', 'scopes', '--only', 'abuse');
  await until(() => created(site.mock) > 2);
  process.kill(command.process.pid!, 'SIGKILL');
  await command.ended;
  const isOver = async () => (await conversations(site.mock, 'reader')).length === before.length;
  while (!(await isOver())) await sleep(50);
  const mark = `-${command.process.pid!}-`;
  expect((await privateFolders()).filter((name) => name.includes(mark))).toHaveLength(1);
  await begin(site, '--only', 'errors').ended;
  expect((await privateFolders()).filter((name) => name.includes(mark))).toEqual([]);
});
