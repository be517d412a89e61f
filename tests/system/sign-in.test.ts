/**
 * A certified authorization server with its own pages: a person signs in and consents there in a real browser, and the suites judge it.
 *
 * @module
 */
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createPerson } from '../../suites/playwright/consent.ts';
import type { OAuthClient } from '../../suites/engine/settings.ts';
import { startOidcProvider } from '../proof/oracles/oidc-provider.ts';
import { readers } from '../proof/oracles/readers.ts';
import { having, judgeGrants, told } from '../proof/oracles/trial.ts';
import { folderWith } from '../support/command.ts';

const script = `export default async ({ page, decision }) => {
  if (decision === 'deny') return page.getByRole('link', { name: 'Cancel' }).click();
  await page.getByPlaceholder('Enter any login').fill('ann');
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
};
`;

test('oidc-provider is blamed for nothing but the fields that it leaves out, where a person signs in on its own pages', async () => {
  const [oracle, { folder, remove }] = await Promise.all([startOidcProvider({}, true), folderWith({ 'login.mjs': script })]);
  const clients = Object.values<OAuthClient>(readers).map((client): OAuthClient => ({
    ...client,
    consent: { kind: 'browser', script: join(folder, 'login.mjs') },
  }));
  const person = createPerson({ clients, tls: { ca: oracle.ca, insecure: false }, userAgent: 'auth-conformance (oracle)' });
  onTestFinished(async () => {
    await person.close();
    await oracle.close();
    await remove();
  });
  const findings = await judgeGrants(oracle, { advance: async (seconds) => oracle.advance(seconds) }, clients, person.consent);
  expect(told(findings, 'error', 'inconclusive', 'blocked')).toEqual([]);
  expect(having(findings, 'fail')).toEqual(['oauth/consent-page-framing', 'oauth/token-pragma']);
  expect(having(findings, 'pass')).toEqual(
    expect.arrayContaining([
      'oauth/authorization-code',
      'oauth/denied-consent',
      'oauth/code-reuse',
      'oauth/redirect-uri-matching',
      'oauth/tokens-after-refresh-reuse',
    ]),
  );
}, 180_000);
