import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runVariable, writeRun } from '../../suites/playwright/run-file.ts';
import { packageVersion } from '../version.ts';
import { prepare } from './prepare.ts';

/** Prepares a run for Playwright's own command line; answers what clears it away. */
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
  const { contract, settings, close } = await prepare(args, packageVersion());
  const folder = await mkdtemp(join(tmpdir(), 'auth-conformance-run-'));
  await writeRun(folder, { contract, settings, key: randomBytes(16).toString('hex'), startedAt: Date.now(), spent: 0, mode: 'throw' });
  process.env[runVariable] = folder;
  return async () => {
    await close();
    await rm(folder, { recursive: true, force: true });
  };
}
