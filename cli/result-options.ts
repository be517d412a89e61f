import type { Argv } from 'yargs';

/** The option `--verbose` of commands that print a result. */
export const verboseOption = {
  type: 'boolean',
  default: false,
  describe: 'Print every failed and undecided requirement with its evidence',
} as const;

/** The option `--reporter` of the same commands. */
export const reporterOption = {
  type: 'string',
  requiresArg: true,
  describe: 'Formats to print on standard output, comma-separated: terminal (default), github, or any other',
} as const;

/** Options of the commands that render an existing result. */
function renderOptions<Args>(yargs: Argv<Args>) {
  return yargs
    .option('format', { type: 'string', requiresArg: true, describe: 'Reports to write, comma-separated (default: all)' })
    .option('json', { type: 'boolean', default: false, describe: 'Print the result as JSON' })
    .option('reporter', reporterOption)
    .option('verbose', verboseOption);
}

/** Options of `report`. */
export function reportAgainOptions<Args>(yargs: Argv<Args>) {
  return renderOptions(yargs)
    .positional('results', { type: 'string', demandOption: true, describe: 'Path of the results.json of a run' })
    .option('report-dir', { type: 'string', requiresArg: true, describe: 'Folder of the reports (default: next to the result)' })
    .option('write-baseline', { type: 'string', requiresArg: true, describe: 'Write the failures to this baseline file (YAML)' });
}

/** Options of `merge`. */
export function mergeOptions<Args>(yargs: Argv<Args>) {
  return renderOptions(yargs)
    .positional('results', {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'Paths of the results.json of all shards, in any order',
    })
    .option('report-dir', { type: 'string', requiresArg: true, default: 'auth-conformance-report', describe: 'Folder of the reports' });
}

/** Options of `compare`. */
export function compareOptions<Args>(yargs: Argv<Args>) {
  return yargs
    .positional('old', { type: 'string', demandOption: true, describe: 'Path of the results.json of the earlier run' })
    .positional('new', { type: 'string', demandOption: true, describe: 'Path of the results.json of the later run' })
    .option('format', {
      choices: ['text', 'json', 'markdown'] as const,
      default: 'text' as const,
      describe: 'Output format',
    })
    .option('json', { type: 'boolean', default: false, describe: 'The same as --format json' })
    .option('fail-on', {
      choices: ['must', 'should'] as const,
      describe: 'Lowest level that counts (default: that of the later run)',
    });
}
