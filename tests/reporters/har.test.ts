import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import schemas from 'har-schema';
import { beforeAll, describe, expect, test } from 'vitest';
import { har } from '../../reporters/har/har.ts';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import type { Exchange, Result } from '../../suites/result/result.ts';
import { runOf } from '../cli/results/shards.ts';
import { fixtures } from './fixtures.ts';
import { check, recorded, resultOf } from './builder.ts';

/** What the tests read of an entry. */
interface Entry {
  readonly request: { readonly url: string; readonly queryString: unknown; readonly cookies: unknown; readonly postData?: unknown };
  readonly response: { readonly status: number; readonly cookies: unknown; readonly redirectURL: string; readonly content: unknown };
  readonly [member: string]: unknown;
}

const entriesOf = (result: Result): readonly Entry[] => {
  const { log }: { log: { entries: readonly Entry[] } } = JSON.parse(har.render(result));
  return log.entries;
};

/** The entry of one exchange. */
const entryOf = (changes: Partial<Omit<Exchange, 'id'>>): Entry =>
  entriesOf(
    resultOf([{ requirement: 'a/b', checks: [check('a/b/c', 'pass', { exchanges: ['x'] })] }], { exchanges: [recorded('x', 1, changes)] }),
  )[0]!;

describe('evidence.har is valid HAR 1.2', () => {
  let problems: (text: string) => unknown;
  beforeAll(async () => {
    const ajv = new Ajv({ strict: false, allErrors: true });
    formats.default(ajv);
    const draft = createRequire(import.meta.url).resolve('ajv/dist/refs/json-schema-draft-06.json');
    ajv.addMetaSchema(JSON.parse(await readFile(draft, 'utf8')));
    for (const schema of Object.values(schemas)) ajv.addSchema(schema);
    const validate = ajv.getSchema('har.json')!;
    problems = (text) => (validate(JSON.parse(text)) ? [] : validate.errors);
  });

  test.for(Object.keys(fixtures))('of the result "%s"', (name) => {
    expect(problems(har.render(fixtures[name]!))).toEqual([]);
  });

  test('of a run with every topic', { timeout: 60_000 }, async () => {
    const result = await runOf(await loadContract(bundledDocument), {}, {});
    expect(problems(har.render(result))).toEqual([]);
    expect(entriesOf(result)).toHaveLength(result.exchanges.length);
  });

  test('and the schema would notice', () => {
    expect(problems(har.render(fixtures['nasty']!).replaceAll('"startedDateTime"', '"startedAt"'))).not.toEqual([]);
    expect(problems(har.render(fixtures['conformant']!).replace('https://api.test', 'no url‹›'))).not.toEqual([]);
  });
});

describe('an entry', () => {
  const request = (url: string, headers: [string, string][] = [], body?: Exchange['request']['body']) => ({
    request: { method: 'GET', url, headers, ...(body && { body }) },
  });

  test('says what it is evidence of, and how it was made', () => {
    expect(entryOf({ trouble: 'cut off', repeated: 9 })).toMatchObject({
      pageref: 'things',
      time: 12.5,
      timings: { wait: 12.5 },
      serverIPAddress: '127.0.0.1',
      comment: 'probe as reader: listThings',
      _id: 1,
      _checks: ['a/b/c'],
      _connection: { scheme: 'https', tls: 'TLSv1.3', remote: '127.0.0.1:4010' },
      _trouble: 'cut off',
      _repeated: 9,
    });
  });

  test.for([
    ['client', 'HTTP/1.1'],
    ['http2', 'HTTP/2'],
    ['raw', 'unknown'],
    [undefined, 'unknown'],
  ] as const)('names the version of HTTP that was spoken: %s', ([sent, httpVersion]) => {
    const entry = entryOf(sent === undefined ? {} : { sent });
    expect([entry.request, entry.response]).toEqual([expect.objectContaining({ httpVersion }), expect.objectContaining({ httpVersion })]);
    expect(entry['_sent']).toBe(sent);
  });

  test('of what was not answered has status 0 and the reason', () => {
    const { exchange } = recorded('x', 1, { trouble: 'the connection was refused' });
    const { response: _response, ...unanswered } = exchange;
    const result = resultOf([{ requirement: 'a/b', checks: [check('a/b/c', 'fail', { exchanges: ['x'] })] }], {
      exchanges: [{ key: 'x', exchange: unanswered }],
    });
    expect(entriesOf(result)[0]).toMatchObject({ response: { status: 0, bodySize: -1, _error: 'the connection was refused' } });
  });

  test.for([
    ['https://a.test/x?key=‹reader#a1b2›&q=%20a+b', 'https://a.test/x?key=%E2%80%B9reader%23a1b2%E2%80%BA&q=%20a+b', 'key q'],
    ['https://a.test/a b/%zz\n"<é', 'https://a.test/a%20b/%25zz%0A%22%3C%C3%A9', ''],
    ['https://[::1]:8/?', 'https://[::1]:8/?', ''],
    ['https://a.test/[x]#y?z', 'https://a.test/%5Bx%5D%23y?z', 'z'],
    ['https://a.test/\ud800', 'https://a.test/%EF%BF%BD', ''],
  ] as const)('has a URL that is one, and the one that was sent: %s', ([url, written, names]) => {
    const entry = entryOf(request(url));
    expect(entry.request.url).toBe(written);
    expect(entry.request).toMatchObject(url === written ? {} : { _url: url });
    expect(entry.request.queryString).toMatchObject(names === '' ? [] : names.split(' ').map((name) => ({ name })));
  });

  test('keeps the value of a query decoded', () => {
    expect(entryOf(request('https://a.test/x?key=‹reader#a1b2›&q=%20a+b')).request.queryString).toEqual([
      { name: 'key', value: '‹reader#a1b2›' },
      { name: 'q', value: ' a b' },
    ]);
  });

  test('lists cookies of both sides, bodies with their media type, and where a redirect leads', () => {
    const body = { text: 'a=1', bytes: 20_000, sha256: 'ab', cut: true };
    const { request: sent, response } = entryOf({
      ...request(
        'https://a.test/',
        [
          ['Cookie', 'a=1; b=x=y; odd'],
          ['content-type', 'text/plain'],
        ],
        body,
      ),
      response: {
        status: 302,
        headers: [
          ['Location', '/next'],
          ['Set-Cookie', 'session=‹session#1›; Path=/; HttpOnly; secure'],
        ],
        body,
      },
    });
    expect(sent.cookies).toEqual([
      { name: 'a', value: '1' },
      { name: 'b', value: 'x=y' },
    ]);
    expect(sent.postData).toEqual({ mimeType: 'text/plain', text: 'a=1', comment: 'the beginning of 20000 bytes, sha256 ab' });
    expect(response).toMatchObject({ status: 302, redirectURL: '/next', content: { size: 20_000, mimeType: 'x-unknown', text: 'a=1' } });
    expect(response.cookies).toEqual([{ name: 'session', value: '‹session#1›', path: '/', httpOnly: true, secure: true }]);
  });

  test.for([
    ['[::1]:4010', '::1'],
    ['203.0.113.7:443', '203.0.113.7'],
    ['staging.example.com:443', undefined],
    [undefined, undefined],
  ] as const)('names the address of the server: %s', ([remote, address]) => {
    expect(entryOf({ connection: { scheme: 'https', ...(remote !== undefined && { remote }) } })['serverIPAddress']).toBe(address);
  });
});
