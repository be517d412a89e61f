import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { startConfiguredMock } from '../../../cli/against-mock/configured-mock.ts';
import { CommandFailure } from '../../../cli/failure.ts';
import { createClientAuthority } from '../../../mock/listeners/tls/certificate.ts';
import { problemOfCertificate } from '../../../suites/principals/certificates.ts';
import { prepareRun } from '../../../cli/run/prepare.ts';
import { registerSecrets } from '../../../suites/engine/session.ts';
import { withCommonHeaders } from '../../../suites/http/request.ts';
import { createRedactor } from '../../../suites/redaction/redactor.ts';
import { folderWith } from '../../support/command.ts';

const variables = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy'];
for (const variable of variables) vi.stubEnv(variable, '');
afterEach(() => {
  for (const variable of variables) vi.stubEnv(variable, '');
});

async function prepared(text: string, files: { readonly [name: string]: string } = {}) {
  const { folder, remove } = await folderWith({ ...files, 'staging.yaml': `target: https://staging.test/v1\n${text}\n` });
  onTestFinished(remove);
  const args = { overlay: [], only: [], skip: [], allow: '', slow: false, fault: [], iOwnThisTarget: false };
  return prepareRun({ ...args, config: join(folder, 'staging.yaml') }, '0.0.0');
}

async function complaint(text: string): Promise<string> {
  const error: unknown = await prepared(text).catch((cause: unknown) => cause);
  if (!(error instanceof CommandFailure)) throw new Error('it was not rejected', { cause: error });
  return error.message;
}

