import { request as httpsRequest } from 'node:https';
import { readFile } from 'node:fs/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { createMock } from '../../mock/create.ts';
import { scenarioHooks } from '../../client/process/control-hooks.ts';
import { bundledDocument, loadContract } from '../../spec/load.ts';

const contract = await loadContract(bundledDocument);
const scenarios = scenarioHooks({ contract });
const listening = await createMock(contract).listen({ hooks: scenarios.hooks });
afterAll(async () => {
  await scenarios.close();
  await listening.close();
});

async function ask(method: string, path: string, body?: object) {
  const { url, token } = listening.control!;
  const response = await fetch(url + path, {
    method,
    headers: { Authorization: `Bearer ${token}` },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
}

/** A client in another language: it knows a URL, a key and a certificate. */
async function callWith({ url, key, ca }: { readonly url: string; readonly key: string; readonly ca: string }): Promise<number> {
  const authority = await readFile(ca, 'utf8');
  return new Promise((resolve, reject) => {
    httpsRequest(`${url}/conversations`, { ca: authority, headers: { Authorization: `Bearer ${key}` } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

describe('the control API', () => {
  test('lists the scenarios', async () => {
    const { status, body } = await ask('GET', '/scenarios');
    expect([status, body.scenarios[0]]).toMatchObject([200, { name: 'call', task: 'call' }]);
  });

  test('starts one, and judges what arrived', async () => {
    const { status, body } = await ask('POST', '/scenarios', { scenario: 'key-rejected' });
    expect([status, body]).toMatchObject([201, { scenario: 'key-rejected', environment: { AUTH_CONFORMANCE_URL: body.url } }]);
    expect([await callWith(body), await callWith(body)]).toEqual([401, 401]);
    const verdict = await ask('POST', '/verdicts', { id: body.id, exitCode: 1, output: '401' });
    expect(verdict.body).toMatchObject({
      conformant: false,
      problems: [expect.stringContaining('client/no-retry-401/key-rejected')],
    });
    expect((await ask('POST', '/verdicts', { id: body.id })).status).toBe(400);
  });

  test('says what is wrong with a request', async () => {
    const { status, body } = await ask('POST', '/scenarios', { scenario: 'device-poll' });
    expect([status, body.error]).toEqual([400, 'scenario: the document has no deviceAuthorization flow']);
    expect((await ask('POST', '/scenarios', { scenario: 'no-such' })).body.error).toMatch(/expected one of call/);
    expect((await ask('GET', '/scenarios')).body.open).toEqual([]);
  });
});
