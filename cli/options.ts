import type { Argv } from 'yargs';
import { environmentOptions, mockVariables, replayVariables, reportVariables, runVariables } from './environment.ts';
import { usage } from './failure.ts';

/** Options of every command that reads a document. */
export function documentOptions<Args>(yargs: Argv<Args>) {
  return yargs
    .positional('document', {
      type: 'string',
      describe: 'Path or URL of an OpenAPI 3.0, 3.1 or 3.2 document; the bundled one where absent',
    })
    .option('overlay', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'Apply an OpenAPI Overlay file (repeatable)',
      default: [] as string[],
    });
}

/** Options that say what is tested, as whom, and what may be done there. */
function targetOptions<Args>(yargs: Argv<Args>) {
  return documentOptions(yargs)
    .option('target', { type: 'string', requiresArg: true, describe: 'Base URL to test, or "mock" for the bundled mock' })
    .option('config', { type: 'string', requiresArg: true, describe: 'Configuration file (default: auth-conformance.yaml when present)' })
    .option('allow', { type: 'string', requiresArg: true, describe: 'Permissions, comma-separated: writes,burn,destructive', default: '' })
    .option('max-requests', { type: 'number', requiresArg: true, describe: 'Send at most so many requests' })
    .option('max-seconds', { type: 'number', requiresArg: true, describe: 'Take at most so long' })
    .option('slow', { type: 'boolean', describe: 'Wait out long windows in real time', default: false })
    .option('fault', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'With --target mock: break a promise (repeatable)',
      default: [] as string[],
    })
    .option('i-own-this-target', { type: 'boolean', describe: 'Test a server that the document itself names', default: false })
    .option('json', { type: 'boolean', describe: 'Print the result as JSON', default: false })
    .option('quiet', { type: 'boolean', describe: 'No progress', default: false });
}

/** Options of `replay`. */
export function replayOptions<Args>(yargs: Argv<Args>) {
  return targetOptions(yargs.config(environmentOptions(process.env, replayVariables)))
    .positional('results', { type: 'string', demandOption: true, describe: 'Path of the results.json of a run' })
    .positional('check', { type: 'string', demandOption: true, describe: 'Id of a check, as the reports have it' });
}

/** Options that decide what a run does. */
export function runOptions<Args>(yargs: Argv<Args>) {
  return targetOptions(yargs.config(environmentOptions(process.env, runVariables)))
    .option('only', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'Only these requirement ids or topics (repeatable, * allowed)',
      default: [] as string[],
    })
    .option('skip', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'All but these (repeatable, * allowed)',
      default: [] as string[],
    })
    .option('profile', {
      choices: ['safe', 'standard', 'full'] as const,
      describe: 'How much to do (default: standard, for the mock full)',
    })
    .option('shard', { type: 'string', requiresArg: true, describe: 'Part I of N of the requirements: I/N' });
}

/** Options of the mock. */
export function mockOptions<Args>(yargs: Argv<Args>) {
  return documentOptions(yargs)
    .config(environmentOptions(process.env, mockVariables))
    .option('port', { type: 'number', requiresArg: true, default: 4010, describe: 'HTTPS port; 0 takes a free one' })
    .option('http-port', { type: 'number', requiresArg: true, default: 4011, describe: 'Plain HTTP port' })
    .option('control-port', {
      type: 'number',
      requiresArg: true,
      default: 4012,
      describe: 'Port of the control API and test hooks, on loopback',
    })
    .option('control', { type: 'boolean', default: true, describe: 'Serve the control API (--no-control for none)' })
    .option('host', { type: 'string', requiresArg: true, default: '127.0.0.1', describe: 'Address to listen on' })
    .option('fault', {
      type: 'string',
      array: true,
      requiresArg: true,
      default: [] as string[],
      describe: 'Break a promise on purpose (repeatable)',
    })
    .option('explain', { type: 'boolean', default: false, describe: 'Name the deciding gate in X-Mock-Decision' })
    .option('tls-cert', { type: 'string', requiresArg: true, describe: 'PEM certificate (default: a generated test CA)' })
    .option('tls-key', { type: 'string', requiresArg: true, describe: 'PEM key of the certificate' })
    .option('seed', { type: 'string', requiresArg: true, describe: 'What secrets and ids are derived from' })
    .option('consent', {
      choices: ['automatic', 'page'] as const,
      default: 'automatic' as const,
      describe: 'Whether OAuth sends the browser back at once, or asks a person on a page',
    })
    .option('json', { type: 'boolean', default: false, describe: 'Print one line of JSON once it listens' })
    .option('quiet', { type: 'boolean', default: false, describe: 'Do not list what was assumed' });
}

/** Options of a run besides: what becomes of its result. */
export function reportOptions<Args>(yargs: Argv<Args>) {
  return runOptions(yargs)
    .config(environmentOptions(process.env, reportVariables))
    .option('report-dir', { type: 'string', requiresArg: true, default: 'auth-conformance-report', describe: 'Where the reports go' })
    .option('format', { type: 'string', requiresArg: true, describe: 'Reports to write, comma-separated (default: all)' })
    .option('fail-on', {
      choices: ['must', 'should'] as const,
      default: 'must' as const,
      describe: 'The lowest level whose failure fails the run',
    })
    .option('allow-incomplete', { type: 'boolean', default: false, describe: 'Exit 0 although something is undecided' })
    .option('baseline', { type: 'string', requiresArg: true, describe: 'Failures that are accepted for now (YAML)' })
    .option('accept-critical', { type: 'boolean', default: false, describe: 'Let the baseline excuse critical failures too' })
    .option('write-baseline', { type: 'string', requiresArg: true, describe: 'Write the failures to this file, to be accepted (YAML)' })
    .option('against-mock', {
      type: 'boolean',
      default: false,
      describe: 'Ask the mock the same, and say where it is kinder or stricter than the target',
    })
    .option('workers', { type: 'number', requiresArg: true, default: 1, describe: 'Playwright workers' });
}

/** The permissions of `--allow`. */
export function parsePermissions(list: string): readonly string[] {
  const known = ['writes', 'burn', 'destructive'];
  const names = list.split(',').filter((name) => name !== '');
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw usage(`--allow: expected some of ${known.join(', ')}, got "${unknown}"`);
  return names;
}

/** The part of `--shard I/N`. */
export function parseShard(text: string | undefined): { readonly index: number; readonly total: number } | undefined {
  if (text === undefined) return undefined;
  const [, index, total] = /^([1-9]\d*)\/([1-9]\d*)$/.exec(text) ?? [];
  if (index === undefined || Number(index) > Number(total)) throw usage(`--shard: expected I/N such as 1/3, got "${text}"`);
  return { index: Number(index), total: Number(total) };
}

/** A number that must be whole and positive. */
export function positive(name: string, value: number | undefined): number | undefined {
  if (value === undefined || (Number.isSafeInteger(value) && value > 0)) return value;
  throw usage(`--${name}: expected a whole number above zero, got "${value}"`);
}
