import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startMockTarget, type MockTarget } from '../../cli/run/mock-target.ts';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import { openTarget } from '../../suites/http/probe.ts';
import type { Exchange, Result } from '../../suites/result/result.ts';
import { variableOf } from '../../suites/redaction/redactor.ts';
import { recordedRun } from './recorded.ts';

/** With it a credential is accepted whatever word stands before it. */
const fault = 'accepts-any-scheme';

let mock: MockTarget;
let result: Result;

beforeAll(async () => {
  const contract = await loadContract(bundledDocument);
  const only = ['credentials', 'whoami', 'transport/plain-http', 'errors'];
  const skip = ['errors/media-type', 'errors/status', 'credentials/echoed'];
  mock = await startMockTarget(contract, { allow: [], slow: false, only, skip, ownTarget: false }, [fault], 'auth-conformance-system');
  const target = await openTarget(mock.settings);
  try {
    result = await recordedRun(contract, mock.settings, target);
  } finally {
    await target.close();
  }
});

afterAll(() => mock?.close());

const secretsOf = ({ settings }: MockTarget) =>
  Object.fromEntries(settings.principals.map(({ name, secret }) => [variableOf(name), secret]));

/** The status that a command line gets, in a shell with these variables. */
function statusOf(line: string, secrets: { readonly [variable: string]: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    const shell = spawn('/bin/sh', ['-c', line], { env: { PATH: process.env['PATH'], ...secrets }, stdio: ['ignore', 'pipe', 'pipe'] });
    const output: string[] = [];
    shell.stdout.on('data', (chunk: Buffer) => output.push(chunk.toString('utf8')));
    shell.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString('utf8')));
    shell.on('error', reject);
    shell.on('close', (code) => {
      const status = /^HTTP\/[\d.]+ (\d{3})/m.exec(output.join(''))?.[1];
      if (status === undefined) reject(new Error(`the shell ended with ${code} and said: ${output.join('')}`));
      else resolve(Number(status));
    });
  });
}

const find = (what: string, fits: (exchange: Exchange) => boolean): Exchange => {
  const found = result.exchanges.find(fits);
  if (!found) throw new Error(`the run has no exchange ${what}`);
  return found;
};

/** One of each kind that a line must get right. */
const kinds: readonly (readonly [what: string, status: number, fits: (exchange: Exchange) => boolean])[] = [
  [
    'as a live principal',
    200,
    ({ role, principal, operation }) => role === 'control' && principal !== undefined && operation === 'testAuth',
  ],
  ['with an unknown credential', 401, ({ principal }) => principal === 'unknown'],
  ['with a truncated credential', 401, ({ principal }) => principal?.endsWith(':truncated') === true],
  ['with an altered credential', 401, ({ principal }) => principal?.endsWith(':altered') === true],
  ['with a revoked credential', 401, ({ principal, operation }) => principal === 'revoked' && operation === 'testAuth'],
  ['under another authentication scheme, which the fault accepts', 200, ({ curl }) => curl.includes('Authorization: Token $')],
  ['with a credential in the query', 401, ({ request }) => request.url.includes('api_key=')],
  [
    'with two credential fields',
    400,
    ({ request }) => request.headers.filter(([name]) => name.toLowerCase() === 'authorization').length > 1,
  ],
  ['with a body', 201, ({ request, response }) => request.body !== undefined && response?.status === 201],
  ['with a body that is no JSON', 400, ({ scenario, response }) => scenario === 'request-errors' && response?.status === 400],
  ['over plain HTTP', 403, ({ connection }) => connection.scheme === 'http'],
];

describe('a curl line of the report, in a shell', () => {
  test.each(kinds)('reproduces a request %s: %i', async (what, status, fits) => {
    const { response, curl } = find(what, fits);
    expect(response?.status).toBe(status);
    expect(await statusOf(curl, secretsOf(mock))).toBe(status);
  });

  test('holds no secret itself', () => {
    const text = result.exchanges.map(({ curl }) => curl).join('\n');
    for (const { name, secret } of mock.settings.principals) expect(text.includes(secret), name).toBe(false);
  });

  test('is refused where the variables are not set', async () => {
    const [what, , fits] = kinds[0]!;
    expect(await statusOf(find(what, fits).curl, {})).toBe(401);
  });
});
