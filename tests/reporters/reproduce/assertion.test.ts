import { transformSync } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { assertionOf } from '../../../reporters/reproduce/assertion.ts';
import { supportFor } from '../../../reporters/reproduce/generated/support.ts';
import type { Expectation, ResultMismatch } from '../../../suites/result/expectation.ts';
import type { Exchange } from '../../../suites/result/result.ts';
import { recorded } from '../builder.ts';

type Headers = readonly (readonly [name: string, value: string])[];
type Response = readonly [status: number, headers?: Headers, body?: string];

function exchange(id: number, [status, headers = [], body]: Response): Exchange {
  const lines = headers.map(([name, value]): [string, string] => [name, value]);
  const text = body === undefined ? {} : { body: { text: body, bytes: body.length, sha256: '', cut: false } };
  const { exchange: whole } = recorded(String(id), id, {
    response: { status, headers: lines, ...text },
    secrets: { '‹reader#a1b2›': '$AUTH_CONFORMANCE_READER' },
    request: { method: 'GET', url: 'https://api.test/authorize?redirect_uri=https%3A%2F%2Fapp.test%2Fback', headers: [] },
  });
  return { id, ...whole };
}

const mismatch = (at: string, expected: Expectation, changes: Partial<ResultMismatch> = {}): ResultMismatch => ({
  code: 'wrong',
  at,
  expected,
  exchange: 2,
  ...changes,
});

/** Whether the statements for a mismatch pass with these responses; undefined if there are none. */
function passes(statements: readonly string[], reads: readonly Exchange[], responses: readonly Response[]): boolean {
  const code = statements.join('\n');
  const names = reads.map(({ id }) => `response${id}`);
  const values = reads.map(({ id }) => {
    const [status, headers = [], body = ''] = responses[id - 1]!;
    return { status, headers, body };
  });
  const whole = transformSync(`${supportFor(code).join('\n')}\n${code}`, { loader: 'ts' }).code;
  // oxlint-disable-next-line typescript/no-implied-eval -- runs what a generated file would
  const run = new Function('expect', 'process', ...names, whole);
  try {
    run(expect, { env: { AUTH_CONFORMANCE_READER: 'the-secret' } }, ...values);
    return true;
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('the message')) throw error;
    return false;
  }
}

const date = ['Date', 'Thu, 01 Jan 2026 12:00:00 GMT'] as const;
const h = (name: string, value: string): Headers => [date, [name, value]];
const json = (value: unknown): string => JSON.stringify(value);

