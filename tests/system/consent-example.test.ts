/**
 * The worked example of browser consent: the command line against a mock that asks on a page.
 *
 * @module
 */
import { copyFile, cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resultSchema, type Result } from '../../suites/result/result.ts';
import { call, folderWith, start, type Command, type Ended } from '../support/command.ts';
import { root } from '../support/pages.ts';

interface Announced {
  readonly url: string;
  readonly httpUrl: string;
  readonly ca: string;
  readonly control: { readonly url: string };
}

let folder: string;
let remove: () => Promise<void>;
let mock: Command;
let ended: Ended;
let result: Result;

beforeAll(async () => {
  ({ folder, remove } = await folderWith());
  await cp(join(root, 'examples/consent'), folder, { recursive: true });
  mock = start(['mock', '--consent', 'page', '--port', '0', '--http-port', '0', '--control-port', '0', '--json'], { folder });
  const line = await mock.seen('stdout', /\n/);
  await writeFile(join(folder, 'mock.json'), line);
  const { url, httpUrl, ca, control }: Announced = JSON.parse(line);
  await copyFile(ca, join(folder, 'ca.pem'));
  const file = join(folder, 'auth-conformance.yaml');
  const usual = { 'https://127.0.0.1:4010/v1': url, 'http://127.0.0.1:4011/v1': httpUrl, 'http://127.0.0.1:4012': control.url };
  const text = Object.entries(usual).reduce((all, [before, now]) => all.replace(before, now), await readFile(file, 'utf8'));
  await writeFile(file, text);
  ended = await call(['run', '--only', 'oauth', '--quiet'], { folder });
  result = resultSchema.parse(JSON.parse(await readFile(join(folder, 'auth-conformance-report/results.json'), 'utf8')));
}, 180_000);

afterAll(async () => {
  mock.process.kill('SIGINT');
  await mock.ended;
  await remove();
});

describe('the example of a person who consents', () => {
  test('is conformant', () => {
    expect(ended.code, ended.stderr).toBe(0);
    expect(result.verdict).toBe('conformant');
  });

  test('decides every requirement of the flow that the document declares', () => {
    const undecided = result.requirements.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'not-applicable');
    expect(undecided.map(({ id, outcome, checks }) => [id, outcome, checks.map(({ reason }) => reason)])).toEqual([]);
    const passed = result.requirements.filter(({ outcome }) => outcome === 'pass').map(({ id }) => id);
    expect(passed).toEqual(
      expect.arrayContaining([
        'oauth/authorization-code',
        'oauth/code-exchange',
        'oauth/access-token',
        'oauth/code-reuse',
        'oauth/denied-consent',
        'oauth/consent-page-framing',
      ]),
    );
  });

  test('keeps what came back by the browser to itself', () => {
    const told = [ended.stdout, ended.stderr, JSON.stringify(result)].join('\n');
    const codes = [...told.matchAll(/callback\?(?:\w+=[^&"\s]*&)*code=([^&"\s]*)/g)].map(([, code]) => code!);
    expect(codes.length).toBeGreaterThan(0);
    expect(codes.filter((code) => !/^‹[^›]+›$/.test(code))).toEqual([]);
  });
});
