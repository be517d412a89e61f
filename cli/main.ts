#!/usr/bin/env node
/**
 * The command line. Each command's code is loaded when it is called.
 *
 * @module
 */
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { exitCodes, CommandFailure, usage } from './failure.ts';
import { documentOptions, mockOptions, replayOptions, reportOptions, runOptions } from './options.ts';
import { compareOptions, mergeOptions, reportAgainOptions } from './result-options.ts';
import { packageVersion } from './version.ts';

let code: number = exitCodes.good;

const parser = yargs(hideBin(process.argv))
  .scriptName('auth-conformance')
  .usage(
    '$0 <command>\n\nOne OpenAPI document drives a mock that keeps every authentication promise, and suites that check any server for them.',
  )
  .command(
    'mock [document]',
    'Serve a mock that keeps every promise of a document',
    (options) =>
      mockOptions(options)
        .example('$0 mock', 'the bundled document')
        .example('$0 mock openapi.yaml --port 0 --json', 'your document, for a script')
        .example('$0 mock --fault reports-constant-remaining', 'with a broken promise'),
    async (argv) => {
      const { mock } = await import('./commands/mock.ts');
      code = await mock(argv);
    },
  )
  .command(
    'run [document]',
    'Check a server for every promise, write reports, exit with the verdict',
    (options) =>
      reportOptions(options)
        .example('$0 run --target mock', 'the bundled mock')
        .example('$0 run openapi.yaml --target https://staging.example.com/v1', 'your server, with auth-conformance.yaml')
        .example('$0 run --target mock --only limits --fault reports-reset-in-milliseconds', 'see a check fail')
        .example('$0 run --against-mock', 'where the mock is kinder or stricter than your server')
        .example('$0 run --write-baseline auth-conformance-baseline.yaml', 'list what fails, to be accepted for now')
        .example('$0 run --baseline auth-conformance-baseline.yaml', 'fail only for what is not accepted'),
    async (argv) => {
      const { run } = await import('./commands/run.ts');
      code = await run(argv);
    },
  )
  .command(
    'report <results>',
    'Render an earlier run again, in every format; exit with its code',
    (options) =>
      reportAgainOptions(options)
        .example('$0 report auth-conformance-report/results.json', 'every format, beside the result')
        .example('$0 report results.json --format html,junit --report-dir again', 'some of them, elsewhere'),
    async (argv) => {
      const { report } = await import('./commands/report.ts');
      code = await report(argv);
    },
  )
  .command(
    'merge <results..>',
    'Join the results of the shards of a run, and exit with the verdict of the whole',
    (options) =>
      mergeOptions(options)
        .example('$0 merge one/results.json two/results.json three/results.json', 'runs with --shard 1/3, 2/3 and 3/3')
        .example('$0 merge shards/*/results.json --report-dir whole', 'in CI'),
    async (argv) => {
      const { mergeCommand: merge } = await import('./commands/merge.ts');
      code = await merge(argv);
    },
  )
  .command(
    'compare <old> <new>',
    'Say what is fixed, broken, undecided or decided since an earlier run, and whether the document changed',
    (options) =>
      compareOptions(options)
        .example('$0 compare main/results.json auth-conformance-report/results.json', 'what a change did')
        .example('$0 compare old.json new.json --format markdown', 'for a comment')
        .epilogue('Exit codes: 0 nothing broken, 1 something broken, 2 usage, 3 something newly undecided.'),
    async (argv) => {
      const { compare } = await import('./commands/compare.ts');
      code = await compare(argv);
    },
  )
  .command(
    'replay <results> <check> [document]',
    'Make one check of an earlier run again: fixed, or still failing',
    (options) =>
      replayOptions(options)
        .example('$0 replay auth-conformance-report/results.json credentials/missing/getThing/missing', 'as it was')
        .example('$0 replay results.json CHECK-ID --config staging.yaml --allow burn', 'one that spends a quota')
        .epilogue('Exit codes: 0 fixed, 1 still fails, 2 usage, 3 could not be replayed, and why.'),
    async (argv) => {
      const { replay } = await import('./commands/replay.ts');
      code = await replay(argv);
    },
  )
  .command(
    'plan [document]',
    'Show what a run would do and what it would cost; sends nothing',
    (options) =>
      runOptions(options)
        .example('$0 plan --target mock', 'the whole catalogue')
        .example('$0 plan openapi.yaml --target https://staging.example.com/v1 --profile safe', 'what needs no permission'),
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
        .option('force', { type: 'boolean', default: false, describe: 'Replace files that are there already' })
        .option('stdout', { type: 'boolean', default: false, describe: 'Print the configuration, and write nothing' })
        .example('$0 init openapi.yaml --target https://staging.example.com/v1', 'for your document and your server')
        .example('$0 init openapi.yaml --overlay auth.overlay.yaml --stdout', 'only show it')
        .epilogue('Exit codes: 0 written, 2 usage or document, or a file is there already.'),
    async (argv) => {
      const { init } = await import('./commands/init.ts');
      code = await init(argv);
    },
  )
  .command(
    'doctor [document]',
    'Look at a server and a configuration before a run: what fails, and which key to change',
    (options) =>
      runOptions(options)
        .example('$0 doctor', 'the target of auth-conformance.yaml')
        .example('$0 doctor openapi.yaml --target https://staging.example.com/v1 --config staging.yaml', 'another one')
        .example('$0 doctor --json', 'for a script')
        .epilogue('Exit codes: 0 a run can begin, 2 usage or configuration, 4 a run would be unusable.'),
    async (argv) => {
      const { doctor } = await import('./commands/doctor.ts');
      code = await doctor(argv);
    },
  )
  .command(
    'lint [document]',
    'Say what a document promises, leaves unsaid and contradicts; sends nothing',
    (options) =>
      documentOptions(options)
        .option('json', { type: 'boolean', default: false, describe: 'Print the findings as JSON' })
        .option('fail-on', {
          choices: ['error', 'warning', 'never'] as const,
          default: 'error' as const,
          describe: 'The lowest severity that fails',
        })
        .example('$0 lint openapi.yaml', 'your document')
        .example('$0 lint openapi.yaml --fail-on warning', 'as a gate'),
    async (argv) => {
      const { lintCommand: lint } = await import('./commands/lint.ts');
      code = await lint(argv);
    },
  )
  .command(
    'prove [document]',
    'Show that the suites notice every fault of the mock, and blame it for nothing else',
    (options) =>
      documentOptions(options)
        .option('fault', {
          type: 'string',
          array: true,
          requiresArg: true,
          default: [] as string[],
          describe: 'Only this fault (repeatable)',
        })
        .option('variant', {
          type: 'string',
          array: true,
          requiresArg: true,
          default: [] as string[],
          describe: 'Only this variant (repeatable)',
        })
        .option('format', {
          choices: ['text', 'json', 'markdown', 'html'] as const,
          default: 'text' as const,
          describe: 'How the kill matrix is printed',
        })
        .option('json', { type: 'boolean', default: false, describe: 'The same as --format json' })
        .option('quiet', { type: 'boolean', default: false, describe: 'No progress' })
        .example('$0 prove', 'every fault and every variant, by the documents of the package')
        .example('$0 prove openapi.yaml', 'by your document: which faults of your API would be noticed')
        .example('$0 prove openapi.yaml --overlay auth.overlay.yaml', 'with what an overlay promises besides')
        .example('$0 prove --fault reports-reset-in-milliseconds', 'what one fault turns red')
        .example('$0 prove --variant token-bucket', 'that one variant is blamed for nothing')
        .example('$0 prove --format html > proof.html', 'as a page'),
    async (argv) => {
      const { prove } = await import('./commands/prove.ts');
      code = await prove(argv);
    },
  )
  .command(
    'explain [id] [document]',
    'Tell of a requirement what it demands, why, how it is checked and how to put a failure right',
    (options) =>
      documentOptions(options)
        .positional('id', {
          type: 'string',
          describe: 'Id of a requirement or a check, as a report has it, or a topic; all requirements where absent',
        })
        .option('json', { type: 'boolean', default: false, describe: 'Print it as JSON' })
        .example('$0 explain', 'every requirement, by topic')
        .example('$0 explain limits', 'those of a topic')
        .example('$0 explain limits/429-status', 'one of them')
        .example('$0 explain scopes/missing/getThing/reader/refused openapi.yaml', 'a check, by your document'),
    async (argv) => {
      const command = await import('./commands/explain.ts');
      code = await command.explain(argv);
    },
  )
  .demandCommand(1, 1, 'Name a command, such as mock or run.', 'Name one command only.')
  .strict()
  .recommendCommands()
  .version(packageVersion())
  .help()
  .alias('help', 'h')
  .wrap(Math.min(110, process.stdout.columns ?? 110))
  .epilogue(
    'Exit codes: 0 conformant, 1 a MUST failed, 2 usage, 3 incomplete, 4 unusable, 5 stale baseline, 70 harness error, 130 interrupted.',
  )
  .exitProcess(false)
  .fail((message, error) => {
    throw error ?? usage(`${message}\nSee auth-conformance --help.`);
  });

try {
  await parser.parseAsync();
} catch (error) {
  code = explain(error);
}
process.exitCode = code;
// What was on its way when a run was interrupted is not waited for.
if (code === exitCodes.interrupted) process.stdout.write('', () => process.exit());

/** Says what went wrong on standard error, and answers the exit code. */
function explain(error: unknown): number {
  if (error instanceof CommandFailure) return said(error.code, error.message);
  if (error instanceof Error && (error.name === 'DocumentError' || error.name === 'UnknownFilter'))
    return said(exitCodes.usage, error.message);
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return said(exitCodes.harness, `the harness failed, which is a mistake of its own:\n${trace}`);
}

function said(exit: number, message: string): number {
  process.stderr.write(`${message}\nexit ${exit}: ${message.split('\n')[0]}\n`);
  return exit;
}
