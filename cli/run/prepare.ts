import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Contract } from '../../spec/contract.ts';
import { defined } from '../../spec/defined.ts';
import { bundledDocument, readContract } from '../../spec/loading/bundled.ts';
import type { Settings } from '../../suites/engine/settings.ts';
import { noFile, readConfiguration, type ConfigurationFile } from '../configuration/file.ts';
import { openSecrets } from '../configuration/reference.ts';
import { settingsFrom, type RunFlags } from '../configuration/settings.ts';
import { usage } from '../failure.ts';
import { parsePermissions, parseShard, positive } from '../options.ts';

/** The command line arguments of `run`, `plan` and `doctor`. */
export interface RunArguments {
  readonly document?: string | undefined;
  readonly overlay: readonly string[];
  readonly target?: string | undefined;
  readonly config?: string | undefined;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly profile?: Settings['profile'] | undefined;
  readonly allow: string;
  readonly maxRequests?: number | undefined;
  readonly maxSeconds?: number | undefined;
  readonly slow: boolean;
  readonly shard?: string | undefined;
  readonly fault: readonly string[];
  readonly iOwnThisTarget: boolean;
  /** Whether to repeat the run against the mock and compare. */
  readonly againstMock?: boolean | undefined;
}

export interface PreparedRun {
  readonly contract: Contract;
  readonly settings: Settings;
  readonly file: ConfigurationFile;
  /** Stops the mock if it was started for the run. */
  close(): Promise<void>;
}

/** The default configuration file. */
export const usualFile = 'auth-conformance.yaml';

/**
 * Reads the document and the configuration, and starts the mock if it is the target.
 *
 * @param onUnset - called for each unset variable; without it, an unset variable is an error
 */
export async function prepareRun(args: RunArguments, version: string, onUnset?: (variable: string) => void): Promise<PreparedRun> {
  const path = args.config ?? (existsSync(usualFile) ? usualFile : undefined);
  const file = path === undefined ? noFile : await readConfiguration(path);
  const beside = (name: string) => (/^https?:/.test(name) || path === undefined ? name : resolve(dirname(path), name));
  const source = args.document ?? (file.values.document === undefined ? bundledDocument : beside(file.values.document));
  const overlays = args.overlay.length > 0 ? args.overlay : (file.values.overlays ?? []).map(beside);
  const contract = await readContract(source, { overlays });
  const flags = flagsOf(args);
  const userAgent = `auth-conformance/${version} (conformance test)`;
  if ((args.target ?? file.values.target) === 'mock') {
    if (args.againstMock === true) throw usage('--against-mock: the target is the mock itself: give another --target');
    const { startMockTarget } = await import('./mock-target.ts');
    return { contract, file: noFile, ...(await startMockTarget(contract, flags, args.fault, userAgent)) };
  }
  if (args.fault.length > 0) throw usage('--fault: only the mock has faults: add --target mock');
  const secrets = await openSecrets(file, process.env, onUnset);
  return { contract, file, settings: await settingsFrom(file, flags, contract, secrets, userAgent), close: async () => {} };
}

function flagsOf(args: RunArguments): RunFlags {
  const { target, profile, slow, only, skip, iOwnThisTarget: ownTarget } = args;
  return defined({
    target,
    profile,
    shard: parseShard(args.shard),
    maxRequests: positive('max-requests', args.maxRequests),
    maxSeconds: positive('max-seconds', args.maxSeconds),
    allow: parsePermissions(args.allow),
    slow,
    only,
    skip,
    ownTarget,
  });
}
