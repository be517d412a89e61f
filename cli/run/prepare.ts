import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Contract } from '../../spec/contract.ts';
import { defined } from '../../spec/defined.ts';
import { bundledDocument } from '../../spec/loading/bundled.ts';
import { configuredHooks } from '../../suites/engine/scenario.ts';
import { withPart } from '../../suites/engine/schedule.ts';
import type { Settings } from '../../suites/engine/settings.ts';
import { createPrincipals } from '../../suites/principals/principals.ts';
import { checkedBaseUrl } from '../configuration/base-url.ts';
import { noFile, readConfiguration, type ConfigurationFile } from '../configuration/file.ts';
import { withoutDiscoveredFlows } from '../configuration/discovery.ts';
import { openSecrets, type OnUnset } from '../configuration/reference.ts';
import { withConfiguredValues } from '../configuration/parameters.ts';
import { collectorHeaders } from '../configuration/schema.ts';
import { calledContract } from '../configuration/servers.ts';
import { settingsFrom, type RunFlags } from '../configuration/settings.ts';
import { type DocumentArguments, openDocument } from '../document.ts';
import { usage } from '../failure.ts';
import { parsePace, parsePermissions, parseShard, positive } from '../options.ts';
import type { MockArguments } from './mock-again.ts';

/** The command line arguments of `run`, `plan` and `doctor`. */
export interface RunArguments extends DocumentArguments {
  readonly target?: string | undefined;
  readonly config?: string | undefined;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly profile?: Settings['profile'] | undefined;
  readonly allow: string;
  readonly maxRequests?: number | undefined;
  readonly maxSeconds?: number | undefined;
  readonly pace?: string | undefined;
  /** Base URL of an OpenTelemetry collector. */
  readonly otlp?: string | undefined;
  readonly slow: boolean;
  readonly sample?: boolean | undefined;
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
  /** What the mock serves, if it was started for the run. */
  readonly served?: MockArguments;
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
export async function prepareRun(args: RunArguments, version: string, onUnset?: OnUnset): Promise<PreparedRun> {
  const path = args.config ?? (existsSync(usualFile) ? usualFile : undefined);
  const file = path === undefined ? noFile : await readConfiguration(path);
  const beside = (name: string) => (/^https?:/.test(name) || path === undefined ? name : resolve(dirname(path), name));
  const source = args.document ?? (file.values.document === undefined ? bundledDocument : beside(file.values.document));
  const overlays = args.overlay.length > 0 ? args.overlay : (file.values.overlays ?? []).map(beside);
  const contract = await openDocument({ ...args, document: source, overlay: overlays });
  const flags = flagsOf(args);
  const userAgent = `auth-conformance/${version} (conformance test)`;
  if ((args.target ?? file.values.target) === 'mock') {
    if (args.againstMock === true) throw usage('--against-mock: the target is the mock itself: give another --target');
    const { startMockTarget } = await import('./mock-target.ts');
    const served = { ...args, overlay: overlays, document: source === bundledDocument ? undefined : source };
    const started = await startMockTarget(contract, flags, args.fault, userAgent);
    const called = calledContract(contract, {});
    return { contract: called, file: noFile, served, ...started, settings: inParts(called, started.settings) };
  }
  if (args.fault.length > 0) throw usage('--fault: only the mock has faults: add --target mock');
  const secrets = await openSecrets(file, process.env, onUnset);
  const settings = await settingsFrom(file, flags, contract, secrets, userAgent);
  const known = settings.clients.length === 0 ? withoutDiscoveredFlows(contract) : contract;
  const called = withConfiguredValues(calledContract(known, settings), file);
  return { contract: called, file, settings: inParts(called, settings), close: async () => {} };
}

/** Settings with the part of their shard: planned before anything is sent, so that all shards plan alike. */
const inParts = (contract: Contract, settings: Settings): Settings =>
  withPart({ contract, settings, principals: createPrincipals(contract, settings), hooks: configuredHooks(settings) });

function flagsOf(args: RunArguments): RunFlags {
  const { target, profile, slow, sample, only, skip, iOwnThisTarget: ownTarget } = args;
  return defined({
    target,
    profile,
    shard: parseShard(args.shard),
    maxRequests: positive('max-requests', args.maxRequests),
    maxSeconds: positive('max-seconds', args.maxSeconds),
    pace: parsePace(args.pace),
    otlp: args.otlp === undefined ? undefined : checkedBaseUrl('--otlp', args.otlp, 'usage', collectorHeaders).href,
    allow: parsePermissions(args.allow),
    slow,
    sample,
    only,
    skip,
    ownTarget,
  });
}
