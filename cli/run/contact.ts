import type { Contract } from '../../spec/contract.ts';
import { complete } from '../../suites/principals/completion.ts';
import { withObservedPlans } from '../../suites/topics/limits/observed-plans.ts';
import { preflight } from '../../suites/preflight/preflight.ts';
import type { PreflightOptions } from '../../suites/preflight/sender.ts';
import { HooksError } from '../../suites/http/hooks.ts';
import { withFirstTokens } from '../../suites/http/renewal/first-tokens.ts';
import { openTarget } from '../../suites/http/probe.ts';
import type { PreflightResult } from '../../suites/result/result.ts';
import { hooksOf, type PlanningContext } from '../../suites/engine/scenario.ts';
import { quietly } from '../../suites/engine/shards/quiet-time.ts';
import type { Redactor } from '../../suites/redaction/redactor.ts';
import type { Settings } from '../../suites/engine/settings.ts';
import type { Target } from '../../suites/http/target.ts';
import type { Tracing } from '../../suites/http/tracing.ts';
import type { ConfigurationFile } from '../configuration/file.ts';
import { sourceOf } from '../configuration/source.ts';

/** What is known about a target before the suites start. */
export interface Contact {
  readonly preflight: readonly PreflightResult[];
  readonly requests: number;
  /** Including minted principals. */
  readonly settings: Settings;
  readonly hooks: PlanningContext['hooks'];
  readonly usable: boolean;
}

/** The result without contact. */
export function noContact(settings: Settings): Contact {
  return { preflight: [], requests: 0, settings, hooks: hooksOf({}), usable: false };
}

/** Opens the target, tries every credential, and mints missing principals if the target allows it. */
export async function firstContact(
  contract: Contract,
  configured: Settings,
  file: ConfigurationFile,
  redactor: Redactor,
  tracing?: Tracing,
): Promise<Contact> {
  const { target: direct, hooksProblem } = await opened(configured, file, tracing);
  const target = quietly(direct, configured.shard?.part);
  try {
    const { settings, lines: tokens, requests: tokenRequests } = await withFirstTokens(configured, target, redactor);
    const options = { sourceOf: (key: string) => sourceOf(file, key) };
    const { lines, requests, probe, accepted } = await preflight(
      contract,
      withoutSpent(withoutTokenless(settings, tokens)),
      target,
      options,
    );
    const all = [...lines, ...tokens, ...hooksProblem];
    const usable = all.every(({ outcome }) => outcome !== 'fail');
    const { principals, minting } = usable
      ? await minted(contract, settings, target, redactor)
      : { principals: settings.principals, minting: [] };
    const observed = withObservedPlans(contract, { ...settings, principals }, accepted);
    const located = [...all, ...minting, ...(usable ? observed.lines : [])].map((line) => withPlace(redactedLine(line, redactor), file));
    return {
      preflight: located,
      requests: requests + tokenRequests,
      settings: { ...observed.settings, ...(probe !== undefined && { probe }) },
      hooks: hooksOf(target.capabilities),
      usable: located.every(({ outcome }) => outcome !== 'fail'),
    };
  } finally {
    await target.close();
  }
}

/** Examines the target with a few requests; mints at most one credential, to try the hook. */
export async function examine(
  contract: Contract,
  configured: Settings,
  file: ConfigurationFile,
  redactor: Redactor,
): Promise<Pick<Contact, 'preflight' | 'requests' | 'hooks'> & { readonly mints: boolean }> {
  const { target, hooksProblem } = await opened(configured, file);
  const options: PreflightOptions = { thorough: true, sourceOf: (key) => sourceOf(file, key) };
  try {
    const { settings, lines: tokens, requests: tokenRequests } = await withFirstTokens(configured, target, redactor);
    const tried = withoutTokenless(hooksProblem.length > 0 ? withoutHooks(settings) : settings, tokens);
    const { lines, requests } = await preflight(contract, tried, target, options);
    const all = [...(hooksProblem.length > 0 ? [...lines.filter(({ id }) => id !== 'hooks'), ...hooksProblem] : lines), ...tokens];
    return {
      preflight: all.map((line) => withPlace(redactedLine(line, redactor), file)),
      requests: requests + tokenRequests,
      hooks: hooksOf(target.capabilities),
      mints: target.capabilities.mint !== undefined,
    };
  } finally {
    await target.close();
  }
}

/** Opens the target; without its hooks if those fail, and with a line about the problem. */
async function opened(
  settings: Settings,
  file: ConfigurationFile,
  tracing?: Tracing,
): Promise<{ readonly target: Target; readonly hooksProblem: readonly PreflightResult[] }> {
  try {
    return { target: await openTarget(settings, tracing), hooksProblem: [] };
  } catch (error) {
    if (!(error instanceof HooksError)) throw error;
    return { target: await openTarget(withoutHooks(settings), tracing), hooksProblem: [hooksLine(error, file)] };
  }
}

/** Settings without the principals that got no token: their own lines say why. */
function withoutTokenless(settings: Settings, lines: readonly PreflightResult[]): Settings {
  const ids = new Set(lines.flatMap(({ id, outcome }) => (outcome === 'fail' ? [id] : [])));
  return { ...settings, principals: settings.principals.filter(({ name }) => !ids.has(`principals/${name}`)) };
}

/** Settings without the principals whose quotas another shard uses up, perhaps just now. */
function withoutSpent(settings: Settings): Settings {
  const { shard, principals } = settings;
  return shard && !shard.ownTarget && shard.index > 1
    ? { ...settings, principals: principals.filter(({ expendable }) => !expendable) }
    : settings;
}

function withoutHooks({ hooks: _hooks, ...settings }: Settings): Settings {
  return settings;
}

function hooksLine({ message, known }: HooksError, file: ConfigurationFile): PreflightResult {
  return {
    id: 'hooks',
    outcome: 'fail',
    message,
    configuration: known ? 'hooks.url' : 'hooks.token',
    fix: known
      ? 'check that this is the base URL of the test hooks, or remove hooks'
      : `check that ${sourceOf(file, 'hooks.token')} belongs to this environment`,
  };
}

/** Mints missing principals; returns all principals and a line about the minted ones. */
async function minted(contract: Contract, settings: Settings, target: Target, redactor: Redactor) {
  try {
    const principals = await complete(contract, settings.principals, target, redactor);
    const count = principals.length - settings.principals.length;
    const message = `mint: ${count} principals were minted because the configuration does not have them`;
    return { principals, minting: count === 0 ? [] : [{ id: 'hooks/mint', outcome: 'pass', message } as const] };
  } catch (error) {
    if (!(error instanceof HooksError)) throw error;
    const fix = 'fix the hook mint, or remove it from the capabilities of the server';
    const line = { id: 'hooks', outcome: 'fail', message: error.message, configuration: 'hooks.url', fix } as const;
    return { principals: settings.principals, minting: [line] };
  }
}

/** Adds the location in the configuration file to a preflight line. */
export function withPlace(line: PreflightResult, file: ConfigurationFile): PreflightResult {
  const where = line.configuration === undefined ? undefined : file.where(line.configuration);
  return where === undefined ? line : { ...line, configuration: `${line.configuration} (${where})` };
}

const redactedLine = (line: PreflightResult, redactor: Redactor) => ({ ...line, message: redactor.redact(line.message) });
