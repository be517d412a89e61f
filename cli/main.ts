#!/usr/bin/env node
/**
 * The command line. Each command loads its code when it is called.
 *
 * @module
 */
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { candidatesFor, completionScript, completionShells } from './completion.ts';
import { pasted } from './example.ts';
import { usage } from './failure.ts';
import { exitCodes } from '../suites/result/exit-code.ts';
import { checkOptionValues, checkPlainWords } from './option-values.ts';
import { mockOptions } from './mock-options.ts';
import { clientOptions, documentOptions, proveOptions, replayOptions, reportOptions, runOptions } from './options.ts';
import { printError } from './output/errors.ts';
import { exitCodeOf, watchStreams } from './output/streams.ts';
import { compareOptions, mergeOptions, reportAgainOptions } from './result-options.ts';
import { checkWords } from './unknown-words.ts';
import { packageVersion } from './version.ts';

let code: number = exitCodes.good;

watchStreams();

const written = hideBin(process.argv);
/** The command line of a judged client begins behind this. */
const dash = written[0] === 'client' ? written.indexOf('--') : -1;
const own = dash === -1 ? written : written.slice(0, dash);

/** Whether a shell asks for candidates: the words are then incomplete, and their mistakes do not matter. */
const isCompleting = own[0] === '--get-yargs-completions';

/** Whether the parser itself has given the answer. */
const isAsking = (options: { readonly [name: string]: unknown }) => isCompleting || options['help'] === true || options['version'] === true;

