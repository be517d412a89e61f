import type { ClientCheckResult } from '../../../client/judge.ts';
import type { ClientRequirementId } from '../../../spec/catalogue/client/client.ts';
import type { Contract } from '../../../spec/contract.ts';
import type { Fate, VariantFate } from '../kill-matrix.ts';
import { clientBugNames, clientBugs, isClientBug, type ClientBug } from './bugs.ts';
import { clientStyleNames, type ClientStyleName } from './reference-client.ts';
import { tryClient } from './virtual-client.ts';

/**
 * The result for a client of the proof. Broken clients are `killed` if exactly the requirement of their bug fails, sound ones `green` if nothing
 * fails.
 */
export interface ClientRow {
  /** The name of the bug, or of the style of a sound client. */
  readonly client: string;
  readonly description: string;
  readonly fate: Exclude<Fate, 'short' | 'void'> | Exclude<VariantFate, 'void'>;
  /** The title of the document that decided. */
  readonly document?: string;
  readonly red: readonly ClientRequirementId[];
  /** What failed or stayed undecided although the client is sound. */
  readonly alarms: readonly string[];
}

/** Names of all clients of the proof: the sound ones first. */
export const provedClients: readonly string[] = [...clientStyleNames, ...clientBugNames];

/** The styles in which a bug is tried: what one style never does, it cannot do wrong. */
const triedStyles: readonly ClientStyleName[] = ['thorough', 'queueing'];

const redAmong = (checks: readonly ClientCheckResult[]) => [
  ...new Set(checks.filter(({ outcome }) => outcome === 'fail').map(({ requirement }) => requirement)),
];

async function brokenRow(bug: ClientBug, contracts: readonly Contract[]): Promise<ClientRow> {
  const { breaks, description, scenario, isBug = () => true } = clientBugs[bug];
  const row = { client: bug, description, red: [], alarms: [] } as const;
  let last: ClientRow = { ...row, fate: 'not-applicable' };
  const shows = (check: ClientCheckResult) => check.requirement === breaks && (scenario === undefined || check.scenario === scenario);
  for (const contract of contracts.filter(isBug)) {
    for (const style of triedStyles) {
      const checks = await tryClient(contract, style, bug);
      const red = redAmong(checks);
      const at = { ...row, document: contract.title, red };
      if (red.length > 0)
        return { ...at, fate: red.length === 1 && red[0] === breaks ? 'killed' : red.includes(breaks) ? 'excess' : 'survived' };
      if (checks.some((check) => shows(check) && check.outcome === 'pass')) last = { ...at, fate: 'survived' };
    }
  }
  return last;
}

async function soundRow(style: ClientStyleName, contracts: readonly Contract[]): Promise<ClientRow> {
  const alarms: string[] = [];
  for (const contract of contracts) {
    const checks = await tryClient(contract, style);
    const odd = checks.filter(({ outcome }) => outcome === 'fail' || outcome === 'inconclusive' || outcome === 'error');
    alarms.push(...odd.map(({ id, outcome, reason = '' }) => `${contract.title}: ${id} ${outcome}: ${reason}`));
  }
  return { client: style, description: 'A sound client.', fate: alarms.length > 0 ? 'alarm' : 'green', red: [], alarms };
}

/** Tries clients of the proof, by name, in all scenarios of the documents. */
export async function clientRows(
  names: readonly string[],
  contracts: readonly Contract[],
  onDone: () => void = () => {},
): Promise<readonly ClientRow[]> {
  const rows: ClientRow[] = [];
  for (const name of names) {
    const style = clientStyleNames.find((one) => one === name);
    if (style) rows.push(await soundRow(style, contracts));
    else if (isClientBug(name)) rows.push(await brokenRow(name, contracts));
    onDone();
  }
  return rows;
}

/** Whether a row is as it must be. Without `whole`, a bug may have no requirement in the document that it could violate. */
export const isProvedClient = ({ fate }: ClientRow, whole: boolean): boolean =>
  fate === 'killed' || fate === 'green' || (fate === 'not-applicable' && !whole);
