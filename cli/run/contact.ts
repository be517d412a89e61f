import type { Contract } from '../../spec/contract.ts';
import { complete } from '../../suites/principals/completion.ts';
import { preflight } from '../../suites/preflight/preflight.ts';
import type { PreflightOptions } from '../../suites/preflight/sender.ts';
import { HooksError } from '../../suites/http/hooks.ts';
import { openTarget } from '../../suites/http/probe.ts';
import type { PreflightResult } from '../../suites/result/result.ts';
import { hooksOf, type PlanningContext } from '../../suites/engine/scenario.ts';
import type { Redactor } from '../../suites/redaction/redactor.ts';
import type { Settings } from '../../suites/engine/settings.ts';
import type { Target } from '../../suites/http/target.ts';
import type { ConfigurationFile } from '../configuration/file.ts';
import { sourceOf } from '../configuration/source.ts';

/** What is known of a target before the suites begin. */
export interface Contact {
  readonly preflight: readonly PreflightResult[];
  readonly requests: number;
  /** With the principals that were minted. */
  readonly settings: Settings;
  readonly hooks: PlanningContext['hooks'];
  readonly usable: boolean;
}

/** What is known where nobody was asked. */
export function noContact(settings: Settings): Contact {
  return { preflight: [], requests: 0, settings, hooks: hooksOf({}), usable: false };
}

/** Opens the target, tries every credential, and mints what is missing where it may. */
export async function firstContact(contract: Contract, settings: Settings, file: ConfigurationFile, redactor: Redactor): Promise<Contact> {
  const { target, objection } = await opened(settings, file);
  try {
    const { lines, requests } = await preflight(contract, settings, target, { sourceOf: (key) => sourceOf(file, key) });
    const all = [...lines, ...objection];
    const usable = all.every(({ outcome }) => outcome !== 'fail');
    const { actors: principals, minting } = usable
      ? await minted(contract, settings, target, redactor)
      : { actors: settings.principals, minting: [] };
    const located = [...all, ...minting].map((line) => withPlace(line, file, redactor));
    return {
      preflight: located,
      requests,
      settings: { ...settings, principals },
      hooks: hooksOf(target.capabilities),
      usable: located.every(({ outcome }) => outcome !== 'fail'),
    };
  } finally {
    await target.close();
  }
}

/** Looks at the target as thoroughly as a few requests allow; mints one credential at most, to try the hook. */
export async function examine(
  contract: Contract,
  settings: Settings,
  file: ConfigurationFile,
  redactor: Redactor,
): Promise<Pick<Contact, 'preflight' | 'requests' | 'hooks'> & { readonly mints: boolean }> {
  const { target, objection } = await opened(settings, file);
  const options: PreflightOptions = { thorough: true, sourceOf: (key) => sourceOf(file, key) };
  try {
    const { lines, requests } = await preflight(contract, objection.length > 0 ? withoutHooks(settings) : settings, target, options);
    const all = objection.length > 0 ? [...lines.filter(({ id }) => id !== 'hooks'), ...objection] : lines;
    return {
      preflight: all.map((line) => withPlace(line, file, redactor)),
      requests,
      hooks: hooksOf(target.capabilities),
      mints: target.capabilities.mint !== undefined,
    };
  } finally {
    await target.close();
  }
}

/** The target, without its hooks where those do not answer, and what is wrong with them. */
async function opened(
  settings: Settings,
  file: ConfigurationFile,
): Promise<{ readonly target: Target; readonly objection: readonly PreflightResult[] }> {
  try {
    return { target: await openTarget(settings), objection: [] };
  } catch (error) {
    if (!(error instanceof HooksError)) throw error;
    return { target: await openTarget(withoutHooks(settings)), objection: [hooksLine(error, file)] };
  }
}

function withoutHooks({ hooks: _hooks, ...settings }: Settings): Settings {
  return settings;
}

function hooksLine({ message, known }: HooksError, file: ConfigurationFile): PreflightResult {
  return {
    id: 'hooks',
    outcome: 'fail',
    message: message,
    configuration: known ? 'hooks.url' : 'hooks.token',
    fix: known
      ? 'is this the base URL of the test hooks, and do they answer there? Without any, leave hooks out'
      : `is ${sourceOf(file, 'hooks.token')} of another environment?`,
  };
}

/** The principals with those that were minted, and a line about that. */
async function minted(contract: Contract, settings: Settings, target: Target, redactor: Redactor) {
  try {
    const principals = await complete(contract, settings.principals, target, redactor);
    const count = principals.length - settings.principals.length;
    const says = `${count} principals were minted, for what the configuration lacks`;
    return { actors: principals, minting: count === 0 ? [] : [{ id: 'hooks/mint', outcome: 'pass', message: says } as const] };
  } catch (error) {
    if (!(error instanceof HooksError)) throw error;
    const fix = 'put the hook mint right, or let the server leave it out of its capabilities';
    const line = { id: 'hooks', outcome: 'fail', message: error.message, configuration: 'hooks.url', fix } as const;
    return { actors: settings.principals, minting: [line] };
  }
}

/** Names the line of the configuration file that a preflight line is about. */
function withPlace(line: PreflightResult, file: ConfigurationFile, redactor: Redactor): PreflightResult {
  const where = line.configuration === undefined ? undefined : file.where(line.configuration);
  const configuration = where === undefined ? line.configuration : `${line.configuration} (${where})`;
  return { ...line, message: redactor.redact(line.message), ...(configuration !== undefined && { configuration }) };
}
