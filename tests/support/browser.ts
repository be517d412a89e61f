/**
 * Debian's Chromium, for pages.
 *
 * @module
 */
import { chromium, type Browser, type ConsoleMessage, type Page } from '@playwright/test';

/** Starts the browser; close it afterwards. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });

const isComplaint = (message: ConsoleMessage) => ['error', 'warning'].includes(message.type());

/**
 * Collects what a page must not do while it is tested: errors, complaints on the console, and requests for what is not its own.
 *
 * @returns a list that grows
 */
export function misdeedsOf(
  page: Page,
  isOwn: (url: string) => boolean,
  counts: (message: ConsoleMessage) => boolean = isComplaint,
): readonly string[] {
  const misdeeds: string[] = [];
  page.on('pageerror', (error) => void misdeeds.push(error.message));
  page.on('console', (message) => void (counts(message) && misdeeds.push(message.text())));
  page.on('request', (request) => void (isOwn(request.url()) || misdeeds.push(`asked for ${request.url()}`)));
  return misdeeds;
}
