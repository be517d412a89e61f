import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { resultSchema, type Result } from '../../suites/result/result.ts';
import { call, folderWith, start } from '../support/command.ts';
import { root } from '../support/pages.ts';

/** Judges a client by the built command line; returns how the command ended, and its result. */
async function judge(words: readonly string[], files: { readonly [name: string]: string } = {}) {
  const { folder, remove } = await folderWith(files);
  onTestFinished(remove);
  const [options, command] = [words.slice(0, words.indexOf('--')), words.slice(words.indexOf('--'))];
  const ended = await call(['client', ...options, '--quiet', '--report-dir', 'out', ...command], { folder });
  const text = await readFile(join(folder, 'out/results.json'), 'utf8').catch(() => undefined);
  const result: Result | undefined = text === undefined ? undefined : resultSchema.parse(JSON.parse(text));
  return { ...ended, folder, result };
}

const checksOf = (result: Result | undefined) => result?.requirements.flatMap(({ checks }) => checks) ?? [];
const failed = (result: Result | undefined) => checksOf(result).flatMap(({ id, outcome }) => (outcome === 'fail' ? [id] : []));
const example = (name: string) => join(root, 'examples/clients', name);

const get = `fetch(process.env.AUTH_CONFORMANCE_URL + '/conversations', { headers: { Authorization: 'Bearer ' + process.env.AUTH_CONFORMANCE_KEY } })`;

describe('the examples', () => {
  test('fetch: the retry function of the page waits for seconds, and for nothing else', { timeout: 90_000 }, async () => {
    const { code, result } = await judge(['--', 'node', example('fetch.mjs')]);
    expect(code).toBe(1);
    expect(result!.seconds).toBeLessThan(60);
    expect(failed(result)).toEqual([
      'client/https-only/plain-base-url',
      'client/retry-after-date/retry-after-date',
      'client/retry-after-unreasonable/retry-after-year',
      'client/retry-after-unreasonable/retry-after-negative',
      'client/retry-after-unreasonable/retry-after-text',
      'client/parallel-backoff/parallel-limited',
    ]);
  });

  test('openid-client: everything about OAuth passes', async () => {
    const { code, result } = await judge(['oauth', '--', 'node', example('openid-client.mjs')]);
    expect([code, failed(result)]).toEqual([0, []]);
    expect(result!.verdict).toBe('conformant');
  });

  test('curl: --retry reads Retry-After, and no body', async () => {
    const { code, result } = await judge(['keys', '--', example('curl.sh')]);
    expect(code).toBe(0);
    expect(failed(result)).toEqual(['client/retry-after-body/retry-after-in-body', 'client/retry-from-reset/reset-only']);
  });

  test('requests: the first repetition comes at once without a hint', async () => {
    const { result } = await judge(['no-hint', 'retry-after-seconds', 'retry-after-date', '--', 'python3', example('requests_client.py')]);
    expect(failed(result)).toEqual(['client/retry-without-hint/no-hint']);
  });
});

describe('on real sockets', () => {
  test('a client that verifies no certificate sends its request to each of the three', async () => {
    const { result } = await judge(['client/certificate-verified', '--', 'env', 'NODE_TLS_REJECT_UNAUTHORIZED=0', 'node', 'get.mjs'], {
      'get.mjs': `await ${get};`,
    });
    expect(failed(result)).toEqual(
      ['unknown-issuer', 'expired-certificate', 'foreign-certificate'].map((name) => `client/certificate-verified/${name}`),
    );
  });

  test('a client that follows redirects by hand takes its key along', async () => {
    const { result } = await judge(['redirect-*', '--', 'node', 'follow.mjs'], {
      'follow.mjs': `
        const headers = { Authorization: 'Bearer ' + process.env.AUTH_CONFORMANCE_KEY };
        const response = await fetch(process.env.AUTH_CONFORMANCE_URL + '/conversations', { headers, redirect: 'manual' });
        await fetch(response.headers.get('Location'), { headers });`,
    });
    expect(failed(result)).toEqual([
      'client/https-only/redirect-to-plain-http',
      'client/redirect-drops-credential/redirect-to-other-host',
      'client/redirect-drops-credential/redirect-to-other-port',
    ]);
  });
});

