import { expect, test } from 'vitest';
import type { Evidence } from '../../../suites/engine/evidence.ts';
import { curlOf } from '../../../suites/result/curl.ts';

const evidence = (url: string, method = 'GET'): Evidence => ({
  id: 'one#1',
  scenario: 'one',
  role: 'probe',
  startedAt: 0,
  milliseconds: 1,
  connection: { scheme: 'https' },
  request: { method, url, headers: ['Accept', '*/*'] },
  sent: 'client',
});
const redactor = { shell: (text: string) => text };
const client = { cert: '', key: '', certFile: '/me.pem', keyFile: '/me.key' };

test('A curl line has the certificate of the client, and the proxy without its password', () => {
  const proxy = { https: 'http://me:secret@proxy.test:3128', except: ['127.0.0.1'] };
  expect(curlOf(evidence('https://api.test/v1/it?a=1'), redactor, { tls: { insecure: false, client }, proxy })).toBe(
    'curl -i --cert "/me.pem" --key "/me.key" --proxy "http://proxy.test:3128" -H "Accept: */*" --path-as-is "https://api.test/v1/it?a=1"',
  );
  expect(curlOf(evidence('https://127.0.0.1:1/it'), redactor, { tls: { insecure: true }, proxy })).not.toContain('--proxy');
});

test.each(['http://127.0.0.1:4010*', 'http://[::1]:4010*', 'http://127.0.0.1:4010//../x', 'http://api.test?x'])(
  'A curl line is made for %s',
  (url) => {
    const proxy = { http: 'http://proxy.test:3128', except: [] };
    expect(curlOf(evidence(url, 'OPTIONS'), redactor, { tls: { insecure: false }, proxy })).toContain('--proxy "http://proxy.test:3128"');
  },
);

test('A curl line names the variables of the configuration, also in expressions, and no variable whose name only begins alike', () => {
  const variables = { AUTH_CONFORMANCE_READER: 'STAGING_READER_KEY' };
  const secrets = [
    '$AUTH_CONFORMANCE_READER',
    '${AUTH_CONFORMANCE_READER%??}',
    '$AUTH_CONFORMANCE_READER_FORGED',
    '$AUTH_CONFORMANCE_WRITER',
  ];
  const shell = (text: string) => text.replace('*/*', secrets.join(' '));
  expect(curlOf(evidence('https://api.test/v1/it'), { shell }, { tls: { insecure: false }, variables })).toBe(
    'curl -i -H "Accept: $STAGING_READER_KEY ${STAGING_READER_KEY%??} $STAGING_READER_KEY_FORGED $AUTH_CONFORMANCE_WRITER" --path-as-is "https://api.test/v1/it"',
  );
});

test.each([
  ['HEAD', 'https://api.test/v1/it', '--head -H "Accept: */*" --path-as-is "https://api.test/v1/it"'],
  ['OPTIONS', 'https://api.test*', '-X OPTIONS -H "Accept: */*" --path-as-is --request-target "*" "https://api.test/"'],
])('A curl line of %s %s is one that curl understands', (method, url, line) => {
  expect(curlOf(evidence(url, method), redactor, { tls: { insecure: false } })).toBe(`curl -i ${line}`);
});
