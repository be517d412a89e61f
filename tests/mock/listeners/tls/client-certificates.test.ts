import { readFile } from 'node:fs/promises';
import { request, type RequestOptions } from 'node:https';
import { connect } from 'node:http2';
import { afterAll, expect, test } from 'vitest';
import { clearingHouse } from '../../../../cli/prove/documents/clearing-house.ts';
import { createMock } from '../../../../mock/create.ts';
import { forgedCertificate, problemOfCertificate, unknownCertificate } from '../../../../suites/principals/certificates.ts';
import { ask, noon } from '../../mocks.ts';

const mock = createMock(clearingHouse());
const listening = await mock.listen();
const ca = await readFile(listening.ca, 'utf8');
const certificateOf = (name: string) => readFile(listening.clientCertificates!.certificates[name]!, 'utf8');
const [all, other, revoked, expired] = await Promise.all(['all', 'other', 'revoked', 'expired'].map(certificateOf));

afterAll(() => listening.close());

const presenting = (certificate: string | undefined): RequestOptions =>
  certificate === undefined ? { ca } : { ca, cert: certificate, key: certificate };

function statusOf(path: string, certificate?: string, headers: Record<string, string> = {}): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${listening.url}${path}`, { ...presenting(certificate), agent: false, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

test('A listener lets in the certificates that the test CA of clients issued, and nothing else', async () => {
  expect(await statusOf('/members', all)).toBe(200);
  expect(await statusOf('/members', other)).toBe(200);
  expect(await statusOf('/members')).toBe(401);
  expect(await statusOf('/members', revoked)).toBe(401);
  expect(await statusOf('/members', expired)).toBe(401);
  expect(await statusOf('/members', forgedCertificate(all!))).toBe(401);
  expect(await statusOf('/members', unknownCertificate(all!))).toBe(401);
});

test('An expired certificate of another authority is not taken for that of its principal', async () => {
  expect(await statusOf('/members', forgedCertificate(expired!))).toBe(401);
  expect(mock.journal().at(-1)).toMatchObject({ cause: { code: 'unknown-credential' } });
});

test('Other operations of the same listener need no certificate, or one besides a token of the same account', async () => {
  const own = { Authorization: `Bearer ${mock.principals['all-Token']!.secret}` };
  const foreign = { Authorization: `Bearer ${mock.principals['other-Token']?.secret ?? 'none'}` };
  expect(await statusOf('/rates', undefined, own)).toBe(200);
  expect(await statusOf('/rates', all)).toBe(200);
  expect(await statusOf('/rates')).toBe(401);
  expect(await statusOf('/balances', all, own)).toBe(200);
  expect(await statusOf('/balances', all)).toBe(401);
  expect(await statusOf('/balances', undefined, own)).toBe(401);
  expect(await statusOf('/balances', all, foreign)).toBe(401);
});

test('HTTP/2 has the same certificates', async () => {
  const { origin } = new URL(listening.url);
  const status = (certificate?: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const session = connect(origin, presenting(certificate) as object);
      session.on('error', reject);
      const stream = session.request({ ':path': '/v1/members' });
      stream.on('response', (headers) => {
        resolve(headers[':status']);
        session.close();
      });
      stream.resume().end();
    });
  expect(await status(all)).toBe(200);
  expect(await status()).toBe(401);
});

test('The control listener mints certificates', async () => {
  const { url, token } = listening.control!;
  const call = (path: string, body: object) =>
    fetch(url + path, { method: 'POST', headers: { Authorization: `Bearer ${token}` }, body: JSON.stringify(body) });
  const minted = async (shape: object) => {
    const { credential }: { readonly credential: string } = JSON.parse(await (await call('/mint', shape)).text());
    return credential;
  };
  const [active, ended] = [await minted({ scheme: 'Certificate' }), await minted({ scheme: 'Certificate', state: 'expired' })];
  expect(problemOfCertificate(active)).toBeUndefined();
  expect(await statusOf('/members', active)).toBe(200);
  expect(await statusOf('/members', ended)).toBe(401);
  expect((await call('/reset', { credential: active })).status).toBe(204);
  expect(await minted({ scheme: 'Token' })).toMatch(/^mock_/);
});

test('In process there is no certificate but that of the option, and a mock says so', async () => {
  const plain = createMock(clearingHouse(), { now: () => noon });
  const members = new Request('https://clearing.example/v1/members');
  expect((await plain.fetch(members)).status).toBe(401);
  expect(plain.unsupported.join()).toContain('Certificate');
  const known = createMock(clearingHouse(), { now: () => noon, certificate: plain.principals['all']!.secret });
  expect((await known.fetch(members)).status).toBe(200);
  expect(known.unsupported).toEqual([]);
  expect((await known.fetch(new Request('http://clearing.example/v1/members'))).status).toBe(403);
  expect((await ask(plain, 'GET /v1/members')).status).toBe(401);
});
