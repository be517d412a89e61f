import { randomBytes } from 'node:crypto';
import { select } from '../../suites/engine/schedule.ts';
import { createRedactor } from '../../suites/redaction/redactor.ts';
import { registerSecrets } from '../../suites/engine/session.ts';
import { compareWithMock } from '../against-mock/compare.ts';
import { usage } from '../failure.ts';
import { openDraft } from '../baseline/draft.ts';
import { noBaseline, readBaseline } from '../baseline/file.ts';
import { makeFolder } from '../output/folder.ts';
import { awaitInterruption } from '../run/interruption.ts';
import { play } from '../run/play.ts';
import { withDiscovery } from '../configuration/discovery.ts';
import { prepareRun, type RunArguments } from '../run/prepare.ts';
import { withLastingMock } from '../run/mock-again.ts';
import { openPrivateFolder } from '../run/private-folder.ts';
import { openEvents } from '../output/events.ts';
import { createProgress } from '../output/progress.ts';
import { inspectFile, parseFormats, writeReports } from '../output/reports.ts';
import { resultOf } from '../run/result.ts';
import { withSourceLines } from '../results/source-lines.ts';
import { printExit } from '../output/streams.ts';
import { parseReporters, printResult } from '../run/print.ts';
import { packageVersion } from '../version.ts';

export interface RunCommand extends RunArguments {
  readonly reportDir: string;
  readonly format?: string | undefined;
  readonly failOn: 'must' | 'should';
  readonly allowIncomplete: boolean;
  readonly baseline?: string | undefined;
  readonly acceptCritical: boolean;
  /** Path of a baseline to write the failures to. */
  readonly writeBaseline?: string | undefined;
  /** A file for events while the run lasts, or `-` for standard output. */
  readonly events?: string | undefined;
  readonly workers: number;
  readonly json: boolean;
  /** Formats for standard output, comma-separated. */
  readonly reporter?: string | undefined;
  readonly verbose: boolean;
  readonly quiet: boolean;
}

/** Tests a target, writes the reports, and returns the exit code. */
export async function run(command: RunCommand): Promise<number> {
  const startedAt = Date.now();
  const version = packageVersion();
  const names = ['json', ...parseFormats(command.format)];
  parseReporters(command);
  const baseline = command.baseline === undefined ? noBaseline : await readBaseline(command.baseline);
  const progress = createProgress(process.stderr, command.quiet);
  const interruption = awaitInterruption(() => progress.say('Interrupted: removing created objects; press Ctrl-C again to stop at once'));
  const configured = await prepareRun(command, version);
  const key = randomBytes(16).toString('hex');
  const redactor = createRedactor(key);
  registerSecrets(redactor, configured.settings);
  const folder = await openPrivateFolder();
  try {
    const { otlp } = configured.settings;
    const traces =
      otlp === undefined ? undefined : (await import('../traces/traces.ts')).openTraces(otlp, folder.path, version, process.env);
    const started = await withDiscovery(configured, traces?.tracing);
    if (select(started.settings.only, started.settings.skip).length === 0)
      throw usage('no requirement is selected: --skip excludes everything that --only selects');
    const draft = await openDraft(command.writeBaseline);
    await makeFolder('--report-dir', command.reportDir);
    const events = openEvents(command.events);
    const { prepared, mock } = await withLastingMock(started, command.reportDir);
    const { contract, settings: asked } = prepared;
    events.write({
      event: 'begin',
      schemaVersion: 1,
      target: asked.target,
      profile: asked.profile,
      document: `${contract.title} ${contract.version}`,
      harness: version,
    });
    const played = await play({
      ...command,
      events,
      ...prepared,
      redactor,
      key,
      folder: folder.path,
      startedAt,
      version,
      baseline,
      progress,
      interruption,
      tracing: traces?.tracing,
    });
    const judged = resultOf({ ...played, ...(mock && { mock }), seconds: (Date.now() - startedAt) / 1000 });
    const result = withSourceLines(judged, redactor, process.env);
    events.write({ event: 'end', verdict: result.verdict, exit: result.exit });
    events.close();
    const secrets = redactor.secrets();
    if (command.events !== undefined && command.events !== '-') await inspectFile(result, command.events, secrets);
    const reports = await writeReports(result, command.reportDir, names, secrets);
    const sent = await traces?.send({ result, contract, redactor, startedAt });
    if (sent?.ok) progress.say(sent.message);
    else if (sent) process.stderr.write(`! ${sent.message}\n`);
    const { hooks, settings, interrupted, preflight } = played;
    const isAsked = command.againstMock && !interrupted && !preflight.some(({ outcome }) => outcome === 'fail');
    if (isAsked) progress.say('Repeating the checks against the mock');
    const against = isAsked
      ? await compareWithMock({
          contract: prepared.contract,
          settings,
          hooks,
          key,
          version,
          halted: interruption.signal,
          result,
          reportDir: command.reportDir,
        })
      : undefined;
    const drafted = await draft?.(result);
    if (drafted !== undefined) process.stderr.write(`${drafted}\n`);
    if (against && !command.json) process.stdout.write(`${against.text}\n`);
    if (command.events === '-' && command.reporter === undefined && !command.json) await printExit(result.exit.code, result.exit.reason);
    else await printResult(result, against ? [...reports, against.path] : reports, command);
    // A request that a collector keeps open does not keep the process: the timer only fires if something does.
    if (sent?.ok === false) setTimeout(() => process.exit(), 1000).unref();
    return result.exit.code;
  } finally {
    interruption.release();
    await folder.remove();
    await configured.close();
  }
}
