import type { Argv } from 'yargs';
import { environmentOptions, replayVariables, reportVariables, runVariables } from './environment.ts';
import { usage } from './failure.ts';
import { reporterOption, verboseOption } from './result-options.ts';
import { parseWindow } from '../spec/quotas.ts';

/** An option whose names are separated by commas, or given one by one. */
export const namesOption = (describe: string) => ({
  type: 'string' as const,
  array: true as const,
  requiresArg: true,
  default: [] as string[],
  describe,
  coerce: (given: readonly string[]) => given.flatMap((names) => names.split(',')),
});

/** Options of all commands that read a document. */
export function documentOptions<Args>(yargs: Argv<Args>) {
  return yargs
    .positional('document', {
      type: 'string',
      describe: 'Path or URL of an OpenAPI 3.0, 3.1 or 3.2 document (default: the bundled one)',
    })
    .option('overlay', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'Apply an OpenAPI Overlay file (repeatable)',
      default: [] as string[],
    })
    .option('allow-dir', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'Folder with files that the document may refer to, besides its own folder (repeatable)',
      default: [] as string[],
    })
    .option('allow-remote', { type: 'boolean', describe: 'The document may refer to URLs of other origins', default: false })
    .option('strict', { type: 'boolean', describe: 'Reject a document in which lint finds an error', default: false });
}

/** Options for the target, the credentials and the permissions. */
function targetOptions<Args>(yargs: Argv<Args>) {
  return documentOptions(yargs)
    .option('target', {
      type: 'string',
      requiresArg: true,
      describe: 'Base URL to test, or "mock" (default: the target of the configuration)',
    })
    .option('config', { type: 'string', requiresArg: true, describe: 'Configuration file (default: auth-conformance.yaml, if it exists)' })
    .option('allow', {
      type: 'string',
      requiresArg: true,
      describe:
        'Permissions, comma-separated: writes (create and change objects), burn (use up quotas), destructive (revoke credentials, send harmful requests)',
      default: '',
    })
    .option('max-requests', { type: 'number', requiresArg: true, describe: 'Maximum number of requests' })
    .option('max-seconds', { type: 'number', requiresArg: true, describe: 'Maximum duration in seconds' })
    .option('pace', { type: 'string', requiresArg: true, describe: 'Highest rate of requests: 5/second' })
    .option('sample', {
      type: 'boolean',
      describe:
        'Call each operation as one permitted and one forbidden principal instead of all (default: where all would be more than 6,000 calls)',
    })
    .option('slow', { type: 'boolean', describe: 'Wait until long quotas, such as those of an hour, are free again', default: false })
    .option('fault', namesOption('With --target mock: enable these faults (comma-separated or repeated)'))
    .option('i-own-this-target', {
      type: 'boolean',
      describe: 'Allow a target that the document lists in servers, which may be production',
      default: false,
    })
    .option('json', { type: 'boolean', describe: 'Print the result as JSON', default: false })
    .option('quiet', { type: 'boolean', describe: 'Print no progress', default: false });
}

/** Options of `replay`. */
export function replayOptions<Args>(yargs: Argv<Args>) {
  return targetOptions(yargs.config(environmentOptions(process.env, replayVariables)))
    .positional('results', { type: 'string', demandOption: true, describe: 'Path of the results.json of a run' })
    .positional('check', { type: 'string', demandOption: true, describe: 'Id of a check, from a report' });
}

/** Options of `run`, `plan` and `doctor`. */
export function runOptions<Args>(yargs: Argv<Args>) {
  return targetOptions(yargs.config(environmentOptions(process.env, runVariables)))
    .option('only', namesOption('Only these requirement ids or topics (comma-separated or repeated, * allowed)'))
    .option('skip', namesOption('Skip these requirement ids or topics (comma-separated or repeated, * allowed)'))
    .option('profile', {
      choices: ['safe', 'standard', 'full'] as const,
      describe: 'How thorough the run is (default: standard; full for the mock)',
    })
    .option('shard', { type: 'string', requiresArg: true, describe: 'Play part I of N of the scenarios: I/N' });
}

/** The options of `run` by what they are about, for its help. */
const runGroups = {
  'Document:': ['overlay', 'allow-dir', 'allow-remote', 'strict'],
  'Target:': ['target', 'config', 'i-own-this-target', 'fault', 'against-mock'],
  'Selection:': ['only', 'skip', 'profile', 'shard', 'sample'],
  'Permissions and limits:': ['allow', 'max-requests', 'max-seconds', 'pace', 'slow', 'workers'],
  'Output:': ['report-dir', 'format', 'reporter', 'events', 'otlp', 'json', 'verbose', 'quiet'],
  'Verdict:': ['fail-on', 'allow-incomplete', 'baseline', 'accept-critical', 'write-baseline'],
  'UI mode:': ['ui', 'ui-host', 'ui-port'],
} as const;

