import { suggestion } from '../spec/suggestion.ts';
import { usage } from './failure.ts';

/** The commands, in the order of `--help`. */
export const commandNames: readonly string[] = [
  'mock',
  'ca',
  'run',
  'client',
  'report',
  'show',
  'merge',
  'compare',
  'replay',
  'plan',
  'init',
  'doctor',
  'lint',
  'prove',
  'explain',
  'completion',
];

/** The options that a parser knows, as yargs describes them. */
interface KnownOptions {
  readonly key?: { readonly [name: string]: unknown };
  readonly alias?: { readonly [name: string]: readonly string[] };
}

/**
 * Checks that a command is given and that each word of the command line has a meaning.
 *
 * @throws {CommandFailure} with exit code 2 and the most similar known word
 */
export function checkWords(
  argv: { readonly [name: string]: unknown; readonly _: readonly (string | number)[] },
  known: KnownOptions,
): void {
  const [command, extra] = argv._.map(String);
  if (command !== undefined && !commandNames.includes(command)) throw usage(`unknown command "${command}"${hint(command, commandNames)}`);
  const names = new Set([...Object.keys(known.key ?? {}), ...Object.values(known.alias ?? {}).flat()]);
  const options = [...names].filter((name) => name.length > 1).map((name) => `--${name}`);
  const unknown = Object.keys(argv).find((name) => !/^(?:_|\$0|--)$|[A-Z]/.test(name) && !names.has(name) && !names.has(`no-${name}`));
  if (unknown !== undefined) {
    const written = unknown.length === 1 ? `-${unknown}` : `--${unknown}`;
    throw usage(`unknown option ${written}${hint(written, options)}`, 'usage');
  }
  if (command === undefined) throw usage(`name a command: ${commandNames.join(', ')}; see auth-conformance --help`);
  if (extra !== undefined) throw usage(`unexpected argument "${extra}"; see auth-conformance ${command} --help`);
}

function hint(word: string, known: readonly string[]): string {
  const meant = suggestion(word, known);
  return meant === undefined ? '; see auth-conformance --help' : `: did you mean ${meant}?`;
}
