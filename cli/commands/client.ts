import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { playWithCommand } from '../../client/process/play.ts';
import { CommandNotStarted } from '../../client/process/command.ts';
import { isPlayable } from '../../client/scenarios/scenario.ts';
import { settingOf, type ClientSetting } from '../../client/stage/setting.ts';
import type { Contract } from '../../spec/contract.ts';
import { createRedactor } from '../../suites/redaction/redactor.ts';
import { openDraft } from '../baseline/draft.ts';
import { noBaseline, readBaseline } from '../baseline/file.ts';
import { scenarioList, scenarioListText } from '../client/list.ts';
import { clientResultOf } from '../client/result.ts';
import { namedRequirements, selectScenarios, type ClientSelection } from '../client/selection.ts';
import { noFile, readConfiguration } from '../configuration/file.ts';
import { type DocumentArguments, openDocument } from '../document.ts';
import { usage } from '../failure.ts';
import { makeFolder } from '../output/folder.ts';
import { createProgress } from '../output/progress.ts';
import { parseFormats, writeReports } from '../output/reports.ts';
import { awaitInterruption } from '../run/interruption.ts';
import { openPrivateFolder } from '../run/private-folder.ts';
import { printResult } from '../run/print.ts';
import { packageVersion } from '../version.ts';

export interface ClientCommand extends Omit<DocumentArguments, 'document'> {
  /** The selected scenarios: names, requirements, groups or patterns. */
  readonly scenarios: readonly string[];
  /** The words behind `--`. */
  readonly command: readonly string[];
  readonly document?: string | undefined;
  readonly config?: string | undefined;
  readonly skip: readonly string[];
  readonly list: boolean;
  readonly oauthClient?: string | undefined;
  /** The time limit of a scenario, in seconds. */
  readonly timeout: number;
  readonly workers: number;
  readonly reportDir: string;
  readonly format?: string | undefined;
  readonly failOn: 'must' | 'should';
  readonly allowIncomplete: boolean;
  readonly baseline?: string | undefined;
  readonly acceptCritical: boolean;
  readonly writeBaseline?: string | undefined;
  readonly json: boolean;
  readonly verbose: boolean;
  readonly quiet: boolean;
}

const usualFile = 'auth-conformance.yaml';

/** The configuration, and the document that it names if the command line names none. */
async function configured({ config, document, overlay, ...rest }: ClientCommand) {
  const path = config ?? (existsSync(usualFile) ? usualFile : undefined);
  const { values } = path === undefined ? noFile : await readConfiguration(path);
  const beside = (name: string) => (path === undefined || /^https?:/.test(name) ? name : resolve(dirname(path), name));
  const own = document === undefined && values.document !== undefined ? beside(values.document) : document;
  const overlays = overlay.length > 0 || document !== undefined ? overlay : (values.overlays ?? []).map(beside);
  return { contract: await openDocument({ ...rest, document: own, overlay: overlays }), mapped: values.client?.env ?? {} };
}

function settingFor(contract: Contract, clientName: string | undefined): ClientSetting {
  try {
    return settingOf(contract, '', clientName);
  } catch (error) {
    if (error instanceof RangeError) throw usage(`--oauth-client: ${error.message}`);
    throw error;
  }
}

/** Judges a client, writes the reports, and returns the exit code. */
export async function clientCommand(command: ClientCommand): Promise<number> {
  if (command.list) {
    process.stdout.write(command.json ? `${JSON.stringify(scenarioList(), undefined, 2)}\n` : scenarioListText());
    return 0;
  }
  const [program, ...words] = command.command;
  if (program === undefined) throw usage('expected a command behind --: auth-conformance client -- node my-client.js');
  const selection = selectScenarios(command.scenarios, command.skip);
  const { contract, mapped } = await configured(command);
  const setting = settingFor(contract, command.oauthClient);
  return judged(command, [program, ...words], selection, setting, contract, mapped);
}

async function judged(
  command: ClientCommand,
  line: readonly [string, ...string[]],
  selection: ClientSelection,
  setting: ClientSetting,
  contract: Contract,
  mapped: { readonly [name: string]: string },
): Promise<number> {
  const startedAt = Date.now();
  const names = ['json', ...parseFormats(command.format)];
  const baseline = command.baseline === undefined ? noBaseline : await readBaseline(command.baseline);
  const draft = await openDraft(command.writeBaseline);
  await makeFolder('--report-dir', command.reportDir);
  const progress = createProgress(process.stderr, command.quiet);
  const interruption = awaitInterruption(() => progress.say('Interrupted: ending the client; press Ctrl-C again to stop at once'));
  const folder = await openPrivateFolder();
  const redactor = createRedactor(randomBytes(16).toString('hex'));
  const scenarios = selection.played.filter((scenario) => isPlayable(scenario, setting) === true);
  try {
    const amount = scenarios.length === 1 ? '1 scenario' : `${scenarios.length} scenarios`;
    progress.say(`Judging ${line.join(' ')} in ${amount} with ${contract.title} ${contract.version}`);
    const played = await playWithCommand({
      contract,
      scenarios,
      command: line,
      mapped,
      ...(command.oauthClient !== undefined && { clientName: command.oauthClient }),
      limitSeconds: command.timeout,
      workers: command.workers,
      folder: folder.path,
      signal: interruption.signal,
      onPlayed: (name, count) => progress.say(`${count} of ${scenarios.length} ${name}`),
    }).catch((error: unknown) => {
      if (error instanceof CommandNotStarted) throw usage(`cannot start the client: ${error.message}`);
      throw error;
    });
    const result = clientResultOf({
      record: { setting, played, skipped: selection.skipped, limitSeconds: command.timeout },
      judged: new Set(selection.judged.map(({ name }) => name)),
      only:
        command.scenarios.length > 0 && command.scenarios.every((word) => word.startsWith('client/'))
          ? namedRequirements(command.scenarios)
          : [],
      ...(command.scenarios.length + command.skip.length > 0 && { selection: { only: [...command.scenarios], skip: [...command.skip] } }),
      redactor,
      target: line.join(' '),
      startedAt,
      seconds: (Date.now() - startedAt) / 1000,
      version: packageVersion(),
      failOn: command.failOn,
      allowIncomplete: command.allowIncomplete,
      interrupted: interruption.signal.aborted,
      baseline,
      acceptCritical: command.acceptCritical,
    });
    const reports = await writeReports(result, command.reportDir, names, redactor.secrets());
    const drafted = await draft?.(result);
    if (drafted !== undefined) process.stderr.write(`${drafted}\n`);
    await printResult(result, reports, command);
    return result.exit.code;
  } finally {
    interruption.release();
    await folder.remove();
  }
}
