import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Settings } from '../../suites/engine/settings.ts';
import { openTarget } from '../../suites/http/probe.ts';
import { registerSecrets } from '../../suites/engine/session.ts';
import { withFirstTokens } from '../../suites/http/renewal/first-tokens.ts';
import { cleanUpAfter } from '../../suites/playwright/last-cleanup.ts';
import { runVariable, writeRun } from '../../suites/playwright/run-file.ts';
import { createRedactor } from '../../suites/redaction/redactor.ts';
import { misconfigured } from '../failure.ts';
import { packageVersion } from '../version.ts';
import { withDiscovery } from '../configuration/discovery.ts';
import { prepareRun } from './prepare.ts';
import { openPrivateFolder } from './private-folder.ts';

/** Prepares a run for Playwright's own command line; returns the cleanup function. */
export default async function setUp(): Promise<() => Promise<void>> {
  const target = process.env['AUTH_CONFORMANCE_TARGET'] ?? (existsSync('auth-conformance.yaml') ? undefined : 'mock');
  const args = {
    overlay: [],
    only: [],
    skip: [],
    allow: '',
    slow: false,
    fault: [],
    iOwnThisTarget: false,
    ...(target !== undefined && { target }),
  };
  const { contract, settings: configured, close } = await withDiscovery(await prepareRun(args, packageVersion()));
  const settings = await withTokens(configured);
  const folder = await openPrivateFolder();
  const key = randomBytes(16).toString('hex');
  await writeRun(folder.path, { contract, settings, key, startedAt: Date.now(), spent: 0, mode: 'throw' });
  process.env[runVariable] = folder.path;
  return async () => {
    const redactor = createRedactor(key);
    registerSecrets(redactor, settings);
    try {
      await cleanUpAfter(folder.path, { redactor });
    } finally {
      await close();
      await folder.remove();
    }
  };
}

/** Settings with the tokens of clients; Playwright's own runner has no preflight. */
async function withTokens(configured: Settings): Promise<Settings> {
  if (configured.principals.every(({ renewal }) => renewal?.kind !== 'client')) return configured;
  const target = await openTarget(configured);
  try {
    const { settings, lines } = await withFirstTokens(configured, target, { add: () => {} });
    const problem = lines.find(({ outcome }) => outcome === 'fail');
    if (problem) throw misconfigured(`${problem.message}: ${problem.fix}`);
    return settings;
  } finally {
    await target.close();
  }
}
