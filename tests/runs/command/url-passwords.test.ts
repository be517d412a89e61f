import { afterAll, expect, test } from 'vitest';
import { call, filesOf, folderWith } from '../../support/command.ts';

const password = 'correct-horse';
const url = `https://ada:${password}@127.0.0.1:9/v1`;
const good = 'target: https://127.0.0.1:9/v1';
const files = {
  'target.yaml': `target: ${url}\n`,
  'http-target.yaml': `${good}\nhttpTarget: http://ada:${password}@127.0.0.1:9\n`,
  'oauth-target.yaml': `${good}\noauthTarget: ${url}\n`,
  'servers.yaml': `${good}\nservers: { other: "${url}" }\n`,
  'hooks.yaml': `${good}\nhooks: { url: "${url}", token: { env: TOKEN } }\n`,
  'proxy.yaml': `${good}\nproxy: ${url}\n`,
  'document.yaml': `${good}\ndocument: ${url}\n`,
  'otlp.yaml': `${good}\notlp: ${url}\n`,
  'overlays.yaml': `${good}\noverlays: ["${url}"]\n`,
};
const { folder, remove } = await folderWith(files);
afterAll(remove);

/** Words of a command line, and the key or option that the error names. */
const rejected: readonly (readonly [words: string, named: string, environment?: { readonly [name: string]: string }])[] = [
  ['plan --config target.yaml', 'target'],
  ['plan --config http-target.yaml', 'httpTarget'],
  ['plan --config oauth-target.yaml', 'oauthTarget'],
  ['plan --config servers.yaml', 'servers.other'],
  ['plan --config hooks.yaml', 'hooks.token'],
  ['doctor --config proxy.yaml', 'proxy'],
  ['run --config otlp.yaml', 'otlp'],
  [`run --target mock --otlp ${url}`, '--otlp'],
  ['run --target mock', '--otlp', { AUTH_CONFORMANCE_OTLP: url }],
  ['run --config document.yaml', 'OpenAPI document'],
  ['run --config overlays.yaml', 'OpenAPI Overlay'],
  [`run --target ${url}`, 'target'],
  [`init --target=${url}`, 'target'],
  ['doctor', 'target', { AUTH_CONFORMANCE_TARGET: url }],
  ['plan', '--config', { AUTH_CONFORMANCE_CONFIG: url }],
  ['run --target mock', '--report-dir', { AUTH_CONFORMANCE_REPORT_DIR: url }],
  [`mock ${url}`, 'OpenAPI document'],
  [`lint --overlay ${url}`, 'OpenAPI Overlay'],
  [`run --target mock --events ${url}`, '--events'],
  [`client --document ${url} -- true`, 'OpenAPI document'],
  [`run --target mock --report-dir ${url}`, '--report-dir'],
  [`run --target mock --baseline ${url}`, '--baseline'],
  [`run --config ${url}`, '--config'],
  [`run --target mock --quiet=${url}`, '--quiet'],
  [`mock --host ${url}`, '--host'],
  [`mock --store redis://ada:${password}@127.0.0.1:9`, '--store'],
  [`mock --store=redis://ada:${password}@127.0.0.1:9`, '--store'],
  [`merge one.json ${url}`, '--results'],
  [`replay ${url} x`, '--results'],
  [url, 'word of the command line'],
];

test.concurrent.for(rejected)('A URL with a password is refused and not printed: %s', async ([words, named, environment = {}]) => {
  const { code, stdout, stderr } = await call(words.split(' '), { folder, environment });
  expect(code).toBe(2);
  expect(stderr).toContain(named);
  expect(stderr).toMatch(/contains a user or a password/);
  expect(stdout + stderr).not.toContain(password);
  expect(Object.keys(await filesOf(folder)).toSorted()).toEqual(Object.keys(files).toSorted());
});

test('The password of a proxy is read from the environment, and printed nowhere', async () => {
  const place = await folderWith({});
  const words = ['run', '--target', 'https://127.0.0.1:9/v1', '--only', 'whoami'];
  const { code, stdout, stderr } = await call(words, { folder: place.folder, environment: { HTTPS_PROXY: url } });
  const reports = await filesOf(place.folder);
  await place.remove();
  expect(code).toBe(4);
  expect(stdout).toContain('the proxy https://127.0.0.1:9');
  expect(Object.keys(reports)).toContain('auth-conformance-report/results.json');
  for (const text of [stdout, stderr, ...Object.values(reports)]) expect(text).not.toContain(password);
});

test('The password of a store is read from the environment, and printed nowhere', async () => {
  const environment = { AUTH_CONFORMANCE_STORE: `redis://ada:${password}@127.0.0.1:9/main` };
  const { code, stdout, stderr } = await call(['mock'], { folder, environment });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('store: the database is not a number');
  expect(stderr).not.toContain(password);
});