describe('a client is reported for what it is', () => {
  test('one that never calls is inconclusive', async () => {
    const { code, result } = await judge(['call', '--', 'true']);
    expect([code, result!.verdict]).toEqual([3, 'incomplete']);
    expect(checksOf(result).every(({ cause }) => cause?.code === 'client-sent-nothing')).toBe(true);
  });

  test('one that crashes is undecided, with the signal', async () => {
    const { result } = await judge(['retry-after-seconds', '--', 'node', 'crash.mjs'], {
      'crash.mjs': `await ${get}; process.kill(process.pid, 'SIGSEGV');`,
    });
    expect(checksOf(result).find(({ id }) => id.startsWith('client/retry-after-seconds'))).toMatchObject({
      outcome: 'inconclusive',
      reason: 'the client was ended by SIGSEGV',
    });
  });

  test('one that hangs is apart from one that waits', async () => {
    const files = {
      'hang.mjs': `await ${get}; setInterval(() => {}, 1000);`,
      'wait.mjs': `const { headers } = await ${get}; const seconds = headers.get('Retry-After'); if (seconds) setInterval(() => {}, 1000);`,
    };
    const reasonOf = async (scenario: string, id: string, file: string) =>
      checksOf((await judge([scenario, '--timeout', '2', '--', 'node', file], files)).result).find((check) => check.id === id)?.reason;
    expect(await reasonOf('call', 'client/key-placement/call', 'hang.mjs')).toBe(
      'the client still ran after 2 s, and was not waiting for a next try',
    );
    expect(await reasonOf('retry-after-year', 'client/retry-after-unreasonable/retry-after-year', 'wait.mjs')).toBe(
      'the client still waits at the time limit',
    );
  });

  test('one that prints its key fails, and no report repeats it', async () => {
    const { code, folder, stdout, result } = await judge(['call', '--', 'node', 'print.mjs'], {
      'print.mjs': `await ${get}; console.log('key', process.env.AUTH_CONFORMANCE_KEY);`,
    });
    expect([code, failed(result)]).toEqual([1, ['client/key-not-logged/call']]);
    const reports = await Promise.all(
      ['results.json', 'report.html', 'summary.md'].map((name) => readFile(join(folder, 'out', name), 'utf8')),
    );
    for (const text of [stdout, ...reports]) expect(text).not.toMatch(/mock_admin_[0-9a-f]{24}/);
  });

  test('one that does not support a scenario is blocked, and one that cannot be started is a usage error', async () => {
    const { code, result } = await judge(['call', '--', 'sh', '-c', 'exit 64']);
    expect([code, ...new Set(checksOf(result).map(({ outcome }) => outcome))]).toEqual([3, 'blocked']);
    const missing = await judge(['call', '--', './no-such-client']);
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('cannot start the client')]);
  });

  test('Ctrl-C ends the client, and the report says that it is incomplete', async () => {
    const { folder, remove } = await folderWith({ 'hang.sh': '#!/bin/sh\nexec sleep 600\n' });
    onTestFinished(remove);
    await chmod(join(folder, 'hang.sh'), 0o755);
    const command = start(['client', 'call', '--report-dir', 'out', '--', './hang.sh'], { folder });
    await command.seen('stderr', /Judging/);
    await new Promise((resolve) => setTimeout(resolve, 500));
    command.process.kill('SIGINT');
    const { code } = await command.ended;
    expect(code).toBe(130);
    const result = resultSchema.parse(JSON.parse(await readFile(join(folder, 'out/results.json'), 'utf8')));
    expect(result.verdict).toBe('incomplete');
  });
});

test('a variable of the configuration has the name that an SDK reads', async () => {
  const files = {
    'auth-conformance.yaml': 'client:\n  env:\n    ACME_URL: ${URL}/conversations\n    ACME_KEY: ${KEY}\n',
    'acme.mjs': `const { status } = await fetch(process.env.ACME_URL, { headers: { Authorization: 'Bearer ' + process.env.ACME_KEY } }); process.exit(status === 200 ? 0 : 1);`,
  };
  const { code, result } = await judge(['call', '--', 'node', 'acme.mjs'], files);
  expect([code, result!.verdict]).toEqual([0, 'conformant']);
});
