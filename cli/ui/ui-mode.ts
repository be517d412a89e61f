import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { schedule } from '../../suites/engine/schedule.ts';
import { registerSecrets } from '../../suites/engine/session.ts';
import { runVariable, writeRun } from '../../suites/playwright/run-file.ts';
import { createPrincipals } from '../../suites/principals/principals.ts';
import { createRedactor } from '../../suites/redaction/redactor.ts';
import { withDiscovery } from '../configuration/discovery.ts';
import { CommandFailure, usage } from '../failure.ts';
import { exitCodes } from '../../suites/result/exit-code.ts';
import { createProgress } from '../output/progress.ts';
import { packageVersion } from '../version.ts';
import { firstContact } from '../run/contact.ts';
import { awaitInterruption } from '../run/interruption.ts';
import { prepareRun, type RunArguments } from '../run/prepare.ts';
import { openPrivateFolder } from '../run/private-folder.ts';
import { playwrightCli, suitesConfiguration } from '../run/suites.ts';

export interface UiArguments extends RunArguments {
  /** The address that serves the UI; with it or a port, the UI opens in a tab of the browser instead of a window. */
  readonly uiHost?: string | undefined;
  readonly uiPort?: number | undefined;
  readonly quiet: boolean;
}

/** Options of `run` that ask for a result; UI mode makes none. */
export interface ResultOptions {
  readonly json: boolean;
  readonly againstMock: boolean;
  readonly baseline?: string | undefined;
  readonly writeBaseline?: string | undefined;
  readonly events?: string | undefined;
  readonly reporter?: string | undefined;
  readonly format?: string | undefined;
  readonly otlp?: string | undefined;
}

/**
 * Runs the suites in Playwright's UI mode, until its window is closed or a signal ends it. Each start of a test sends its requests again.
 *
 * @throws {CommandFailure} with exit code 2 if there is no screen, 4 if the target does not work
 */
export async function runUi(command: UiArguments & ResultOptions): Promise<number> {
  checkOptions(command);
  const { uiHost, uiPort } = command;
  const interruption = awaitInterruption(() => {});
  const prepared = await withDiscovery(await prepareRun(command, packageVersion()));
  const key = randomBytes(16).toString('hex');
  const redactor = createRedactor(key);
  registerSecrets(redactor, prepared.settings);
  const folder = await openPrivateFolder();
  try {
    const { contract, file } = prepared;
    const progress = createProgress(process.stderr, command.quiet);
    progress.say(`Testing ${prepared.settings.target} with ${contract.title} ${contract.version} in Playwright’s UI mode; Ctrl-C ends`);
    const contact = await interruption.unless(() => firstContact(contract, prepared.settings, file, redactor));
    if (contact === 'interrupted') return exitCodes.interrupted;
    const { settings, hooks, usable, preflight } = contact;
    if (!usable) {
      const lines = preflight.flatMap(({ outcome, message, fix }) => (outcome === 'fail' ? [`${message}: ${fix ?? 'see doctor'}`] : []));
      throw new CommandFailure(exitCodes.unusable, 'target/unusable', lines.join('\n'));
    }
    const { requirements } = schedule({ contract, principals: createPrincipals(contract, settings), settings, hooks });
    await writeRun(folder.path, {
      contract,
      settings,
      key,
      startedAt: Date.now(),
      spent: 0,
      mode: 'throw',
      repeats: true,
      requirements: requirements.map(({ id }) => id),
    });
    const words = [...(uiHost === undefined ? [] : ['--ui-host', uiHost]), ...(uiPort === undefined ? [] : ['--ui-port', String(uiPort)])];
    return await untilClosed([...words], folder.path, interruption.signal);
  } finally {
    interruption.release();
    await folder.remove();
    await prepared.close();
  }
}

/** Starts Playwright; returns its exit code, or 0 if a signal ended it, because that is how UI mode in a tab ends. */
function untilClosed(words: readonly string[], folder: string, halted: AbortSignal): Promise<number> {
  const child = spawn(process.execPath, [playwrightCli(), 'test', '--config', suitesConfiguration(), '--workers', '1', '--ui', ...words], {
    env: { ...process.env, [runVariable]: folder },
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  halted.addEventListener('abort', () => child.kill('SIGINT'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(halted.aborted ? 0 : (code ?? exitCodes.harness)));
  });
}

function checkOptions(command: UiArguments & ResultOptions): void {
  const { uiHost, uiPort, json, againstMock, baseline, writeBaseline, events, reporter, format, otlp } = command;
  const asked = { json, 'against-mock': againstMock, baseline, 'write-baseline': writeBaseline, events, reporter, format, otlp };
  const vain = Object.entries(asked).find(([, value]) => value !== undefined && value !== false);
  if (vain) throw usage(`--ui: leave out --${vain[0]}; UI mode makes no result and no reports`);
  if (uiHost !== undefined || uiPort !== undefined || hasScreen(process.platform, process.env)) return;
  throw usage(
    '--ui: expected a screen for the window of Playwright; without one, add --ui-host 127.0.0.1 --ui-port 0 and open the printed URL',
  );
}

/** Whether a window can open. */
function hasScreen(platform: NodeJS.Platform, { DISPLAY: display, WAYLAND_DISPLAY: wayland }: NodeJS.ProcessEnv): boolean {
  return platform === 'darwin' || platform === 'win32' || Boolean(display) || Boolean(wayland);
}
