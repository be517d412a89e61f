import type { Contract } from '../../spec/contract.ts';
import { complete } from '../../suites/completion.ts';
import { preflight } from '../../suites/preflight.ts';
import { HooksError } from '../../suites/probe/hooks.ts';
import { openTarget } from '../../suites/probe/probe.ts';
import type { PreflightResult } from '../../suites/result.ts';
import type { Plot } from '../../suites/scenes/scene.ts';
import type { Vault } from '../../suites/secrets.ts';
import type { Settings } from '../../suites/settings.ts';
import type { ConfigurationFile } from '../configuration/file.ts';

/** What is known of a target before the suites begin. */
export interface Contact {
  readonly preflight: readonly PreflightResult[];
  readonly requests: number;
  /** With the principals that were minted. */
  readonly settings: Settings;
  readonly hooks: Plot['hooks'];
  readonly usable: boolean;
}

/** What is known where nobody was asked. */
export function noContact(settings: Settings): Contact {
  return { preflight: [], requests: 0, settings, hooks: { clock: false, reset: false }, usable: false };
}

/** Opens the target, tries every credential, and mints what is missing where it may. */
export async function firstContact(contract: Contract, settings: Settings, file: ConfigurationFile, vault: Vault): Promise<Contact> {
  const contact = await attempt(contract, settings, vault);
  const lines = contact.preflight.map((line) => located(line, file, vault));
  return { ...contact, preflight: lines, usable: !lines.some(({ outcome }) => outcome === 'fail') };
}

async function attempt(contract: Contract, settings: Settings, vault: Vault): Promise<Omit<Contact, 'usable'>> {
  const nothing = { settings, hooks: { clock: false, reset: false } };
  try {
    const target = await openTarget(settings);
    try {
      const { lines, requests } = await preflight(contract, settings, target);
      const { advance, reset } = target.capabilities;
      const usable = !lines.some(({ outcome }) => outcome === 'fail');
      const actors = usable ? await complete(contract, settings.actors, target, vault) : settings.actors;
      const hooks = { clock: advance !== undefined, reset: reset !== undefined };
      return { preflight: [...lines, ...mintedLines(settings, actors.length)], requests, settings: { ...settings, actors }, hooks };
    } finally {
      await target.close();
    }
  } catch (error) {
    if (!(error instanceof HooksError)) throw error;
    const fix = 'check the URL and the token of the test hooks, or leave hooks out';
    return { ...nothing, preflight: [{ id: 'hooks', outcome: 'fail', says: error.message, configuration: 'hooks', fix }], requests: 0 };
  }
}

function mintedLines({ actors }: Settings, total: number): readonly PreflightResult[] {
  const minted = total - actors.length;
  return minted === 0
    ? []
    : [{ id: 'hooks/mint', outcome: 'pass', says: `${minted} principals were minted, for what the configuration lacks` }];
}

/** Names the line of the configuration file that a preflight line is about. */
function located(line: PreflightResult, file: ConfigurationFile, vault: Vault): PreflightResult {
  const where = line.configuration === undefined ? undefined : file.where(line.configuration);
  const configuration = where === undefined ? line.configuration : `${line.configuration} (${where})`;
  return { ...line, says: vault.redact(line.says), ...(configuration !== undefined && { configuration }) };
}
