/**
 * A person's browser, as `consent: { browser: … }` drives it, on the pages of authorization servers of every make.
 *
 * @module
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPerson, type Person } from '../../suites/playwright/consent.ts';
import { arrivesAt } from '../../suites/playwright/redirection.ts';
import type { ClientConsent, OAuthClient } from '../../suites/engine/settings.ts';
import type { BrowserAuthorization } from '../../suites/http/target.ts';
import { folderWith } from '../support/command.ts';
import { serve, speaking, type Served } from '../support/servers.ts';

const form = `<title>Sign in</title><form method="post" action="/decide"><button name="to" value="approve">Allow</button>
<button name="to" value="deny">Deny</button></form>`;
const scripts = {
  'press.mjs': `export default async ({ page, decision }) =>
  page.getByRole('button', { name: decision === 'approve' ? 'Allow' : 'Deny' }).click();`,
  'lost.mjs': `export default ({ page }) => page.getByRole('button', { name: 'Nowhere' }).click({ timeout: 300 });`,
  'idle.mjs': `export default () => {};`,
  'none.mjs': `export const consent = () => {};`,
};

let served: Served;
let asked: string[] = [];
let person: Person;
let remove: () => Promise<void>;

/** Where the pages send a browser back to; the first two are served here, and must never be asked for. */
let callback: string;

beforeAll(async () => {
  served = await serve(
    speaking((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      const { pathname, searchParams } = new URL(request.url!, served.https);
      const to = searchParams.get('redirect_uri') ?? '';
      const html = (text: string) => response.writeHead(200, { 'Content-Type': 'text/html' }).end(text);
      if (pathname === '/form') return html(form);
      if (pathname === '/at-once') return response.writeHead(302, { Location: `${to}?code=at-once&state=a%20b` }).end();
      if (pathname === '/by-script') return html(`<script>location = ${JSON.stringify(`${to}?code=by-script`)}</script>`);
      if (pathname === '/implicit') return response.writeHead(303, { Location: `${to}#access_token=implicit` }).end();
      if (pathname === '/by-window') return html(`<script>open(${JSON.stringify(`/at-once?redirect_uri=${to}`)})</script>`);
      if (pathname !== '/decide') return response.writeHead(404).end();
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const isApproved = Buffer.concat(chunks).toString().includes('approve');
        response.writeHead(302, { Location: `${callback}?${isApproved ? 'code=pressed' : 'error=access_denied'}` }).end();
      });
      return undefined;
    }),
  );
  callback = `${served.https}/callback`;
  const made = await folderWith(scripts);
  remove = made.remove;
  const client = (name: string, consent: ClientConsent): OAuthClient => ({
    name,
    consent,
    clientId: name,
    redirectUri: callback,
    account: name,
    scopes: [],
    public: true,
  });
  const pasted = client('pasted', { kind: 'code', code: 'a-code' });
  const clients = Object.keys(scripts).map((name) => client(name, { kind: 'browser', script: join(made.folder, name) }));
  const tls = { ca: served.ca, insecure: false };
  const userAgent = 'auth-conformance/0.0.0 (conformance test)';
  person = createPerson({ clients: [...clients, pasted], tls, userAgent }, 3_000);
});

afterAll(async () => {
  await person.close();
  await served.close();
  await remove();
});

async function visit(path: string, changes: Partial<BrowserAuthorization> = {}): Promise<string> {
  asked = [];
  const redirectUri = changes.redirectUri ?? callback;
  const url = `${served.https}${path}?redirect_uri=${encodeURIComponent(redirectUri)}`;
  try {
    return await person.consent({ url, redirectUri, client: 'idle.mjs', decision: 'approve', ...changes });
  } finally {
    expect(asked.filter((line) => line.startsWith('GET /callback'))).toEqual([]);
  }
}

describe('a visit ends where the browser is sent back to', () => {
  test('after the button of a form that the script presses', async () => {
    expect(await visit('/form', { client: 'press.mjs' })).toBe(`${callback}?code=pressed`);
    expect(await visit('/form', { client: 'press.mjs', decision: 'deny' })).toBe(`${callback}?error=access_denied`);
  });

  test('at once where nobody is asked', async () => {
    expect(await visit('/at-once')).toBe(`${callback}?code=at-once&state=a%20b`);
  });

  test('by a script of the page, and in a window that the page opens', async () => {
    expect(await visit('/by-script')).toBe(`${callback}?code=by-script`);
    expect(await visit('/by-window')).toBe(`${callback}?code=at-once&state=a%20b`);
  });

  test('with the fragment of an implicit flow', async () => {
    expect(await visit('/implicit')).toBe(`${callback}#access_token=implicit`);
  });

  test('on a host that does not exist, and at an app of a scheme of its own', async () => {
    for (const redirectUri of ['https://app.example/callback', 'com.example.app:/callback'])
      expect(await visit('/at-once', { redirectUri })).toBe(`${redirectUri}?code=at-once&state=a%20b`);
  });
});

describe('a visit that leads nowhere says where the browser was', () => {
  test('where nothing is sent back in time', async () => {
    await expect(visit('/form')).rejects.toThrow(
      /^the browser of idle\.mjs was stuck at "Sign in" \(https:\/\/127\.0\.0\.1:\d+\/form\?.*\): there was no redirect to https:.* within 3 s$/,
    );
  });

  test('where the script fails', async () => {
    await expect(visit('/form', { client: 'lost.mjs' })).rejects.toThrow(
      /^the browser of lost\.mjs was stuck at "Sign in" \(.*\): locator\.click: /,
    );
  });

  test('where the page cannot be opened', async () => {
    await served.close();
    await expect(visit('/form')).rejects.toThrow(/^the browser of idle\.mjs was stuck at .*: page\.goto: net::ERR_CONNECTION_REFUSED/);
  });

  test('where there is no script, or none that can be called', async () => {
    await expect(visit('/form', { client: 'pasted' })).rejects.toThrow('the client pasted has no consent script');
    await expect(visit('/form', { client: 'none.mjs' })).rejects.toThrow(/none\.mjs: expected a function as the default export$/);
  });
});

test.each([
  ['https://app.example/callback?code=1', true],
  ['https://app.example/callback#access_token=1', true],
  ['https://app.example/callback/', false],
  ['https://app.example/callback2?code=1', false],
  ['https://app.example.org/callback?code=1', false],
  ['http://app.example/callback?code=1', false],
  ['https://app.example:444/callback?code=1', false],
  ['https://idp.example/login?to=https://app.example/callback', false],
])('%s is the redirect URI https://app.example/callback: %s', (url, expected) => {
  expect(arrivesAt('https://app.example/callback', url)).toBe(expected);
});

test('a redirect URI with a query of its own is only reached with it', () => {
  expect(arrivesAt('https://app.example/?to=a', 'https://app.example/?to=a&code=1')).toBe(true);
  expect(arrivesAt('https://app.example/?to=a', 'https://app.example/?to=b&code=1')).toBe(false);
});
