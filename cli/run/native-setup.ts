import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { runVariable, writeRun } from '../../suites/playwright/run-file.ts';
import { packageVersion } from '../version.ts';
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
  const { contract, settings, close } = await prepareRun(args, packageVersion());
  const folder = await openPrivateFolder();
  await writeRun(folder.path, { contract, settings, key: randomBytes(16).toString('hex'), startedAt: Date.now(), spent: 0, mode: 'throw' });
  process.env[runVariable] = folder.path;
  return async () => {
    await close();
    await folder.remove();
  };
}
