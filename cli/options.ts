import type { Argv } from 'yargs';
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

/** Options that decide what a run does. */
export function runOptions<Args>(yargs: Argv<Args>) {
  return documentOptions(yargs)
    .option('target', { type: 'string', requiresArg: true, describe: 'Base URL to test, or "mock" for the bundled mock' })
    .option('config', { type: 'string', requiresArg: true, describe: 'Configuration file (default: auth-conformance.yaml when present)' })
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
    .option('allow', { type: 'string', requiresArg: true, describe: 'Permissions, comma-separated: writes,burn,destructive', default: '' })
    .option('max-requests', { type: 'number', requiresArg: true, describe: 'Send at most so many requests' })
    .option('max-seconds', { type: 'number', requiresArg: true, describe: 'Take at most so long' })
    .option('slow', { type: 'boolean', describe: 'Wait out long windows in real time', default: false })
    .option('shard', { type: 'string', requiresArg: true, describe: 'Part I of N of the requirements: I/N' })
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