/** A place, an expectation, a wrong response and a right one, and the response that they are compared with. */
type Row = readonly [at: string, expected: Expectation, wrong: Response, right: Response, other?: Response];
const rows = (
  [
    ['$statusCode', { kind: 'one-of', values: [401, 400] }, [200], [400]],
    ['$statusCode', { kind: 'status-class', classes: ['4xx', '5xx'] }, [302], [503]],
    ['$statusCode', { kind: 'range', most: 499 }, [500], [404]],
    ['$statusCode', { kind: 'same-as', exchange: 1, value: 404 }, [403], [404], [404]],
    ['$response.header', { kind: 'same-as', exchange: 1 }, [404, h('X-Real', '1')], [404, h('B', '1')], [404, h('B', '2')]],
    ['$response.header.Allow', { kind: 'includes', items: ['GET', 'POST'] }, [405, h('Allow', 'GET')], [405, h('Allow', 'POST, GET')]],
    ['$response.header.Allow', { kind: 'excludes', items: ['PUT'] }, [405, h('Allow', 'GET, PUT')], [405, h('Allow', 'GET')]],
    ['$response.header.Allow', { kind: 'form', form: 'method-list' }, [405], [405, h('Allow', 'GET')]],
    ['$response.header.Cache-Control', { kind: 'includes', items: ['no-store', 'private'], any: true }, [401, h('Cache-Control', 'public')], [401, h('Cache-Control', 'max-age=3, private')]], // oxfmt-ignore
    ['$response.header.Content-Type', { kind: 'one-of', values: ['application/json', 'text/*'] }, [200, h('Content-Type', 'image/png')], [200, h('Content-Type', 'text/html; charset=utf-8')]], // oxfmt-ignore
    ['$response.header.Content-Type', { kind: 'form', form: 'media-type' }, [200], [200, h('Content-Type', 'text/html')]],
    ['$response.header.Retry-After', { kind: 'form', form: 'delta-seconds' }, [429, h('Retry-After', 'Thu, 01 Jan 2026 12:00:10 GMT')], [429, h('Retry-After', '10')]], // oxfmt-ignore
    ['$response.header.Retry-After', { kind: 'form', form: 'http-date' }, [429, h('Retry-After', '10')], [429, h('Retry-After', 'Thu, 01 Jan 2026 12:00:10 GMT')]], // oxfmt-ignore
    ['$response.header.Retry-After', { kind: 'range', least: 1, most: 60, unit: 'seconds' }, [429, h('Retry-After', '3600')], [429, h('Retry-After', '60')]], // oxfmt-ignore
    ['$response.header.Retry-After', { kind: 'from-now', least: 1, most: 60 }, [429, h('Retry-After', 'Thu, 01 Jan 2026 13:00:00 GMT')], [429, h('Retry-After', 'Thu, 01 Jan 2026 12:00:59 GMT')]], // oxfmt-ignore
    ['$response.header.X-RateLimit-Reset', { kind: 'from-now', least: 0, most: 60 }, [200, h('X-RateLimit-Reset', '1767300000')], [200, h('X-RateLimit-Reset', '1767268859')]], // oxfmt-ignore
    ['$response.header.X-RateLimit-Reset', { kind: 'form', form: 'epoch-seconds' }, [200, h('X-RateLimit-Reset', '1767268859000')], [200, h('X-RateLimit-Reset', '1767268859')]], // oxfmt-ignore
    ['$response.header.X-RateLimit-Limit', { kind: 'one-of', values: [60, 600] }, [200, h('X-RateLimit-Limit', '61')], [200, h('X-RateLimit-Limit', '60')]], // oxfmt-ignore
    ['$response.header.X-RateLimit-Limit', { kind: 'once' }, [200, [['X-RateLimit-Limit', '6'], ['X-RateLimit-Limit', '6']]], [200, h('X-RateLimit-Limit', '60')]], // oxfmt-ignore
    ['$response.header.X-RateLimit-Remaining', { kind: 'change', exchange: 1, by: -1, exact: true }, [200, h('X-RateLimit-Remaining', '9')], [200, h('X-RateLimit-Remaining', '8')], [200, h('X-RateLimit-Remaining', '9')]], // oxfmt-ignore
    ['$response.header.X-RateLimit-Remaining', { kind: 'change', exchange: 1, by: -3, exact: false }, [200, h('X-RateLimit-Remaining', '7')], [200, h('X-RateLimit-Remaining', '5')], [200, h('X-RateLimit-Remaining', '9')]], // oxfmt-ignore
    ['$response.header.Strict-Transport-Security', { kind: 'directive', name: 'max-age', least: 31_536_000 }, [200, h('Strict-Transport-Security', 'max-age=60')], [200, h('Strict-Transport-Security', 'includeSubDomains; max-age="31536000"')]], // oxfmt-ignore
    ['$response.header.Strict-Transport-Security', { kind: 'absent' }, [200, h('Strict-Transport-Security', 'max-age=60')], [200]],
    ['$response.header.WWW-Authenticate', { kind: 'present' }, [401], [401, h('WWW-Authenticate', 'Bearer')]],
    ['$response.header.WWW-Authenticate', { kind: 'includes', items: ['Bearer'] }, [401, h('WWW-Authenticate', 'Basic realm="a"')], [401, h('WWW-Authenticate', 'Basic, Bearer realm="a"')]], // oxfmt-ignore
    ['$response.header.WWW-Authenticate', { kind: 'matches', pattern: 'error="?invalid_token"?', flags: 'i' }, [401, h('WWW-Authenticate', 'Bearer')], [401, h('WWW-Authenticate', 'Bearer error="invalid_token"')]], // oxfmt-ignore
    ['$response.header.WWW-Authenticate', { kind: 'lacks', pattern: 'error=' }, [401, h('WWW-Authenticate', 'Bearer error="invalid_token"')], [401, h('WWW-Authenticate', 'Bearer')]], // oxfmt-ignore
    ['$response.header.X-Key', { kind: 'no-secret' }, [401, h('X-Key', 'key ‹reader#a1b2›')], [401, h('X-Key', 'none')]],
    ['$response.header.Location', { kind: 'parameter', name: 'error', values: ['invalid_scope'] }, [302, h('Location', 'https://app.test/back?error=server_error')], [302, h('Location', 'https://app.test/back?error=invalid_scope')]], // oxfmt-ignore
    ['$response.header.Location', { kind: 'parameter', name: 'access_token', absent: true }, [302, h('Location', 'https://app.test/back#access_token=a')], [302, h('Location', 'https://app.test/back?code=a')]], // oxfmt-ignore
    ['$response.header.Location', { kind: 'condition', condition: 'redirect-with-code' }, [302, h('Location', 'https://app.test/other?code=a')], [302, h('Location', 'https://app.test/back?code=a')]], // oxfmt-ignore
    ['$response.body', { kind: 'absent' }, [200, [], '{}'], [200]],
    ['$response.body', { kind: 'present' }, [401, [], ' '], [401, [], 'no']],
    ['$response.body', { kind: 'form', form: 'json' }, [401, [], '<p>'], [401, [], '{}']],
    ['$response.body', { kind: 'form', form: 'json-object' }, [401, [], '[]'], [401, [], '{}']],
    ['$response.body', { kind: 'excludes', items: ['at line 3'] }, [500, [], 'Error at  line 3'], [500, [], 'Error']],
    ['$response.body', { kind: 'equals', value: { active: false } }, [200, [], json({ active: true })], [200, [], json({ active: false })]],
    ['$response.body', { kind: 'same-as', exchange: 1, value: '{"a":1,"b":2}' }, [200, [], json({ b: 2, a: 3 })], [200, [], json({ b: 2, a: 1 })], [200, [], json({ b: 2, a: 1 })]], // oxfmt-ignore
    ['$response.body', { kind: 'same-as', exchange: 1, value: json({ code: 'a' }) }, [401, [], json({ code: 'b', requestId: 4 })], [401, [], json({ code: 'a', requestId: 5 })], [401, [], json({ code: 'a', requestId: 6 })]], // oxfmt-ignore
    ['$response.body', { kind: 'same-as', exchange: 1 }, [401, [], 'no such key'], [401, [], 'no'], [401, [], 'no']],
    ['$response.body#/error', { kind: 'one-of', values: ['invalid_grant'] }, [400, [], '{}'], [400, [], json({ error: 'invalid_grant' })]],
    ['$response.body#/error', { kind: 'example', text: 'It’s wrong.' }, [400, [], json({ error: 'no' })], [400, [], json({ error: 'It’s wrong.' })]], // oxfmt-ignore
    ['$response.body#/retry', { kind: 'form', form: 'whole-number' }, [429, [], json({ retry: '5' })], [429, [], json({ retry: 5 })]],
    ['$response.body#/retry', { kind: 'same-as', exchange: 2, value: 30, at: '$response.header.Retry-After' }, [429, h('Retry-After', '30'), json({ retry: 3 })], [429, h('Retry-After', '7'), json({ retry: 7 })]], // oxfmt-ignore
    ['$response.body#/scope', { kind: 'exactly', items: ['read', 'write'] }, [200, [], json({ scope: 'read' })], [200, [], json({ scope: 'write read' })]], // oxfmt-ignore
    [
      '$response.body#/scope',
      { kind: 'at-most', items: ['read'] },
      [200, [], json({ scope: 'read all' })],
      [200, [], json({ scope: 'read' })],
    ],
    ['$response.body#/scopes', { kind: 'excludes', items: ['all'] }, [200, [], json({ scopes: ['read', 'all'] })], [200, [], json({ scopes: ['read'] })]], // oxfmt-ignore
    ['$response.body#/scopes', { kind: 'includes', items: ['read', 'all'] }, [200, [], json({ scopes: ['read'] })], [200, [], json({ scopes: ['all', 'read'] })]], // oxfmt-ignore
    ['$response.body#', { kind: 'schema', keyword: 'required', value: 'code', message: '' }, [401, [], '{}'], [401, [], json({ code: 1 })]],
    ['$response.body#/code', { kind: 'schema', keyword: 'enum', value: ['a', 'b'], message: '' }, [401, [], json({ code: 'c' })], [401, [], json({ code: 'b' })]], // oxfmt-ignore
    ['$response.body#/code', { kind: 'schema', keyword: 'type', value: 'integer', message: '' }, [401, [], json({ code: '1' })], [401, [], json({ code: 1 })]], // oxfmt-ignore
    ['$response.body#', { kind: 'schema', keyword: 'additionalProperties', value: 'a/b', message: '' }, [401, [], json({ 'a/b': 1 })], [401, [], '{}']], // oxfmt-ignore
  ] satisfies readonly Row[]
).map(([at, expected, wrong, right, other = [200]]: Row) => ({ at, expected, wrong, right, other }));