test('Headers are sent with every request, and those from a reference are secrets', async () => {
  const { settings } = await prepared('headers: { X-Team: blue, X-Pass: { file: ./pass } }', { pass: 'let-me-in-please\n' });
  expect(withCommonHeaders(settings, ['x-team', 'red', 'Accept', '*/*'])).toEqual([
    'User-Agent',
    settings.userAgent,
    'X-Pass',
    'let-me-in-please',
    'x-team',
    'red',
    'Accept',
    '*/*',
  ]);
  const redactor = createRedactor('key');
  registerSecrets(redactor, settings);
  expect(redactor.redact('X-Pass: let-me-in-please')).toMatch(/^X-Pass: ‹header:X-Pass#[0-9a-f]{4}›$/);
  expect(redactor.shell(redactor.redact('let-me-in-please'))).toBe('$AUTH_CONFORMANCE_HEADER_X_PASS');
});

test.each([
  ['headers: { Authorization: x }', /^staging\.yaml:2:12: headers\.Authorization: it carries the credential of \w+: configure a principal/],
  ['headers: { Content-Length: "1" }', /headers\.Content-Length: each request sets it itself$/],
  ['headers: { "X Y": "1" }', /headers\.X Y: expected the name of a header$/],
  ['headers: { X-Y: "a\\nb" }', /headers\.X-Y: its value has characters that a header cannot have$/],
  ['pace: 5 a second', /^staging\.yaml:2:1: pace: expected a number of requests in a time, such as 5\/second/],
  [
    'proxy: http://me:secret@proxy.test:3128',
    /^staging\.yaml:2:1: proxy: contains a user or a password: use a reference such as proxy: \{ env: NAME \}$/,
  ],
  ['proxy: http://token@proxy.test:3128', /^staging\.yaml:2:1: proxy: contains a user or a password/],
  ['proxy: ftp://proxy.test', /^staging\.yaml:2:1: proxy: /],
  ['tls: { cert: ./me.pem }', /^staging\.yaml:2:8: tls\.cert: needs tls\.key too$/],
  ['tls: { cert: ./me.pem, key: ./me.key }', /^staging\.yaml:2:8: tls\.cert: \.\/me\.pem cannot be read$/],
])('The configuration with %s is rejected', async (text, message) => {
  expect(await complaint(text)).toMatch(message);
});

test('The certificate of the client is read with its key', async () => {
  const files = {
    'me.pem': '-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----\n',
    'me.key': '-----BEGIN EC PRIVATE KEY-----\nB\n-----END EC PRIVATE KEY-----\n',
  };
  const { settings } = await prepared('tls: { cert: ./me.pem, key: ./me.key }', files);
  expect(settings.tls.client).toMatchObject({ cert: files['me.pem'], key: files['me.key'] });
});

test('A pace and shared accounts', async () => {
  const { settings } = await prepared(
    'pace: 30/2minute\naccounts: shared\nprincipals: { a: { secret: { file: k } }, b: { secret: { file: k } }, c: { secret: { file: k }, account: own } }',
    { k: 'the-same-key' },
  );
  expect(settings.pace).toEqual({ requests: 30, seconds: 120 });
  expect(settings.principals.map(({ account }) => account)).toEqual(['@shared', '@shared', 'own']);
});

test('Objects that accounts share', async () => {
  expect((await prepared('objects: shared')).settings.objects).toBe('shared');
  expect((await prepared('')).settings.objects).toBeUndefined();
});

test('The proxy is that of the configuration, otherwise that of the environment', async () => {
  vi.stubEnv('HTTPS_PROXY', 'proxy.test:3128');
  vi.stubEnv('http_proxy', 'http://plain.test');
  vi.stubEnv('NO_PROXY', 'localhost, .internal.test');
  expect((await prepared('')).settings.proxy).toEqual({
    http: 'http://plain.test',
    https: 'http://proxy.test:3128',
    except: ['localhost', '.internal.test'],
  });
  expect((await prepared('proxy: false')).settings.proxy).toBeUndefined();
  const own = 'http://me:secret@own.test:8080';
  expect((await prepared('proxy: { file: ./proxy }', { proxy: own })).settings.proxy).toEqual({ http: own, https: own, except: [] });
});

test('A repetition against the mock has none of it', async () => {
  const { settings, contract } = await prepared('headers: { X-Pass: "1" }\nproxy: http://proxy.test\npace: 1/minute');
  const mock = await startConfiguredMock(contract, settings);
  onTestFinished(() => mock.close());
  const { headers, proxy, pace, targets } = mock.settings;
  expect([headers, proxy, pace, targets]).toEqual([undefined, undefined, undefined, undefined]);
});

test('A repetition of a shard against the mock shares it with no other', async () => {
  const { settings, contract } = await prepared('');
  const part = { scenarios: ['whoami'], players: 3, quiet: 'keeps', requests: 9, plan: 'a' } as const;
  const mock = await startConfiguredMock(contract, { ...settings, shard: { index: 2, total: 3, part } });
  onTestFinished(() => mock.close());
  expect(mock.settings.shard?.part).toEqual({ scenarios: ['whoami'], players: 1, requests: 9, plan: 'a' });
});

test('The variables of secrets are known by the names that a run has for them, if a shell accepts theirs', async () => {
  const secret = (source: string) => `{ secret: { ${source} }, scopes: [] }`;
  process.env['STAGING_ONE'] = 'a-long-secret';
  process.env['staging.two'] = 'another-secret';
  onTestFinished(() => {
    delete process.env['STAGING_ONE'];
    delete process.env['staging.two'];
  });
  const { settings } = await prepared(
    `principals: { one: ${secret('env: STAGING_ONE')}, two: ${secret('env: staging.two')}, three: ${secret('file: ./key')} }`,
    { key: 'a-third-secret' },
  );
  expect(settings.variables).toEqual({ AUTH_CONFORMANCE_ONE: 'STAGING_ONE' });
});

test('A client certificate of a principal is read from its files, and nothing else is taken for one', async () => {
  const { issue } = await createClientAuthority(Date.now());
  const pem = await issue('partner', 'valid');
  const end = pem.indexOf('-----BEGIN CERTIFICATE-----');
  const files = {
    'api.yaml':
      "openapi: 3.1.0\ninfo: { title: Gate, version: '1' }\nservers: [{ url: https://gate.example }]\npaths: { /a: { get: { security: [{ tls: [] }], responses: { '200': { description: Fine } } } } }\ncomponents: { securitySchemes: { tls: { type: mutualTLS } } }\n",
    'partner.key': pem.slice(0, end),
    'partner.pem': pem.slice(end),
    'both.pem': pem,
  };
  const secretFrom = async (secret: string) =>
    (await prepared(`document: ./api.yaml\nprincipals: { partner: { secret: ${secret} } }`, files)).settings.principals[0]!.secret;
  expect(problemOfCertificate(await secretFrom('{ cert: ./partner.pem, key: ./partner.key }'))).toBeUndefined();
  expect(await secretFrom('{ cert: ./both.pem }')).toBe(pem.trimEnd());
  await expect(secretFrom('{ cert: ./partner.pem }')).rejects.toThrow(
    /principals\.partner\.secret: expected a client certificate with its private key/,
  );
  await expect(secretFrom('{ file: ./api.yaml }')).rejects.toThrow('it contains no PEM certificate');
});
