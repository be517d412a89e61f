import { randomBytes } from 'node:crypto';
import type { Contract } from '../../spec/contract.ts';
import { complete } from '../../suites/principals/completion.ts';
import { createPrincipals } from '../../suites/principals/principals.ts';
import { schedule } from '../../suites/engine/schedule.ts';
import { createRedactor } from '../../suites/redaction/redactor.ts';
import { registerSecrets } from '../../suites/engine/session.ts';
import type { Principal, Settings } from '../../suites/engine/settings.ts';
import { planLines } from '../doctor/plan-lines.ts';
import { doctorReport } from '../doctor/report.ts';
import { doctorText } from '../doctor/text.ts';
import { unsetLine, withoutUnset, type UnsetVariable } from '../doctor/unset.ts';
import { isColoured } from '../output/colour.ts';
import { printExit } from '../output/streams.ts';
import { examine, withPlace } from '../run/contact.ts';
import { withDiscovery } from '../configuration/discovery.ts';
import { prepareRun, type RunArguments } from '../run/prepare.ts';
import { packageVersion } from '../version.ts';

export interface DoctorCommand extends RunArguments {
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Where a command writes. */
interface Output {
  readonly stdout: { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** Line width if the terminal's width is unknown. */
const usualWidth = 120;

/** Reports whether a run could start, and which configuration key to change for each problem; returns the exit code. */
export async function doctor(command: DoctorCommand, output: Output = process): Promise<number> {
  const unset: UnsetVariable[] = [];
  const configured = await prepareRun(command, packageVersion(), (variable, key) => void unset.push({ variable, key }));
  // Before the first request: one without a header of the gateway would be of no use.
  withoutUnset(configured.settings, unset, configured.file);
  const prepared = await withDiscovery(configured);
  const { contract, settings, file } = prepared;
  const redactor = createRedactor(randomBytes(16).toString('hex'));
  registerSecrets(redactor, settings);
  try {
    if (!command.quiet) output.stderr.write(`Examining ${settings.target} with ${contract.title} ${contract.version}\n`);
    const { preflight, requests, hooks, mints } = await examine(contract, withoutUnset(settings, unset, file), file, redactor);
    const principals = mints ? await imagined(contract, settings) : settings.principals;
    const complemented = { ...settings, principals };
    const planned = schedule({ contract, principals: createPrincipals(contract, complemented), settings: complemented, hooks });
    const places = planLines(planned, settings).map((line) => withPlace(line, file));
    const report = doctorReport(
      contract,
      settings,
      [...unset.map((one) => withPlace(unsetLine(one), file)), ...preflight, ...places],
      requests,
    );
    const colour = isColoured(output.stdout);
    const text = command.json
      ? `${JSON.stringify(report, undefined, 2)}\n`
      : doctorText(report, { colour, width: output.stdout.columns ?? usualWidth });
    output.stdout.write(text);
    return await printExit(report.exit.code, report.exit.reason, output);
  } finally {
    await prepared.close();
  }
}

/** The principals of a run, including those that it would mint; nothing is minted. */
function imagined(contract: Contract, { principals }: Settings): Promise<readonly Principal[]> {
  let number = 0;
  const mint = async ({ account }: { readonly account?: string }) => {
    number += 1;
    return { credential: `to-be-minted-${number}`, account: account ?? `@minted-${number}` };
  };
  return complete(contract, principals, { capabilities: { mint } }, createRedactor('of nothing'));
}