/** Further options of `run`: reports, baseline and exit code. */
export function reportOptions<Args>(yargs: Argv<Args>) {
  for (const [title, names] of Object.entries(runGroups)) yargs.group(names, title);
  return runOptions(yargs)
    .config(environmentOptions(process.env, reportVariables))
    .option('report-dir', { type: 'string', requiresArg: true, default: 'auth-conformance-report', describe: 'Folder of the reports' })
    .option('format', { type: 'string', requiresArg: true, describe: 'Reports to write, comma-separated (default: all)' })
    .option('fail-on', {
      choices: ['must', 'should'] as const,
      default: 'must' as const,
      describe: 'Lowest level whose failure fails the run',
    })
    .option('allow-incomplete', { type: 'boolean', default: false, describe: 'Exit 0 even if a MUST is undecided' })
    .option('baseline', { type: 'string', requiresArg: true, describe: 'YAML file of accepted failures' })
    .option('reporter', reporterOption)
    .option('verbose', verboseOption)
    .option('accept-critical', { type: 'boolean', default: false, describe: 'Let the baseline accept critical failures too' })
    .option('write-baseline', { type: 'string', requiresArg: true, describe: 'Write the failures to this baseline file (YAML)' })
    .option('against-mock', {
      type: 'boolean',
      default: false,
      describe: 'Run the same checks against the mock, and show where it is more lenient or stricter than the target',
    })
    .option('events', {
      type: 'string',
      requiresArg: true,
      describe: 'Write each event to this file at once, as a line of JSON (- for standard output)',
    })
    .option('otlp', {
      type: 'string',
      requiresArg: true,
      describe: 'Send a trace of the run to the OpenTelemetry collector at this base URL, and traceparent with each request',
    })
    .option('workers', { type: 'number', requiresArg: true, default: 1, describe: 'Playwright workers' })
    .option('ui', { type: 'boolean', default: false, describe: 'Start the suites in Playwright’s UI mode; makes no reports' })
    .option('ui-host', { type: 'string', requiresArg: true, describe: 'With --ui: serve it at this address, and open it in a browser tab' })
    .option('ui-port', { type: 'number', requiresArg: true, describe: 'With --ui: serve it at this port (0: any free port)' });
}

/** Options of `client`. */
export function clientOptions<Args>(yargs: Argv<Args>) {
  return documentOptions(yargs)
    .positional('scenarios', {
      type: 'string',
      array: true,
      default: [] as string[],
      describe: 'Scenarios or requirements, or keys, oauth or device (default: all; * allowed)',
    })
    .option('document', { type: 'string', requiresArg: true, describe: 'Path or URL of an OpenAPI document (default: the bundled one)' })
    .option('list', { type: 'boolean', default: false, describe: 'List the scenarios and what they ask of the client' })
    .option('skip', namesOption('Leave out these scenarios, requirements or groups (comma-separated or repeated, * allowed)'))
    .option('config', { type: 'string', requiresArg: true, describe: 'Configuration file (default: auth-conformance.yaml, if it exists)' })
    .option('oauth-client', { type: 'string', requiresArg: true, describe: 'OAuth client of the document (default: one with a secret)' })
    .option('timeout', { type: 'number', requiresArg: true, default: 45, describe: 'Time limit of a scenario in seconds' })
    .option('workers', { type: 'number', requiresArg: true, default: 8, describe: 'Scenarios at the same time' })
    .option('report-dir', { type: 'string', requiresArg: true, default: 'auth-conformance-report', describe: 'Folder of the reports' })
    .option('format', { type: 'string', requiresArg: true, describe: 'Reports to write, comma-separated (default: all)' })
    .option('fail-on', {
      choices: ['must', 'should'] as const,
      default: 'must' as const,
      describe: 'Lowest level whose failure fails the run',
    })
    .option('allow-incomplete', { type: 'boolean', default: false, describe: 'Exit 0 even if a MUST is undecided' })
    .option('baseline', { type: 'string', requiresArg: true, describe: 'YAML file of accepted failures' })
    .option('accept-critical', { type: 'boolean', default: false, describe: 'Let the baseline accept critical failures too' })
    .option('write-baseline', { type: 'string', requiresArg: true, describe: 'Write the failures to this baseline file (YAML)' })
    .option('json', { type: 'boolean', default: false, describe: 'Print the result as JSON' })
    .option('reporter', reporterOption)
    .option('verbose', verboseOption)
    .option('quiet', { type: 'boolean', default: false, describe: 'Print no progress' });
}

/** Options of `prove`. */
export function proveOptions<Args>(yargs: Argv<Args>) {
  return documentOptions(yargs)
    .option('fault', namesOption('Only these faults (comma-separated or repeated)'))
    .option('variant', namesOption('Only these variants (comma-separated or repeated)'))
    .option('client', namesOption('Only these clients of the proof (comma-separated or repeated)'))
    .option('format', {
      choices: ['text', 'json', 'markdown', 'html'] as const,
      default: 'text' as const,
      describe: 'Output format of the kill matrix',
    })
    .option('json', { type: 'boolean', default: false, describe: 'The same as --format json' })
    .option('quiet', { type: 'boolean', default: false, describe: 'Print no progress' });
}

/** Parses `--allow`. */
export function parsePermissions(list: string): readonly string[] {
  const known = ['writes', 'burn', 'destructive'];
  const names = list.split(',').filter((name) => name !== '');
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw usage(`--allow: expected a list of ${known.join(', ')}, got "${unknown}"`);
  return names;
}

/** Parses `--shard I/N`. */
export function parseShard(text: string | undefined): { readonly index: number; readonly total: number } | undefined {
  if (text === undefined) return undefined;
  const [, index, total] = /^([1-9]\d*)\/([1-9]\d*)$/.exec(text) ?? [];
  if (index === undefined || Number(index) > Number(total)) throw usage(`--shard: expected I/N such as 1/3, got "${text}"`);
  return { index: Number(index), total: Number(total) };
}

/** Checks that an option is a positive integer. */
export function positive(name: string, value: number | undefined): number | undefined {
  if (value === undefined || (Number.isSafeInteger(value) && value > 0)) return value;
  throw usage(`--${name}: expected a positive whole number, got "${value}"`);
}

/** `5/second` as a number of requests in a time. */
export function parsePace(label: string | undefined): { readonly requests: number; readonly seconds: number } | undefined {
  if (label === undefined) return undefined;
  const window = parseWindow(label);
  if (!window) throw usage(`--pace: expected a number of requests in a time, such as 5/second or 100/minute, not ${label}`);
  return { requests: window.limit, seconds: window.seconds };
}