const parser = yargs(own)
  .scriptName('auth-conformance')
  .usage('$0 <command>\n\nMock a server’s authentication from its OpenAPI document, and check any server against that document.')
  .command(
    'mock [document]',
    'Start a mock server for a document',
    (options) =>
      mockOptions(options)
        .example(pasted('$0 mock', 'the bundled document'))
        .example(pasted('$0 mock openapi.yaml --port 0 --json', 'your document, on a free port, with JSON output for scripts'))
        .example(pasted('$0 mock openapi.yaml --watch', 'while you edit the document'))
        .example(pasted('$0 mock --fault reports-constant-remaining', 'with a deliberate fault')),
    async (argv) => {
      const { mock } = await import('./commands/mock.ts');
      code = await mock(argv);
    },
  )
  .command(
    'ca [folder]',
    'Print how to make clients and systems trust the test CA of mock --tls-dir',
    (options) =>
      options
        .positional('folder', { type: 'string', default: '.auth-conformance', describe: 'The folder of mock --tls-dir' })
        .example(pasted('$0 mock --tls-dir .auth-conformance', 'make the CA, and serve the mock with its certificate'))
        .example(pasted('$0 ca .auth-conformance', 'how to trust it')),
    async (argv) => {
      const { ca } = await import('./commands/ca.ts');
      code = ca(argv);
    },
  )
  .command(
    'run [document]',
    'Check a server against its document, write reports, and exit with the verdict',
    (options) =>
      reportOptions(options)
        .example(pasted('$0 run --target mock', 'the bundled mock'))
        .example(pasted('$0 run openapi.yaml --target https://staging.example.com/v1', 'your server, configured by auth-conformance.yaml'))
        .example(pasted('$0 run --target mock --only limits --fault reports-reset-in-milliseconds', 'see a check fail'))
        .example(pasted('$0 run --against-mock', 'compare the mock with your server'))
        .example(pasted('$0 run --otlp http://localhost:4318', 'with a trace of every request in your collector'))
        .example(pasted('$0 run --target mock --ui', 'watch and repeat single checks in Playwright’s UI mode'))
        .example(pasted('$0 run --write-baseline auth-conformance-baseline.yaml', 'write the current failures to a baseline'))
        .example(pasted('$0 run --baseline auth-conformance-baseline.yaml', 'fail only for failures outside the baseline')),
    async (argv) => {
      if (argv.ui) code = await (await import('./ui/ui-mode.ts')).runUi(argv);
      else code = await (await import('./commands/run.ts')).run(argv);
    },
  )
  .command(
    'client [scenarios..]',
    'Judge a client: run it against a mock that misbehaves, and exit with the verdict',
    (options) =>
      clientOptions(options)
        .example(pasted('$0 client --list', 'the scenarios, and what they ask of the client'))
        .example(pasted('$0 client -- node my-client.js', 'every scenario; the client reads AUTH_CONFORMANCE_URL and others'))
        .example(pasted('$0 client retry-after-seconds --document openapi.yaml -- python3 app.py', 'one scenario, with your document'))
        .example(pasted('$0 client --skip oauth -- ./call.sh', 'a client that uses keys only')),
    async (argv) => {
      const { clientCommand } = await import('./commands/client.ts');
      code = await clientCommand({ ...argv, command: dash === -1 ? [] : written.slice(dash + 1) });
    },
  )
  .command(
    'report <results>',
    'Write the reports of an earlier run again, and exit with its code',
    (options) =>
      reportAgainOptions(options)
        .example(pasted('$0 report auth-conformance-report/results.json', 'every format, next to the result'))
        .example(pasted('$0 report results.json --format html,junit --report-dir again', 'two formats, in another folder')),
    async (argv) => {
      const { report } = await import('./commands/report.ts');
      code = await report(argv);
    },
  )
  .command(
    'show',
    'Open the page of the last run in a browser, and print its path',
    (options) =>
      options
        .option('report-dir', { type: 'string', requiresArg: true, default: 'auth-conformance-report', describe: 'Folder of the reports' })
        .example(pasted('$0 show', 'the page in auth-conformance-report')),
    async (argv) => {
      const { showReport } = await import('./commands/show.ts');
      code = await showReport(argv);
    },
  )
  .command(
    'merge <results..>',
    'Merge the results of all shards of a run, and exit with the verdict of the whole run',
    (options) =>
      mergeOptions(options)
        .example(pasted('$0 merge one/results.json two/results.json three/results.json', 'runs with --shard 1/3, 2/3 and 3/3'))
        .example(pasted('$0 merge shards/*/results.json --report-dir whole', 'in CI')),
    async (argv) => {
      const { mergeCommand: merge } = await import('./commands/merge.ts');
      code = await merge(argv);
    },
  )
  .command(
    'compare <old> <new>',
    'Compare two runs: fixed, broken and undecided checks, and changes of the document',
    (options) =>
      compareOptions(options)
        .example(pasted('$0 compare main/results.json auth-conformance-report/results.json', 'the effect of a change'))
        .example(pasted('$0 compare old.json new.json --format markdown', 'for a pull request comment'))
        .epilogue('Exit codes: 0 nothing broken, 1 checks broken, 2 usage, 3 checks newly undecided.'),
    async (argv) => {
      const { compare } = await import('./commands/compare.ts');
      code = await compare(argv);
    },
  )
  .command(
    'replay <results> <check> [document]',
    'Repeat one check of an earlier run, and say whether it is fixed',
    (options) =>
      replayOptions(options)
        .example(
          pasted('$0 replay auth-conformance-report/results.json credentials/missing/getThing/missing', 'with the original settings'),
        )
        .example(pasted('$0 replay results.json CHECK-ID --config staging.yaml --allow burn', 'a check that spends a quota'))
        .epilogue('Exit codes: 0 fixed, 1 still fails, 2 usage, 3 could not replay.'),
    async (argv) => {
      const { replay } = await import('./commands/replay.ts');
      code = await replay(argv);
    },
  )
  .command(
    'plan [document]',
    'Show what a run would check and how many requests it would send; sends nothing',
    (options) =>
      runOptions(options)
        .example(pasted('$0 plan --target mock', 'the whole catalogue'))
        .example(
          pasted('$0 plan openapi.yaml --target https://staging.example.com/v1 --profile safe', 'only checks that need no permission'),
        ),
    async (argv) => {
      const { planCommand: plan } = await import('./commands/plan.ts');
      code = await plan(argv);
    },
  )
  .command(
    'init [document]',
    'Write a commented auth-conformance.yaml and .env.example for a document',
    (options) =>
      documentOptions(options)
        .option('target', { type: 'string', requiresArg: true, describe: 'Base URL to test (default: a placeholder)' })
        .option('config', { type: 'string', requiresArg: true, describe: 'Where to write it (default: auth-conformance.yaml)' })
        .option('force', { type: 'boolean', default: false, describe: 'Replace existing files' })
        .option('stdout', { type: 'boolean', default: false, describe: 'Print the configuration instead of writing files' })
        .example(pasted('$0 init --target https://staging.example.com/v1', 'for openapi.yaml, openapi.yml or openapi.json of this folder'))
        .example(pasted('$0 init api/openapi.yaml --target https://staging.example.com/v1', 'for another document'))
        .example(pasted('$0 init openapi.yaml --overlay auth.overlay.yaml --stdout', 'print only'))
        .epilogue('Exit codes: 0 written, 2 wrong usage, wrong document, or a file exists.'),
    async (argv) => {
      const { init } = await import('./commands/init.ts');
      code = await init(argv);
    },
  )
  .command(
    'doctor [document]',
    'Check the target and the configuration before a run, and name the key to change for each problem',
    (options) =>
      runOptions(options)
        .example(pasted('$0 doctor', 'the target of auth-conformance.yaml'))
        .example(pasted('$0 doctor openapi.yaml --target https://staging.example.com/v1 --config staging.yaml', 'another server'))
        .example(pasted('$0 doctor --json', 'for scripts'))
        .epilogue('Exit codes: 0 a run can start, 2 usage or configuration, 4 a run would be unusable.'),
    async (argv) => {
      const { doctor } = await import('./commands/doctor.ts');
      code = await doctor(argv);
    },
  )
  .command(
    'lint [document]',
    'List what a document requires, omits and contradicts; sends nothing',
    (options) =>
      documentOptions(options)
        .option('json', { type: 'boolean', default: false, describe: 'Print the findings as JSON' })
        .option('fail-on', {
          choices: ['error', 'warning', 'never'] as const,
          default: 'error' as const,
          describe: 'The lowest severity that fails',
        })
        .option('watch', { type: 'boolean', default: false, describe: 'Repeat it after each change of a file that it has read' })
        .example(pasted('$0 lint openapi.yaml', 'your document'))
        .example(pasted('$0 lint openapi.yaml --watch', 'while you edit it'))
        .example(pasted('$0 lint openapi.yaml --fail-on warning', 'fail on warnings too')),
    async (argv) => {
      const { lintAgain, lintCommand } = await import('./commands/lint.ts');
      code = await (argv.watch ? lintAgain : lintCommand)(argv);
    },
  )
  .command(
    'prove [document]',
    'Prove that the suites detect every fault of the mock and raise no false alarm',
    (options) =>
      proveOptions(options)
        .example(pasted('$0 prove', 'every fault and variant, with the documents of the package'))
        .example(pasted('$0 prove openapi.yaml', 'with your document: which faults of your API would be detected'))
        .example(pasted('$0 prove --fault reports-reset-in-milliseconds', 'what one fault makes fail'))
        .example(pasted('$0 prove --variant token-bucket', 'that one variant makes nothing fail'))
        .example(pasted('$0 prove --format html > proof.html', 'as an HTML page')),
    async (argv) => {
      const { prove } = await import('./commands/prove.ts');
      code = await prove(argv);
    },
  )
  .command(
    'explain [id] [document]',
    'Explain a requirement: what it demands, why, how it is checked and how to fix a failure',
    (options) =>
      documentOptions(options)
        .positional('id', {
          type: 'string',
          describe: 'Id of a requirement or check from a report, or a topic (default: list all requirements)',
        })
        .option('json', { type: 'boolean', default: false, describe: 'Print it as JSON' })
        .example(pasted('$0 explain', 'every requirement, by topic'))
        .example(pasted('$0 explain limits', 'the requirements of a topic'))
        .example(pasted('$0 explain limits/429-status', 'one requirement'))
        .example(pasted('$0 explain scopes/missing/getThing/reader/rejected openapi.yaml', 'one check of your document')),
    async (argv) => {
      const command = await import('./commands/explain.ts');
      code = await command.explain(argv);
    },
  )
  .command(
    'completion [shell]',
    'Print a completion script for bash, zsh or fish',
    (options) =>
      options
        .positional('shell', { choices: completionShells, describe: 'Default: the shell of $SHELL' })
        .example(pasted('eval "$(auth-conformance completion bash)"', 'in ~/.bashrc'))
        .example(pasted('$0 completion fish > ~/.config/fish/completions/auth-conformance.fish', 'for fish')),
    ({ shell }) => void process.stdout.write(completionScript(shell, process.env)),
  )
  .completion('completion-candidates', false, candidatesFor(own))
  .check((options, known) => {
    if (isAsking(options)) return true;
    checkPlainWords(options, own);
    checkWords(options, known);
    return checkOptionValues(options, own, known);
  }, true)
  .version(packageVersion())
  .alias('version', 'v')
  .help()
  .alias('help', 'h')
  .wrap(Math.min(110, process.stdout.columns ?? 110))
  .epilogue(
    'Exit codes: 0 conformant, 1 a MUST failed, 2 usage, 3 incomplete, 4 unusable, 5 stale baseline, 70 harness error, 130 interrupted.',
  )
  .exitProcess(false)
  .fail((message, error) => {
    throw error ?? usage(`${message.replaceAll(/\s*\n\s*/g, ' ')}; see auth-conformance --help`);
  });

try {
  await parser.parseAsync();
} catch (error) {
  if (!isCompleting) code = printError(error);
}
process.exitCode = exitCodeOf(code);
// After an interruption, do not wait for open requests.
if (code === exitCodes.interrupted) process.stdout.write('', () => process.exit());
