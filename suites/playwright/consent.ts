/**
 * A browser in which the user's own script signs in and consents.
 *
 * @module
 */
import type { Browser, CDPSession, Page } from '@playwright/test';
import { createRequire } from 'node:module';
import type { Settings } from '../engine/settings.ts';
import type { BrowserAuthorization } from '../http/target.ts';
import { startChromium } from './chromium.ts';
import { arrivesAt } from './redirection.ts';

/** The default export of a consent script. The page shows the authorization URL; the script presses the button. */
export type ConsentScript = (authorization: Pick<BrowserAuthorization, 'url' | 'client' | 'decision'> & { readonly page: Page }) => unknown;

export interface Person {
  /**
   * Opens the authorization URL in a new browser context, runs the client's script there, and returns the redirect URL with its parameters. The
   * redirect URL is never loaded.
   *
   * @throws if the script fails or there is no redirect in time; the message names the page that was open
   */
  consent(authorization: BrowserAuthorization): Promise<string>;
  close(): Promise<void>;
}

interface Ready {
  readonly browser: Browser;
  readonly userAgent: string;
}

/**
 * Runs one authorization at a time; the browser starts with the first. `patience` is the time limit of an authorization, in milliseconds.
 */
export function createPerson(
  { clients, tls, userAgent: ours }: Pick<Settings, 'clients' | 'tls' | 'userAgent'>,
  patience = 30_000,
): Person {
  // A browser takes no certificate authority as an option. If the configuration names one, the browser does not verify certificates.
  const ignoreHTTPSErrors = tls.insecure || tls.ca !== undefined;
  let starting: Promise<Ready> | undefined;
  let before: Promise<unknown> = Promise.resolve();
  const ready = async (): Promise<Ready> => {
    const browser = await startChromium(process.env);
    const page = await browser.newPage();
    const own = await page.evaluate<string>('navigator.userAgent');
    await page.close();
    return { browser, userAgent: `${own} ${ours}` };
  };
  const make = async (authorization: BrowserAuthorization): Promise<string> => {
    const client = clients.find(({ name }) => name === authorization.client);
    if (client?.consent.kind !== 'browser') throw new Error(`the client ${authorization.client} has no consent script`);
    const script = load(client.consent.script);
    const { browser, userAgent } = await (starting ??= ready());
    const session = await browser.newBrowserCDPSession();
    const context = await browser.newContext({ userAgent, ignoreHTTPSErrors });
    context.setDefaultTimeout(patience);
    try {
      return await walk(session, await context.newPage(), script, authorization, patience);
    } finally {
      await context.close();
      await session.detach();
    }
  };
  return {
    consent(authorization) {
      const made = before.then(() => make(authorization));
      before = made.catch(() => {});
      return made;
    },
    close: async () => (await starting)?.browser.close(),
  };
}

const isScript = (value: unknown): value is ConsentScript => typeof value === 'function';

/** Playwright's workers transpile required modules, whatever module type the script's folder declares. */
function load(path: string): ConsentScript {
  const loaded: unknown = createRequire(import.meta.url)(path);
  const script = typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : loaded;
  if (!isScript(script)) throw new Error(`${path}: expected a function as the default export`);
  return script;
}

async function walk(
  session: CDPSession,
  page: Page,
  script: ConsentScript,
  authorization: BrowserAuthorization,
  patience: number,
): Promise<string> {
  const { url, redirectUri, client, decision } = authorization;
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<string>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`there was no redirect to ${redirectUri} within ${patience / 1000} s`)), patience);
      const act = async () => {
        await watch(session, redirectUri, resolve);
        await page.goto(url);
        await script({ page, url, client, decision });
      };
      act().catch(reject);
    });
  } catch (error) {
    const title = await page.title().catch(() => '');
    const message = error instanceof Error ? error.message.split('\n', 1)[0]! : String(error);
    throw new Error(`the browser of ${client} was stuck at "${title}" (${page.url()}): ${message}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** Intercepts requests to the redirect URI, from redirects and pages in any window, and reports the URL. */
async function watch(session: CDPSession, redirectUri: string, found: (url: string) => void): Promise<void> {
  session.on('Fetch.requestPaused', ({ requestId, request, responseStatusCode = 0, responseHeaders = [] }) => {
    const isRedirect = responseStatusCode >= 300 && responseStatusCode < 400;
    const location = isRedirect ? responseHeaders.find(({ name }) => name.toLowerCase() === 'location')?.value : undefined;
    const next = location ?? `${request.url}${request.urlFragment ?? ''}`;
    const answered = arrivesAt(redirectUri, next)
      ? session.send('Fetch.fulfillRequest', { requestId, responseCode: 204 }).finally(() => found(next))
      : session.send('Fetch.continueRequest', { requestId });
    // The page may be gone by now.
    answered.catch(() => {});
  });
  const patterns = (['Request', 'Response'] as const).map((requestStage) => ({ requestStage, resourceType: 'Document' as const }));
  await session.send('Fetch.enable', { patterns });
}
