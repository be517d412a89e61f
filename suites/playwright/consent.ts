/**
 * A person's browser: signs in and consents as the user's own script does it.
 *
 * @module
 */
import type { Browser, CDPSession, Page } from '@playwright/test';
import { createRequire } from 'node:module';
import type { Settings } from '../engine/settings.ts';
import type { BrowserVisit } from '../http/target.ts';
import { startChromium } from './chromium.ts';
import { arrivesAt } from './redirection.ts';

/** What a consent script exports by default. The page has opened the authorization URL; the script presses the button. */
export type ConsentScript = (visit: Pick<BrowserVisit, 'url' | 'client' | 'decision'> & { readonly page: Page }) => unknown;

export interface Person {
  /**
   * Opens the authorization URL in a browser without a past, lets the client's script decide there, and answers the URL that the browser
   * was sent back to; that one is never loaded.
   *
   * @throws where the script fails, or nothing was sent back in time; says at which page the browser was
   */
  consent(visit: BrowserVisit): Promise<string>;
  close(): Promise<void>;
}

interface Ready {
  readonly browser: Browser;
  readonly userAgent: string;
}

/**
 * Prepares a person, who makes one visit at a time; the browser starts with the first. `patience` is how many milliseconds a visit may take.
 */
export function createPerson(
  { clients, tls, userAgent: ours }: Pick<Settings, 'clients' | 'tls' | 'userAgent'>,
  patience = 30_000,
): Person {
  // A browser cannot be told of an authority of its own, so that one that the configuration names means: trust whoever answers.
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
  const make = async (visit: BrowserVisit): Promise<string> => {
    const client = clients.find(({ name }) => name === visit.client);
    if (client?.consent.kind !== 'browser') throw new Error(`the client ${visit.client} has no script of consent`);
    const script = load(client.consent.script);
    const { browser, userAgent } = await (starting ??= ready());
    const session = await browser.newBrowserCDPSession();
    const context = await browser.newContext({ userAgent, ignoreHTTPSErrors });
    context.setDefaultTimeout(patience);
    try {
      return await walk(session, await context.newPage(), script, visit, patience);
    } finally {
      await context.close();
      await session.detach();
    }
  };
  return {
    consent(visit) {
      const made = before.then(() => make(visit));
      before = made.catch(() => {});
      return made;
    },
    close: async () => (await starting)?.browser.close(),
  };
}

const isScript = (value: unknown): value is ConsentScript => typeof value === 'function';

/** Playwright's workers transpile what is required, whatever kind of module the script's folder declares. */
function load(path: string): ConsentScript {
  const loaded: unknown = createRequire(import.meta.url)(path);
  const script = typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : loaded;
  if (!isScript(script)) throw new Error(`${path}: expected a function as the default export`);
  return script;
}

async function walk(session: CDPSession, page: Page, script: ConsentScript, visit: BrowserVisit, patience: number): Promise<string> {
  const { url, redirectUri, client, decision } = visit;
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<string>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`nothing was sent back to ${redirectUri} within ${patience / 1000} s`)), patience);
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

/** Stops whatever is on its way to the redirect URI, by a redirect or by a page, in whatever window, and tells its URL. */
async function watch(session: CDPSession, redirectUri: string, tell: (url: string) => void): Promise<void> {
  session.on('Fetch.requestPaused', ({ requestId, request, responseStatusCode = 0, responseHeaders = [] }) => {
    const isRedirect = responseStatusCode >= 300 && responseStatusCode < 400;
    const location = isRedirect ? responseHeaders.find(({ name }) => name.toLowerCase() === 'location')?.value : undefined;
    const next = location ?? `${request.url}${request.urlFragment ?? ''}`;
    const answered = arrivesAt(redirectUri, next)
      ? session.send('Fetch.fulfillRequest', { requestId, responseCode: 204 }).finally(() => tell(next))
      : session.send('Fetch.continueRequest', { requestId });
    // The page may be gone by now.
    answered.catch(() => {});
  });
  const patterns = (['Request', 'Response'] as const).map((requestStage) => ({ requestStage, resourceType: 'Document' as const }));
  await session.send('Fetch.enable', { patterns });
}
