import type { Argv } from 'yargs';

/** Options of the commands that render a result which is there already. */
function renderOptions<Args>(yargs: Argv<Args>) {
  return yargs
    .option('format', { type: 'string', requiresArg: true, describe: 'Reports to write, comma-separated (default: all)' })
    .option('json', { type: 'boolean', default: false, describe: 'Print the result as JSON' });
}

/** Options of `report`. */
export function reportAgainOptions<Args>(yargs: Argv<Args>) {
  return renderOptions(yargs)
    .positional('results', { type: 'string', demandOption: true, describe: 'Path of the results.json of a run' })
    .option('report-dir', { type: 'string', requiresArg: true, describe: 'Where the reports go (default: beside the result)' })
    .option('write-baseline', { type: 'string', requiresArg: true, describe: 'Write the failures to this file, to be accepted (YAML)' });
}

/** Options of `merge`. */
export function mergeOptions<Args>(yargs: Argv<Args>) {
  return renderOptions(yargs)
    .positional('results', {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'Paths of the results.json of every shard, in any order',
    })
    .option('report-dir', { type: 'string', requiresArg: true, default: 'auth-conformance-report', describe: 'Where the reports go' });
}

/** Options of `compare`. */
export function compareOptions<Args>(yargs: Argv<Args>) {
  return yargs
    .positional('old', { type: 'string', demandOption: true, describe: 'Path of the results.json of the earlier run' })
    .positional('new', { type: 'string', demandOption: true, describe: 'Path of that of the later run' })
    .option('format', {
      choices: ['text', 'json', 'markdown'] as const,
      default: 'text' as const,
      describe: 'How the comparison is printed',
    })
    .option('json', { type: 'boolean', default: false, describe: 'The same as --format json' })
    .option('fail-on', {
      choices: ['must', 'should'] as const,
      describe: 'The lowest level that counts (default: as the later run had it)',
    });
}
