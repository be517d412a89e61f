import { hasUserInfo } from '../spec/loading/name.ts';
import { usage } from './failure.ts';

/** The kinds of options, as the parser describes them. */
interface OptionKinds {
  /** Those that may be given more than once. */
  readonly array?: readonly string[];
  /** Those without a value. */
  readonly boolean?: readonly string[];
}

/** What prints a text and ends: giving it twice changes nothing. */
const questions = new Set(['help', 'h', 'version', 'v']);

/** The least and the greatest value of options that are whole numbers. */
const wholeNumbers: { readonly [option: string]: readonly [least: number, greatest: number] } = {
  workers: [1, 64],
  timeout: [1, 3600],
  'max-requests': [1, Number.MAX_SAFE_INTEGER],
  'max-seconds': [1, 2_000_000],
  port: [0, 65_535],
  'http-port': [0, 65_535],
  'control-port': [0, 65_535],
};

/**
 * Checks what the parser accepts and no command can use: an option given twice, a switch with a value, a number that is none.
 *
 * @param written - the words of the command line: the parser drops the value of a switch
 * @param known - the kinds of the options of this command
 * @throws {CommandFailure} with exit code 2
 */
export function checkOptionValues(
  options: { readonly [name: string]: unknown },
  written: readonly string[],
  { array = [], boolean = [] }: OptionKinds,
): true {
  const [repeatable, switches] = [new Set(array), new Set(boolean)];
  for (const word of written) {
    const [, name = '', value] = /^--(?:no-)?([a-z-]+)=(?!true$|false$)(.*)$/s.exec(word) ?? [];
    if (switches.has(name)) throw usage(`--${name}: expected no value, got "${value}"`);
  }
  for (const [name, value] of Object.entries(options)) {
    // The parser adds each name in camel case too.
    if (value === undefined || /^[_$]|[A-Z]/.test(name) || questions.has(name) || (switches.has(name) && !Array.isArray(value))) continue;
    const expected = repeatable.has(name) && Array.isArray(value) ? undefined : complaint(name, value);
    if (expected !== undefined) throw usage(`--${name}: ${expected}`);
  }
  return true;
}

function complaint(name: string, value: unknown): string | undefined {
  if (Array.isArray(value)) return `expected one value, got ${value.length}`;
  const range = Object.hasOwn(wholeNumbers, name) ? wholeNumbers[name] : undefined;
  if (range === undefined) return typeof value === 'boolean' ? 'expected a value' : undefined;
  if (Number.isSafeInteger(value) && Number(value) >= range[0] && Number(value) <= range[1]) return undefined;
  return `expected a whole number from ${range[0]} to ${range[1]}${Number.isNaN(value) ? '' : `, got "${String(value)}"`}`;
}

/** What may be a URL, and rejects a user and a password itself. */
const urls = new Set(['target', 'document', 'overlay', 'otlp']);

/**
 * Checks that no word is a URL with a user or a password, because error messages and reports repeat words.
 *
 * @param written - the words of the command line: the parser drops the value of a switch
 * @throws {CommandFailure} with exit code 2, and without the word
 */
export function checkPlainWords(options: { readonly [name: string]: unknown }, written: readonly string[]): void {
  const values = Object.entries(options).flatMap(([name, value]) => [value].flat().map((one) => [name, one] as const));
  const assigned = written.flatMap((word) => {
    const [, name, value] = /^--?([^=]*)=(.*)$/s.exec(word) ?? [];
    return name === undefined ? [] : [[name, value] as const];
  });
  /** From the environment; a command line is seen by others. */
  const isHidden = (name: string, value: unknown) => name === 'store' && !written.includes(String(value));
  const found = [...values.filter(([name, value]) => !isHidden(name, value)), ...assigned].find(
    ([name, value]) => !urls.has(name) && hasUserInfo(String(value)),
  );
  if (!found) return;
  const [name] = found;
  throw usage(`${name === '_' ? 'a word of the command line' : `--${name}`}: is a URL that contains a user or a password`);
}
