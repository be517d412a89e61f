/**
 * The suites under Playwright's own command line, against servers that hand back what they were sent: nothing of it gets into anything that
 * Playwright prints or writes.
 *
 * @module
 */
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import { staging } from '../cli/staging.ts';
import { callNatively, filesOf } from '../support/command.ts';
import { leaksIn, reflecting, secretOf, spellings } from '../support/reflecting.ts';
import { serve, speaking, type Conduct } from '../support/servers.ts';

const contract = await loadContract(bundledDocument);
const principals = ['reader', 'writer', 'deleter', 'other', 'revoked', 'office'];
const clients = ['app', 'phone'];

interface Told {
  readonly code: number | null;
  /** What was printed and written, by where. */
  readonly texts: readonly (readonly [where: string, text: string])[];
  readonly leaks: readonly string[];
}

/** What a native run tells of a server. */
async function toldOf(conduct: Conduct, seed: number, args: readonly string[], hooks?: Conduct): Promise<Told> {
  const at = await serve(conduct);
  onTestFinished(at.close);
  const hookServer = hooks && (await serve(hooks));
  if (hookServer) onTestFinished(hookServer.close);
  const configuration = [
    'allow: { writes: true, burn: true, destructive: true }',
    'budget: { requests: 700, seconds: 30 }',
    ...(hookServer ? [`hooks: { url: '${hookServer.http}', token: { env: STAGING_HOOKS_TOKEN } }`] : []),
  ].join('\n');
  const site = await staging(contract, { principals, clients, at, configuration });
  onTestFinished(site.close);
  await copyFile(join(site.folder, 'staging.yaml'), join(site.folder, 'auth-conformance.yaml'));
  const names = [...Object.keys(site.environment).filter((name) => site.environment[name] !== ''), 'STAGING_HOOKS_TOKEN'];
  const secrets = Object.fromEntries(names.map((name, index) => [name, secretOf(seed * 100 + index)]));
  const output = join(site.folder, 'output');
  const environment = {
    ...secrets,
    PLAYWRIGHT_JSON_OUTPUT_FILE: join(output, 'told.json'),
    PLAYWRIGHT_JUNIT_OUTPUT_FILE: join(output, 'told.xml'),
  };
  const { code, stdout, stderr } = await callNatively(['--output', output, '--reporter', 'list,json,junit', ...args], {
    folder: site.folder,
    environment,
  });
  const files = await filesOf(output);
  expect(Object.keys(files)).toEqual(expect.arrayContaining(['told.json', 'told.xml']));
  const texts = [...Object.entries(files), ['stdout', stdout] as const, ['stderr', stderr] as const];
  return { code, texts, leaks: leaksIn(texts, secrets) };
}

describe('what a server hands back is in nothing that Playwright prints or writes', () => {
  test('of failures', { timeout: 180_000 }, async () => {
    const { code, texts, leaks } = await toldOf(speaking(reflecting(1)), 1, ['--grep', '@credentials|oauth/[a-z-]*token']);
    expect(code).toBe(1);
    expect(leaks).toEqual([]);
    expect(texts.filter(([, text]) => text.includes('‹')).length).toBeGreaterThan(2);
    // Playwright replaces the worker after each failure: the next one has to know what its forerunners' scenes sent.
    const shown = texts.flatMap(([, text]) => text.match(/^ *curl -i .*/gm) ?? []);
    expect(shown.length).toBeGreaterThan(10);
    expect(shown.filter((line) => line.includes('‹'))).toEqual([]);
  });

  test('where test hooks refuse the token with it, however they spell it', { timeout: 120_000 }, async () => {
    let asked = 0;
    const hooks = speaking(({ headers }, response) => {
      const token = headers.authorization!.replace('Bearer ', '');
      const ways = Object.values(spellings);
      response.writeHead(500).end(`unknown: ${ways[asked % ways.length]!(token)}`);
      asked += 1;
    });
    const count = Object.keys(spellings).length;
    const { code, texts, leaks } = await toldOf(speaking(reflecting(1)), 5, ['--max-failures', String(count)], hooks);
    expect(code).toBe(1);
    expect(asked).toBeGreaterThanOrEqual(count);
    expect(leaks).toEqual([]);
    expect(texts.filter(([, text]) => text.includes('unknown: ')).length).toBeGreaterThan(2);
    expect(texts.filter(([, text]) => text.includes('‹hooks#')).length).toBeGreaterThan(2);
  });
});
