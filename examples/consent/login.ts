/**
 * Signs in and consents on behalf of the user.
 *
 * A run calls this script whenever it needs an authorization code. The page has its own browser profile and has opened the authorization URL. The
 * script signs in if the server requires it, and approves or denies. The run intercepts the redirect, so the redirect URI is never loaded.
 *
 * Select elements by role and label, as assistive technology does.
 */
import type { Page } from '@playwright/test';

interface Visit {
  readonly page: Page;
  /** The authorization URL. */
  readonly url: string;
  /** The name of the client in auth-conformance.yaml, to sign in as different users. */
  readonly client: string;
  readonly decision: 'approve' | 'deny';
}

export default async function ({ page, decision }: Visit): Promise<void> {
  // If the server requires sign-in, do that first. Read the password from the environment:
  //   await page.getByLabel('Email').fill('qa@example.com');
  //   await page.getByLabel('Password').fill(process.env['STAGING_PASSWORD'] ?? '');
  //   await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: decision === 'approve' ? 'Approve' : 'Deny' }).click();
}
