/**
 * The person in front of the consent page.
 *
 * A run calls this whenever it needs an authorization code. The page has opened the authorization URL, with a browser profile of its own;
 * what is left to do is what a person would do there: sign in where the server asks for it, and decide. Where the browser is sent back to
 * is none of the script's business: the run takes the URL, and the redirect URI is never loaded.
 *
 * Select by role and label, as a person does: a page whose buttons cannot be found that way is one that many people cannot use.
 */
import type { Page } from '@playwright/test';

interface Visit {
  readonly page: Page;
  /** The authorization URL. */
  readonly url: string;
  /** The name of the client in auth-conformance.yaml, where several need different people. */
  readonly client: string;
  readonly decision: 'approve' | 'deny';
}

export default async function ({ page, decision }: Visit): Promise<void> {
  // A server that asks who you are comes first; a password has its place in the environment:
  //   await page.getByLabel('Email').fill('qa@example.com');
  //   await page.getByLabel('Password').fill(process.env['STAGING_PASSWORD'] ?? '');
  //   await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: decision === 'approve' ? 'Approve' : 'Deny' }).click();
}