describe('the assertion for an expectation', () => {
  test.each(rows)(
    'at $at, $expected fails with the recorded response and passes with a right one',
    ({ at, expected, wrong, right, other }) => {
      const assertion = assertionOf(mismatch(at, expected), [exchange(1, other), exchange(2, wrong)]);
      const statements = assertion!.code(
        assertion!.reads.map(({ id }) => `response${id}`),
        "'the message'",
      );
      expect(passes(statements, assertion!.reads, [other, wrong].map(revealed))).toBe(false);
      expect(passes(statements, assertion!.reads, [other, right].map(revealed))).toBe(true);
    },
  );

  test.each(rows)('at $at, $expected is not made if the recorded response meets it', ({ at, expected, right, other }) => {
    expect(assertionOf(mismatch(at, expected), [exchange(1, other), exchange(2, right)])).toBeUndefined();
  });

  const wrong = exchange(2, [200]);
  test.each<readonly [string, ResultMismatch, readonly Exchange[]]>([
    ['without a place', { code: 'wrong', expected: { kind: 'absent' }, exchange: 2 }, [wrong]],
    ['without its exchange', mismatch('$statusCode', { kind: 'one-of', values: [401] }), []],
    ['without the exchange that it is compared with', mismatch('$statusCode', { kind: 'same-as', exchange: 1 }), [wrong]],
    ['for a condition', mismatch('$statusCode', { kind: 'condition', condition: 'response-in-time' }), [wrong]],
    ['for a secret of the run', mismatch('$response.body#/a', { kind: 'example', text: '‹token#1›' }), [wrong]],
    ['for bits', mismatch('$response.body#/a', { kind: 'range', least: 128, unit: 'bits' }), [wrong]],
    [
      'for a body of which the check ignored parts',
      mismatch('$response.body', { kind: 'same-as', exchange: 1, value: '{"code":"a"}' }),
      [exchange(1, [401, [], '{"code":"a","nonce":1}']), exchange(2, [401, [], '{"code":"b","nonce":2}'])],
    ],
  ])('is not made %s', (_, found, exchanges) => expect(assertionOf(found, exchanges)).toBeUndefined());
});

/** A response as a test receives it: with the secret in place of its tag. */
function revealed([status, headers = [], body]: Response): Response {
  const lines = headers.map(([name, value]) => [name, value.replaceAll('‹reader#a1b2›', 'the-secret')] as const);
  return body === undefined ? [status, lines] : [status, lines, body];
}
