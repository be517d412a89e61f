import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import type { Result } from '../../../suites/result/result.ts';
import { inProcessTarget, settingsFor, stillMock } from '../../support/in-process.ts';
import { call, type Ended } from '../../support/command.ts';
import { recordedRun } from '../../system/recorded.ts';
import { staging, type Staging } from '../../cli/staging.ts';

const fault = 'accepts-any-scheme';
const check = 'credentials/undeclared-scheme/testAuth/Basic';
const spent = 'limits/429-status/testAuth/free-burner/10%20per%20minute';

const contract = await loadContract(bundledDocument);
let sites: readonly Staging[] = [];
let result: Result;
let failing: Ended, fixed: Ended, nobody: Ended, forbidden: Ended, silent: Ended;

/** Calls `replay` in a folder that holds the result of an earlier run. */
async function replay(site: Staging, ...args: readonly string[]): Promise<Ended> {
  await writeFile(join(site.folder, 'results.json'), JSON.stringify(result));
  return call(['replay', 'results.json', ...args], site);
}

beforeAll(async () => {
  const mock = stillMock(contract, { faults: [fault, 'rejects-over-limit-with-403'] });
  const only = ['credentials/undeclared-scheme', 'limits/429-status', 'whoami/valid-credential'];
  result = await recordedRun(contract, settingsFor(mock, { only }), inProcessTarget(mock));
  const [faulty, sound, without] = await Promise.all([
    staging(contract, { principals: ['reader', 'free-burner'], faults: [fault] }),
    staging(contract, { principals: ['reader', 'free-burner'] }),
    staging(contract, { principals: ['writer'] }),
  ]);
  sites = [faulty, sound, without];
  const configured = ['--config', 'staging.yaml'];
  [failing, fixed, nobody, forbidden, silent] = await Promise.all([
    replay(faulty, check, ...configured),
    replay(sound, check, ...configured, '--json', '--quiet'),
    replay(without, 'whoami/valid-credential/testAuth/reader/live', ...configured),
    replay(sound, spent, ...configured),
    replay(sound, check, '--target', 'http://127.0.0.1:1/v1'),
  ]);
}, 120_000);

afterAll(() => Promise.all(sites.map(({ close }) => close())));

describe('replay', () => {
  test('exits 1 where the check still fails, and prints before and now', () => {
    expect(failing.code, failing.stderr).toBe(1);
    expect(failing.stdout).toContain('before    200 (fail: served instead of rejected)');
    expect(failing.stdout).toContain('now       200 (fail: served instead of rejected)');
    expect(failing.stdout).toMatch(/curl +curl -i .*"Authorization: Basic \$STAGING_READER_KEY"/);
    expect(failing.lastLine).toBe('exit 1: still fails');
  });

  test('exits 0 where it passes now, and prints the evidence of both as JSON', () => {
    expect(fixed.code, fixed.stderr).toBe(0);
    expect(JSON.parse(fixed.stdout)).toMatchObject({
      check,
      code: 0,
      verdict: 'fixed',
      before: { outcome: 'fail', exchanges: [{ role: 'control' }, { response: { status: 200 } }] },
      now: { outcome: 'pass', exchanges: [{ role: 'control' }, { response: { status: 401 } }] },
    });
    expect(fixed.stderr.trim()).toBe('exit 0: fixed');
  });

  test('prints no secret', () => {
    for (const { stdout, stderr } of [failing, fixed])
      for (const secret of sites.flatMap(({ secrets }) => secrets)) expect(`${stdout}${stderr}`.includes(secret)).toBe(false);
  });

  test('exits 3 where a principal is missing, and names it', () => {
    expect(nobody.code, nobody.stderr).toBe(3);
    expect(nobody.lastLine).toContain('the principal or client "reader"');
  });

  test('exits 3 where a permission is missing, and names it', () => {
    expect(forbidden.code, forbidden.stderr).toBe(3);
    expect(forbidden.lastLine).toContain('allow.burn');
  });

  test('exits 3 where the target does not respond', () => {
    expect(silent.code, silent.stderr).toBe(3);
    expect(silent.lastLine).toContain('http://127.0.0.1:1/v1 does not respond');
  });

  test('leaves nothing behind', async () => {
    expect(JSON.parse(await readFile(join(sites[1]!.folder, 'results.json'), 'utf8'))).toEqual(result);
  });
});
